using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>
/// A draft on the work bench. Ids are made from labels: a new field's on its first label, and never after that, since answers
/// stand under them.
/// </summary>
public sealed class BuilderState
{
    private readonly HashSet<string> unnamed = new(StringComparer.Ordinal);
    private string savedTitle;
    private string savedDescription;
    private FormDefinition saved;

    public BuilderState(string title, string? description, FormDefinition draft, int revision)
    {
        (Title, Description, Draft, Revision) = (title, description ?? "", draft, revision);
        (savedTitle, savedDescription, saved) = (Title, Description, Draft);
        Selected = draft.Fields.FirstOrDefault()?.Id;
    }

    public string Title { get; set; }

    public string Description { get; set; }

    public FormDefinition Draft { get; private set; }

    /// <summary>The one that a save begins from.</summary>
    public int Revision { get; private set; }

    /// <summary>Id of the field or section that is being edited.</summary>
    public string? Selected { get; private set; }

    public bool Dirty => Title != savedTitle || Description != savedDescription || Draft.ToJson() != saved.ToJson();

    public FormField? Field => Draft.Fields.FirstOrDefault(f => f.Id == Selected);

    public FormSection? Section => Draft.Sections.FirstOrDefault(s => s.Id == Selected);

    /// <summary>What keeps the draft from being published: id of the field or section, or empty, → message.</summary>
    public IReadOnlyDictionary<string, string> Faults
    {
        get
        {
            try
            {
                FormRules.Check(Draft);
                return new Dictionary<string, string>();
            }
            catch (DomainException error)
            {
                return error
                    .Fields.GroupBy(f => IdAt(f.Key), StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => string.Join(' ', g.Select(f => f.Value)), StringComparer.Ordinal);
            }
        }
    }

    public void Select(string? id) => Selected = id;

    /// <summary>Adds a field behind the selected one, or at the end.</summary>
    public void AddField(string type)
    {
        var label = FieldTypes.TitleOf(type);
        var field = new FormField(FieldIds.Of(label, Ids()), label, type)
        {
            Options = type is FieldTypes.Select or FieldTypes.Radio ? ["First choice", "Second choice"] : [],
        };
        unnamed.Add(field.Id);
        var section = Draft.Sections.FirstOrDefault(s => s.Id == Selected || s.Fields.Any(f => f.Id == Selected))
            ?? Draft.Sections[^1];
        var at = section.Fields.ToList().FindIndex(f => f.Id == Selected);
        List<FormField> fields = [.. section.Fields];
        fields.Insert(at < 0 ? fields.Count : at + 1, field);
        Put(section.Id, section with { Fields = fields });
        Selected = field.Id;
    }

    public void AddSection()
    {
        var number = Draft.Sections.Count + 1;
        var title = string.Create(CultureInfo.InvariantCulture, $"Section {number}");
        var section = new FormSection(FieldIds.Of(title, Ids()), title);
        unnamed.Add(section.Id);
        Draft = new FormDefinition([.. Draft.Sections, section]);
        Selected = section.Id;
    }

    public void Change(FormField field)
    {
        var named = field;
        if (
            unnamed.Contains(field.Id)
            && field.Label.Trim().Length > 0
            && field.Label != Draft.Fields.First(f => f.Id == field.Id).Label
        )
            named = field with { Id = Name(field.Id, field.Label) };
        foreach (var section in Draft.Sections.Where(s => s.Fields.Any(f => f.Id == field.Id)).ToList())
            Put(section.Id, section with { Fields = [.. section.Fields.Select(f => f.Id == field.Id ? named : f)] });
        Rename(field.Id, named.Id);
    }

    public void Change(FormSection section)
    {
        var named = section;
        if (
            unnamed.Contains(section.Id)
            && section.Title.Trim().Length > 0
            && section.Title != Draft.Sections.First(s => s.Id == section.Id).Title
        )
            named = section with { Id = Name(section.Id, section.Title) };
        Put(section.Id, named);
        Rename(section.Id, named.Id);
    }

    /// <summary>Moves a field or section one place; a field at the edge of its section goes into the next.</summary>
    public void Move(string id, int by)
    {
        if (Draft.Sections.ToList().FindIndex(s => s.Id == id) is >= 0 and var at)
        {
            if (at + by >= 0 && at + by < Draft.Sections.Count)
                Draft = new FormDefinition(Swapped(Draft.Sections, at, at + by));
            return;
        }

        var home = Draft.Sections.ToList().FindIndex(s => s.Fields.Any(f => f.Id == id));
        if (home < 0)
            return;
        var section = Draft.Sections[home];
        var place = section.Fields.ToList().FindIndex(f => f.Id == id);
        if (place + by >= 0 && place + by < section.Fields.Count)
            Put(section.Id, section with { Fields = Swapped(section.Fields, place, place + by) });
        else if (home + by >= 0 && home + by < Draft.Sections.Count)
        {
            var (field, next) = (section.Fields[place], Draft.Sections[home + by]);
            Put(section.Id, section with { Fields = [.. section.Fields.Where(f => f.Id != id)] });
            Put(next.Id, next with { Fields = by > 0 ? [field, .. next.Fields] : [.. next.Fields, field] });
        }
    }

    /// <summary>Puts a copy of a field behind it.</summary>
    public void Duplicate(string id)
    {
        var section = Draft.Sections.First(s => s.Fields.Any(f => f.Id == id));
        var field = section.Fields.First(f => f.Id == id);
        var copy = field with { Id = FieldIds.Of(field.Label, Ids()) };
        unnamed.Add(copy.Id);
        Put(
            section.Id,
            section with
            {
                Fields = [.. section.Fields.SelectMany(f => f.Id == id ? (FormField[])[f, copy] : [f])],
            }
        );
        Selected = copy.Id;
    }

    /// <summary>Removes a field, or a section with its fields, and the conditions that look at them.</summary>
    public void Remove(string id)
    {
        if (Draft.Sections.Count == 1 && Draft.Sections[0].Id == id)
            return;
        var gone = Draft
            .Sections.Where(s => s.Id == id)
            .SelectMany(s => s.Fields)
            .Select(f => f.Id)
            .Append(id)
            .ToHashSet(StringComparer.Ordinal);
        FormCondition? Kept(FormCondition? condition) =>
            condition is not null && gone.Contains(condition.Field) ? null : condition;
        Draft = new FormDefinition([
            .. Draft
                .Sections.Where(s => s.Id != id)
                .Select(s =>
                    s with
                    {
                        ShowWhen = Kept(s.ShowWhen),
                        Fields =
                        [
                            .. s.Fields.Where(f => f.Id != id).Select(f => f with { ShowWhen = Kept(f.ShowWhen) }),
                        ],
                    }
                ),
        ]);
        if (Selected is null || gone.Contains(Selected))
            Selected = null;
    }

    /// <summary>The fields that a condition of this field or section may look at: those before it, outside other groups that repeat.</summary>
    public IReadOnlyList<FormField> Before(string id)
    {
        var found = new List<FormField>();
        foreach (var section in Draft.Sections)
        {
            if (section.Id == id)
                return found;
            var here = section.Fields.TakeWhile(f => f.Id != id).ToList();
            if (here.Count < section.Fields.Count)
                return [.. found, .. here];
            if (section.Repeat is null)
                found.AddRange(here);
        }

        return found;
    }

    /// <summary>The draft is stored; from now on no id changes.</summary>
    public void Saved(int revision)
    {
        (Revision, savedTitle, savedDescription, saved) = (revision, Title, Description, Draft);
        unnamed.Clear();
    }

    private static List<T> Swapped<T>(IReadOnlyList<T> list, int a, int b)
    {
        List<T> copy = [.. list];
        (copy[a], copy[b]) = (copy[b], copy[a]);
        return copy;
    }

    private HashSet<string> Ids() =>
        Draft.Sections.Select(s => s.Id).Concat(Draft.Fields.Select(f => f.Id)).ToHashSet(StringComparer.Ordinal);

    private string Name(string provisional, string label)
    {
        unnamed.Remove(provisional);
        var taken = Ids();
        taken.Remove(provisional);
        return FieldIds.Of(label, taken);
    }

    private void Put(string id, FormSection section) =>
        Draft = new FormDefinition([.. Draft.Sections.Select(s => s.Id == id ? section : s)]);

    private void Rename(string from, string to)
    {
        if (from == to)
            return;
        FormCondition? Turned(FormCondition? condition) =>
            condition?.Field == from ? condition with { Field = to } : condition;
        Draft = new FormDefinition([
            .. Draft.Sections.Select(s =>
                s with
                {
                    ShowWhen = Turned(s.ShowWhen),
                    Fields = [.. s.Fields.Select(f => f with { ShowWhen = Turned(f.ShowWhen) })],
                }
            ),
        ]);
        if (Selected == from)
            Selected = to;
    }

    /// <summary><c>sections[1].fields[0].options</c> is the id of that field.</summary>
    private string IdAt(string place)
    {
        var numbers = place
            .Split('[', ']')
            .Where(p => int.TryParse(p, CultureInfo.InvariantCulture, out _))
            .Select(p => int.Parse(p, CultureInfo.InvariantCulture))
            .ToList();
        return numbers switch
        {
            [var s, var f] => Draft.Sections[s].Fields[f].Id,
            [var s] => Draft.Sections[s].Id,
            _ => "",
        };
    }
}
