using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Pages;

/// <param name="Kind"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
public sealed record FormChange(string Kind, string Label, string What);

/// <summary>What a draft changes compared with the published version.</summary>
public static class FormDiff
{
    public static IReadOnlyList<FormChange> Of(FormDefinition published, FormDefinition draft)
    {
        var changes = new List<FormChange>();
        Sections(published, draft, changes);
        var (before, after) = (Places(published), Places(draft));
        foreach (var (id, (section, field)) in after)
        {
            if (!before.TryGetValue(id, out var old))
                changes.Add(new("added", field.Label, FieldTypes.TitleOf(field.Type)));
            else if (
                string.Join(", ", Differences(old.Field, field).Concat(old.Section == section ? [] : ["section"])) is
                { Length: > 0 } what
            )
                changes.Add(new("changed", field.Label, what));
        }

        foreach (var (id, (_, field)) in before.Where(b => !after.ContainsKey(b.Key)))
            changes.Add(new("removed", field.Label, "answers given so far stay"));
        if (changes.Count == 0 && !Order(published).SequenceEqual(Order(draft), StringComparer.Ordinal))
            changes.Add(new("changed", "Order", "of sections or fields"));
        return changes;
    }

    private static void Sections(FormDefinition published, FormDefinition draft, List<FormChange> changes)
    {
        foreach (var section in draft.Sections)
        {
            var old = published.Sections.FirstOrDefault(s => s.Id == section.Id);
            if (old is null)
                changes.Add(new("added", Name(section), "section"));
            else if (string.Join(", ", Differences(old, section)) is { Length: > 0 } what)
                changes.Add(new("changed", Name(section), what));
        }

        changes.AddRange(
            published
                .Sections.Where(s => draft.Sections.All(d => d.Id != s.Id))
                .Select(s => new FormChange("removed", Name(s), "section"))
        );
    }

    private static string Name(FormSection section) =>
        section.Title.Length > 0 ? section.Title : "Section without a title";

    private static IEnumerable<string> Differences(FormSection a, FormSection b)
    {
        if (a.Title != b.Title)
            yield return "title";
        if ((a.Description ?? "") != (b.Description ?? ""))
            yield return "description";
        if (a.Repeat != b.Repeat)
            yield return "repetition";
        if (a.ShowWhen != b.ShowWhen)
            yield return "condition";
    }

    private static IEnumerable<string> Differences(FormField a, FormField b)
    {
        if (a.Label != b.Label)
            yield return $"label, was “{a.Label}”";
        if (a.Type != b.Type)
            yield return $"type, was {FieldTypes.TitleOf(a.Type).ToLowerInvariant()}";
        if (a.Required != b.Required)
            yield return b.Required ? "now required" : "no longer required";
        if ((a.Help ?? "") != (b.Help ?? "") || (a.Placeholder ?? "") != (b.Placeholder ?? ""))
            yield return "help";
        if (!a.Options.SequenceEqual(b.Options, StringComparer.Ordinal))
            yield return "choices";
        if (
            (a.Min, a.Max, a.MinLength, a.MaxLength, a.MaxMegabytes)
                != (b.Min, b.Max, b.MinLength, b.MaxLength, b.MaxMegabytes)
            || (a.Pattern, a.PatternMessage, a.Earliest, a.Latest)
                != (b.Pattern, b.PatternMessage, b.Earliest, b.Latest)
            || !a.FileTypes.SequenceEqual(b.FileTypes, StringComparer.Ordinal)
        )
            yield return "limits";
        if (a.Default?.GetRawText() != b.Default?.GetRawText())
            yield return "default value";
        if (a.ShowWhen != b.ShowWhen)
            yield return "condition";
    }

    private static Dictionary<string, (string Section, FormField Field)> Places(FormDefinition definition) =>
        definition
            .Sections.SelectMany(s => s.Fields.Select(f => (s.Id, f)))
            .ToDictionary(x => x.f.Id, x => (x.Id, x.f), StringComparer.Ordinal);

    private static IEnumerable<string> Order(FormDefinition definition) =>
        definition.Sections.SelectMany(s => s.Fields.Select(f => f.Id).Prepend(s.Id));
}
