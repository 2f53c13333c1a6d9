using System.Globalization;
using System.Text;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Makes the id of a field from its label: <c>Machine's serial no.</c> gives <c>machine_s_serial_no</c>.</summary>
internal static class FieldIds
{
    private const int Longest = 50;

    /// <param name="taken">Ids that are in use.</param>
    public static string Of(string label, IReadOnlySet<string> taken)
    {
        var id = new StringBuilder();
        foreach (var c in label.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(char.ToLowerInvariant(c));
            else if (
                CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark
                && id.Length > 0
                && id[^1] != '_'
            )
                id.Append('_');
            if (id.Length == Longest)
                break;
        }

        var stem = id.ToString().Trim('_');
        if (stem.Length == 0)
            stem = "field";
        var free = stem;
        for (var n = 2; taken.Contains(free); n++)
            free = string.Create(CultureInfo.InvariantCulture, $"{stem}_{n}");
        return free;
    }
}
