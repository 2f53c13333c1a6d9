using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Which answers the list of submissions shows. Answers of repeating sections have no single value and no column.</summary>
public static class SubmissionColumns
{
    private const int Usual = 3;
    private const char Separator = '.';
    private const string Nothing = "none";

    /// <summary>The questions that may be columns, in the order of the form.</summary>
    public static IReadOnlyList<FormField> All(FormDefinition form) =>
        [.. form.Sections.Where(s => s.Repeat is null).SelectMany(s => s.Fields).Where(f => f.Type != FieldTypes.File)];

    /// <summary>The columns that an address names, else the first short answers. Unknown names are ignored.</summary>
    /// <param name="address">What <see cref="Toggle"/> answered; null or empty for the usual columns.</param>
    public static IReadOnlyList<FormField> Shown(FormDefinition form, string? address)
    {
        if (string.IsNullOrEmpty(address))
            return [.. All(form).Where(f => f.Type is not (FieldTypes.Location or FieldTypes.TextArea)).Take(Usual)];
        var named = address.Split(Separator).ToHashSet(StringComparer.Ordinal);
        return [.. All(form).Where(f => named.Contains(f.Id))];
    }

    /// <summary>Shows a column or hides it; answers what the address has to say, null for the usual columns.</summary>
    public static string? Toggle(FormDefinition form, string? address, string id)
    {
        var now = Shown(form, address).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        if (!now.Remove(id))
            now.Add(id);
        return now.SetEquals(Shown(form, null).Select(f => f.Id)) ? null
            : now.Count == 0 ? Nothing
            : string.Join(Separator, All(form).Select(f => f.Id).Where(now.Contains));
    }
}
