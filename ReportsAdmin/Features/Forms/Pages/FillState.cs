using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Pages;

/// <summary>
/// A form being filled in: the answers, the parts that the conditions show, and the errors. Answers that a condition
/// hides are kept in case they are shown again, but not sent.
/// </summary>
public sealed class FillState
{
    private const string EntryKey = "\u0000key";

    private readonly JsonObject given;
    private readonly Dictionary<string, AttachedFile> files;
    private Dictionary<string, string> problems = new(StringComparer.Ordinal);
    private JsonObject sent = [];

    public FillState(
        FormDefinition definition,
        JsonObject? answers = null,
        IReadOnlyDictionary<string, AttachedFile>? attached = null
    )
    {
        Definition = definition;
        given = answers?.DeepClone().AsObject() ?? Prefilled(definition.Sections.Where(s => s.Repeat is null));
        files = attached is null ? new(StringComparer.Ordinal) : new(attached, StringComparer.Ordinal);
        Arrange();
    }

    public FormDefinition Definition { get; private set; }

    /// <summary>What is shown at present, in order.</summary>
    public IReadOnlyList<ShownSection> Shown { get; private set; } = [];

    /// <summary>Messages that belong to no visible field.</summary>
    public IReadOnlyList<string> OtherProblems { get; private set; } = [];

    public int ProblemCount => problems.Count;

    /// <summary>Place of the first answer with a message, in the order of the form; null when there is none.</summary>
    public string? FirstProblem =>
        Shown
            .SelectMany(s =>
                (IEnumerable<string?>)
                    [
                        s.Problem is null ? null : s.Section.Id,
                        .. s.Entries.SelectMany(e => e.Fields).Select(f => f.Problem is null ? null : f.Place),
                    ]
            )
            .FirstOrDefault(p => p is not null);

    /// <summary>The first email address among the answers; it identifies the submitter.</summary>
    public string? Email =>
        Shown
            .SelectMany(s => s.Entries.SelectMany(e => e.Fields))
            .Where(f => f.Field.Type == FieldTypes.Email && f.Answer is not null)
            .Select(f => AnswerTexts.Of(f.Answer))
            .FirstOrDefault();

    /// <summary>Takes another definition, with the answers as far as they fit: for the preview of a form that is being built.</summary>
    public void Use(FormDefinition definition)
    {
        Definition = definition;
        problems = new(StringComparer.Ordinal);
        Arrange();
    }

    public void Set(string place, JsonNode? answer)
    {
        var (owner, id) = At(place);
        if (answer is null)
            owner.Remove(id);
        else
            owner[id] = answer;
        problems.Remove(place);
        Arrange();
    }

    public void Attach(string place, string token, AttachedFile file)
    {
        files[token] = file;
        Set(place, token);
    }

    public AttachedFile? FileOf(string token) => files.GetValueOrDefault(token);

    public void AddEntry(string section)
    {
        Entries(section).Add(NewEntry(section));
        Forget(section);
    }

    public void RemoveEntry(string section, int index)
    {
        Entries(section).RemoveAt(index);
        Forget(section);
    }

    /// <summary>What is sent: the answers that are shown.</summary>
    public JsonElement ToAnswers() => JsonSerializer.SerializeToElement(sent);

    /// <summary>Checks the answers as the server does; false when there are errors.</summary>
    public bool Check()
    {
        problems = new(Answers.Check(Definition, ToAnswers()).Problems, StringComparer.Ordinal);
        Arrange();
        return problems.Count == 0;
    }

    /// <summary>Shows the messages of an error; every answer stays.</summary>
    public void Refuse(DomainException error)
    {
        problems =
            error.Fields.Count > 0
                ? new(error.Fields, StringComparer.Ordinal)
                : new(StringComparer.Ordinal) { [""] = error.Message };
        Arrange();
    }

    /// <summary>All answers and files, for the browser to keep while the page is closed.</summary>
    public string Pack() => JsonSerializer.Serialize(new Packed(given, files), JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="Pack"/> wrote; any other text gives an empty form.</summary>
    public static FillState Unpack(FormDefinition definition, string? packed)
    {
        try
        {
            return
                packed is not null
                && JsonSerializer.Deserialize<Packed>(packed, JsonSerializerOptions.Web) is { Given: { } given } found
                ? new FillState(definition, given, found.Files)
                : new FillState(definition);
        }
        catch (JsonException)
        {
            return new FillState(definition);
        }
    }

    private void Arrange()
    {
        // Conditions use what is sent, as on the server: a hidden answer shows nothing further on.
        sent = [];
        var shown = new List<ShownSection>();
        foreach (var section in Definition.Sections.Where(s => Conditions.Hold(s.ShowWhen, sent, null)))
        {
            if (section.Repeat is null)
                shown.Add(
                    new ShownSection(
                        section,
                        [new ShownEntry(0, "0", Fields(section, given, sent, null, ""))],
                        problems.GetValueOrDefault(section.Id)
                    )
                );
            else
                shown.Add(new ShownSection(section, Repeated(section), problems.GetValueOrDefault(section.Id)));
        }

        Shown = shown;
        var places = shown
            .SelectMany(s => s.Entries.SelectMany(e => e.Fields).Select(f => f.Place).Append(s.Section.Id))
            .ToHashSet(StringComparer.Ordinal);
        OtherProblems = [.. problems.Where(p => !places.Contains(p.Key)).Select(p => p.Value)];
    }

    private List<ShownEntry> Repeated(FormSection section)
    {
        var entries = Entries(section.Id);
        while (entries.Count < section.Repeat!.Min)
            entries.Add(NewEntry(section.Id));
        var list = new JsonArray();
        sent[section.Id] = list;
        var shown = new List<ShownEntry>();
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, kept) = (entries[i]!.AsObject(), new JsonObject());
            entry[EntryKey] ??= NextKey();
            shown.Add(
                new ShownEntry(
                    i,
                    entry[EntryKey]!.GetValue<string>(),
                    Fields(
                        section,
                        entry,
                        kept,
                        kept,
                        string.Create(CultureInfo.InvariantCulture, $"{section.Id}[{i}].")
                    )
                )
            );
            list.Add(kept);
        }

        return shown;
    }

    private List<ShownField> Fields(FormSection section, JsonObject from, JsonObject to, JsonObject? item, string place)
    {
        var shown = new List<ShownField>();
        foreach (var field in section.Fields.Where(f => Conditions.Hold(f.ShowWhen, sent, item)))
        {
            var answer = from[field.Id];
            if (answer is not null)
                to[field.Id] = answer.DeepClone();
            shown.Add(new ShownField(field, place + field.Id, answer, problems.GetValueOrDefault(place + field.Id)));
        }

        return shown;
    }

    private void Forget(string section)
    {
        foreach (
            var place in problems
                .Keys.Where(p => p == section || p.StartsWith(section + "[", StringComparison.Ordinal))
                .ToList()
        )
            problems.Remove(place);
        Arrange();
    }

    private JsonArray Entries(string section)
    {
        if (given[section] is JsonArray list)
            return list;
        var made = new JsonArray();
        given[section] = made;
        return made;
    }

    private (JsonObject Owner, string Id) At(string place)
    {
        if (!place.Contains('[', StringComparison.Ordinal))
            return (given, place);
        var (open, close) = (place.IndexOf('['), place.IndexOf(']'));
        return (
            Entries(place[..open])[
                int.Parse(place.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture)
            ]!.AsObject(),
            place[(close + 2)..]
        );
    }

    private JsonObject NewEntry(string section)
    {
        var entry = Prefilled(Definition.Sections.Where(s => s.Id == section));
        entry[EntryKey] = NextKey();
        return entry;
    }

    /// <summary>The default values of the fields.</summary>
    private static JsonObject Prefilled(IEnumerable<FormSection> sections)
    {
        var answers = new JsonObject();
        foreach (var field in sections.SelectMany(s => s.Fields))
            if (field.Default is { } value && FieldReading.Read(field, value) is ({ } answer, null))
                answers[field.Id] = answer.DeepClone();
        return answers;
    }

    private static string NextKey() => Guid.NewGuid().ToString("N");

    private sealed record Packed(JsonObject Given, Dictionary<string, AttachedFile> Files);
}
