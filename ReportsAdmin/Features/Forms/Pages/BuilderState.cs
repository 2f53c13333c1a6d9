using System.Globalization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>
/// A draft that is being edited. Ids are made from labels: a new field's from its first label, and it never changes after
/// that, since answers are stored under it. Changes made through <see cref="Edit"/> can be undone until the draft is saved.
/// </summary>
public sealed partial class BuilderState
{
    private const int MaxUndo = 100;

    private readonly EditHistory<Snapshot> history = new(MaxUndo);
    private HashSet<string> unnamed = new(StringComparer.Ordinal);
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

    /// <summary>The stored revision that these edits are based on.</summary>
    public int Revision { get; private set; }

    /// <summary>Id of the field or section that is being edited.</summary>
    public string? Selected { get; private set; }

    public bool Dirty => Title != savedTitle || Description != savedDescription || Draft.ToJson() != saved.ToJson();

    public bool CanUndo => history.CanUndo;

    public bool CanRedo => history.CanRedo;

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

    /// <summary>Runs a change and remembers what was before it, unless nothing changed.</summary>
    public void Edit(Action change)
    {
        var before = Now();
        change();
        if (
            Title != before.Title
            || Description != before.Description
            || (!ReferenceEquals(Draft, before.Draft) && Draft.ToJson() != before.Draft.ToJson())
        )
            history.Push(before);
    }

    public void Undo() => Restore(history.Undo(Now()));

    public void Redo() => Restore(history.Redo(Now()));

    public void Select(string? id) => Selected = id;

    /// <summary>Adds a field behind the selected one, or at the end.</summary>
    public void AddField(string type)
    {
        var section = Draft.Sections.FirstOrDefault(s => s.Id == Selected || s.Fields.Any(f => f.Id == Selected))
            ?? Draft.Sections[^1];
        var next = section.Fields.SkipWhile(f => f.Id != Selected).Skip(1).FirstOrDefault();
        AddField(type, section.Id, next?.Id);
    }

    /// <summary>Adds a field to a section, in front of one of its fields, or at its end.</summary>
    /// <param name="before">Id of that field; null for the end.</param>
    public void AddField(string type, string section, string? before)
    {
        var label = FieldTypes.TitleOf(type);
        var field = new FormField(FieldIds.Of(label, Ids()), label, type)
        {
            Options = type is FieldTypes.Select or FieldTypes.Radio ? ["First choice", "Second choice"] : [],
        };
        unnamed.Add(field.Id);
        Draft = DraftEdits.Insert(Draft, field, section, before);
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
            Draft = DraftEdits.Put(
                Draft,
                section with
                {
                    Fields = [.. section.Fields.Select(f => f.Id == field.Id ? named : f)],
                }
            );
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
        Draft = DraftEdits.Put(Draft, section.Id, named);
        Rename(section.Id, named.Id);
    }

    /// <summary>Moves a field or section one place; a field at the edge of its section goes into the next.</summary>
    public void Move(string id, int by) => Draft = DraftEdits.Move(Draft, id, by);

    /// <summary>Moves a field into a section, in front of one of its fields, or to its end.</summary>
    /// <param name="before">Id of that field; null for the end.</param>
    public void Place(string id, string section, string? before)
    {
        Draft = DraftEdits.Place(Draft, id, section, before);
        Selected = id;
    }

    /// <summary>Moves a section in front of another one, or to the end.</summary>
    /// <param name="before">Id of that section; null for the end.</param>
    public void PlaceSection(string id, string? before)
    {
        Draft = DraftEdits.PlaceSection(Draft, id, before);
        Selected = id;
    }

    /// <summary>Puts a copy of a field behind it.</summary>
    public void Duplicate(string id)
    {
        var section = Draft.Sections.First(s => s.Fields.Any(f => f.Id == id));
        var field = section.Fields.First(f => f.Id == id);
        var copy = field with { Id = FieldIds.Of(field.Label, Ids()) };
        unnamed.Add(copy.Id);
        var next = section.Fields.SkipWhile(f => f.Id != id).Skip(1).FirstOrDefault();
        Draft = DraftEdits.Insert(Draft, copy, section.Id, next?.Id);
        Selected = copy.Id;
    }

    /// <summary>Removes a field, or a section with its fields, and the conditions that depend on them. The only section stays.</summary>
    public void Remove(string id)
    {
        if (Draft.Sections.Count == 1 && Draft.Sections[0].Id == id)
            return;
        Draft = DraftEdits.Remove(Draft, id);
        if (Field is null && Section is null)
            Selected = null;
    }

    /// <summary>The fields that a condition of this field or section may use: those before it, outside other groups that repeat.</summary>
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

    /// <summary>The draft is stored; from now on no id changes, so earlier states cannot come back.</summary>
    public void Saved(int revision)
    {
        (Revision, savedTitle, savedDescription, saved) = (revision, Title, Description, Draft);
        unnamed.Clear();
        history.Clear();
    }

    private Snapshot Now() => new(Title, Description, Draft, Selected, new(unnamed, StringComparer.Ordinal));

    private void Restore(Snapshot state) =>
        (Title, Description, Draft, Selected, unnamed) = (
            state.Title,
            state.Description,
            state.Draft,
            state.Selected,
            state.Unnamed
        );

    private HashSet<string> Ids() =>
        Draft.Sections.Select(s => s.Id).Concat(Draft.Fields.Select(f => f.Id)).ToHashSet(StringComparer.Ordinal);

    private string Name(string provisional, string label)
    {
        unnamed.Remove(provisional);
        var taken = Ids();
        taken.Remove(provisional);
        return FieldIds.Of(label, taken);
    }

    private void Rename(string from, string to)
    {
        if (from == to)
            return;
        Draft = DraftEdits.Rename(Draft, from, to);
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

    private sealed record Snapshot(
        string Title,
        string Description,
        FormDefinition Draft,
        string? Selected,
        HashSet<string> Unnamed
    );
}
