using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>Changes to the structure of a draft. Each answers a new definition; the conditions follow.</summary>
internal static class DraftEdits
{
    /// <summary>Moves a field or section one place, by -1 up, by 1 down; a field at the edge of its section goes into the next one.</summary>
    public static FormDefinition Move(FormDefinition draft, string id, int by)
    {
        var sections = draft.Sections;
        if (IndexOf(sections, id) is >= 0 and var at)
            return at + by >= 0 && at + by < sections.Count
                ? new FormDefinition(Swapped(sections, at, at + by))
                : draft;
        var home = HomeOf(draft, id);
        if (home < 0)
            return draft;
        var fields = sections[home].Fields;
        var place = fields.ToList().FindIndex(f => f.Id == id);
        if (place + by >= 0 && place + by < fields.Count)
            return Put(draft, sections[home] with { Fields = Swapped(fields, place, place + by) });
        return home + by < 0 || home + by >= sections.Count
            ? draft
            : Place(draft, id, sections[home + by].Id, by > 0 ? sections[home + by].Fields.FirstOrDefault()?.Id : null);
    }

    /// <summary>Moves a field into a section, in front of one of its fields, or to its end.</summary>
    /// <param name="before">Id of that field; null for the end.</param>
    public static FormDefinition Place(FormDefinition draft, string id, string section, string? before)
    {
        var home = HomeOf(draft, id);
        if (home < 0 || id == before || draft.Sections.All(s => s.Id != section))
            return draft;
        var field = draft.Sections[home].Fields.First(f => f.Id == id);
        var without = draft.Sections[home].Fields.Where(f => f.Id != id);
        return Insert(Put(draft, draft.Sections[home] with { Fields = [.. without] }), field, section, before);
    }

    /// <summary>Moves a section in front of another one, or to the end.</summary>
    /// <param name="before">Id of that section; null for the end.</param>
    public static FormDefinition PlaceSection(FormDefinition draft, string id, string? before)
    {
        if (draft.Sections.FirstOrDefault(s => s.Id == id) is not { } moved || id == before)
            return draft;
        List<FormSection> sections = [.. draft.Sections.Where(s => s.Id != id)];
        var at = sections.FindIndex(s => s.Id == before);
        sections.Insert(at < 0 ? sections.Count : at, moved);
        return new FormDefinition(sections);
    }

    /// <summary>Puts a new field into a section, in front of one of its fields, or to its end.</summary>
    /// <param name="before">Id of that field; null for the end.</param>
    public static FormDefinition Insert(FormDefinition draft, FormField field, string section, string? before)
    {
        var home = draft.Sections.First(s => s.Id == section);
        List<FormField> fields = [.. home.Fields];
        var at = fields.FindIndex(f => f.Id == before);
        fields.Insert(at < 0 ? fields.Count : at, field);
        return Put(draft, home with { Fields = fields });
    }

    /// <summary>Removes a field, or a section with its fields, and the conditions that depend on them.</summary>
    public static FormDefinition Remove(FormDefinition draft, string id)
    {
        var gone = draft
            .Sections.Where(s => s.Id == id)
            .SelectMany(s => s.Fields)
            .Select(f => f.Id)
            .Append(id)
            .ToHashSet(StringComparer.Ordinal);
        var rest = draft.Sections.Where(s => s.Id != id).Select(s => s with { Fields = Without(s.Fields, id) });
        return WithConditions(new FormDefinition([.. rest]), c => gone.Contains(c.Field) ? null : c);
    }

    /// <summary>Lets the conditions on a field follow its new id.</summary>
    public static FormDefinition Rename(FormDefinition draft, string from, string to) =>
        WithConditions(draft, c => c.Field == from ? c with { Field = to } : c);

    /// <summary>Replaces the section with the same id.</summary>
    public static FormDefinition Put(FormDefinition draft, FormSection section) => Put(draft, section.Id, section);

    /// <param name="id">The id so far; the section may have a new one.</param>
    public static FormDefinition Put(FormDefinition draft, string id, FormSection section) =>
        new([.. draft.Sections.Select(s => s.Id == id ? section : s)]);

    private static FormDefinition WithConditions(FormDefinition draft, Func<FormCondition, FormCondition?> change)
    {
        FormCondition? Changed(FormCondition? condition) => condition is null ? null : change(condition);
        return new FormDefinition([
            .. draft.Sections.Select(s =>
                s with
                {
                    ShowWhen = Changed(s.ShowWhen),
                    Fields = [.. s.Fields.Select(f => f with { ShowWhen = Changed(f.ShowWhen) })],
                }
            ),
        ]);
    }

    private static List<FormField> Without(IReadOnlyList<FormField> fields, string id) =>
        [.. fields.Where(f => f.Id != id)];

    private static int IndexOf(IReadOnlyList<FormSection> sections, string id) =>
        sections.ToList().FindIndex(s => s.Id == id);

    private static int HomeOf(FormDefinition draft, string field) =>
        draft.Sections.ToList().FindIndex(s => s.Fields.Any(f => f.Id == field));

    private static List<T> Swapped<T>(IReadOnlyList<T> list, int a, int b)
    {
        List<T> copy = [.. list];
        (copy[a], copy[b]) = (copy[b], copy[a]);
        return copy;
    }
}
