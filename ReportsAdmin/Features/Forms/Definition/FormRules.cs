using System.Text.RegularExpressions;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>What a definition must hold to before anybody fills it in.</summary>
internal static partial class FormRules
{
    private const int MaxSections = 50;
    private const int MaxFields = 500;
    private const int MaxOptions = 500;
    private const int MaxText = 500;

    /// <exception cref="DomainException">With the place of every fault: <c>sections[0].fields[2].options</c>.</exception>
    public static void Check(FormDefinition definition)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (definition.Sections.Count is 0 or > MaxSections)
            problems["sections"] = $"A form has 1 to {MaxSections} sections.";
        if (definition.Fields.Count() is 0 or > MaxFields)
            problems["fields"] = $"A form has 1 to {MaxFields} fields.";
        var known = new Dictionary<string, (FormField? Field, string? Group)>(StringComparer.Ordinal);
        for (var s = 0; s < definition.Sections.Count && problems.Count == 0; s++)
            Check(definition.Sections[s], $"sections[{s}]", known, problems);
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }

    private static void Check(
        FormSection section,
        string place,
        Dictionary<string, (FormField? Field, string? Group)> known,
        Dictionary<string, string> problems
    )
    {
        Named(section.Id, place, known, problems);
        if (section.Title.Length > MaxText || section.Description is { Length: > MaxText * 4 })
            problems[$"{place}.title"] = "The title or description is too long.";
        if (
            section.Repeat is { } repeat
            && (repeat.Min < 0 || repeat.Max < 1 || repeat.Max > 100 || repeat.Min > repeat.Max)
        )
            problems[$"{place}.repeat"] = "A group repeats 0 to 100 times, least before most.";
        Condition(section.ShowWhen, place, null, known, problems);
        known[section.Id] = (null, null);
        for (var f = 0; f < section.Fields.Count; f++)
        {
            var (field, at) = (section.Fields[f], $"{place}.fields[{f}]");
            Named(field.Id, at, known, problems);
            Check(field, at, problems);
            Condition(field.ShowWhen, at, section.Repeat is null ? null : section.Id, known, problems);
            known[field.Id] = (field, section.Repeat is null ? null : section.Id);
        }
    }

    private static void Check(FormField field, string place, Dictionary<string, string> problems)
    {
        if (string.IsNullOrWhiteSpace(field.Label) || field.Label.Length > MaxText)
            problems[$"{place}.label"] = "Give the field a label.";
        if (!FieldTypes.All.Contains(field.Type, StringComparer.Ordinal))
            problems[$"{place}.type"] =
                $"'{field.Type}' is not a type of field. Use one of: {string.Join(", ", FieldTypes.All)}.";
        if (field.Type is FieldTypes.Select or FieldTypes.Radio && field.Options.Count == 0)
            problems[$"{place}.options"] = $"'{field.Label}' needs options to choose from.";
        if (
            field.Options.Count > MaxOptions
            || field.Options.Any(o => string.IsNullOrWhiteSpace(o) || o.Length > MaxText)
        )
            problems[$"{place}.options"] = $"At most {MaxOptions} options, none of them empty.";
        if (field.Options.Distinct(StringComparer.Ordinal).Count() != field.Options.Count)
            problems[$"{place}.options"] = $"'{field.Label}' has the same option twice.";
        if (field.Min > field.Max)
            problems[$"{place}.min"] = $"'{field.Label}': the least is above the most.";
        if (field.MinLength > field.MaxLength || field.MinLength < 0)
            problems[$"{place}.min_length"] = $"'{field.Label}': the shortest is above the longest.";
        if (field.Type == FieldTypes.Rating && (field.Max is > 10 or < 2 || field.Min is < 0 or > 10))
            problems[$"{place}.max"] = "A rating goes up to 10 at most.";
        if (field.FileTypes.FirstOrDefault(t => !AnswerFiles.Allowed.ContainsKey(t.ToLowerInvariant())) is { } odd)
            problems[$"{place}.file_types"] =
                $"'{odd}' files are not taken. Use some of: {string.Join(", ", AnswerFiles.Allowed.Keys)}.";
        Limits(field, place, problems);
        // A default is only as good as the limits that it is held to.
        if (field.Default is { } start && problems.Keys.All(p => !p.StartsWith(place + ".", StringComparison.Ordinal)))
        {
            var problem =
                field.Type == FieldTypes.File
                    ? "A file field has no default value."
                    : FieldReading.Read(field, start).Problem;
            if (problem is not null)
                problems[$"{place}.default"] = $"Default value: {problem}";
        }
    }

    private static void Limits(FormField field, string place, Dictionary<string, string> problems)
    {
        if (field.Pattern is { Length: > 0 } pattern)
        {
            if (!FieldTypes.IsText(field.Type))
                problems[$"{place}.pattern"] = $"'{field.Label}': only text fields have a pattern.";
            else if (FieldPatterns.Objection(pattern) is { } objection)
                problems[$"{place}.pattern"] = objection;
        }

        if (field.PatternMessage is { Length: > MaxText })
            problems[$"{place}.pattern_message"] = $"At most {MaxText} characters.";
        foreach (var (name, moment) in new[] { ("earliest", field.Earliest), ("latest", field.Latest) })
            if (
                moment is not null
                && (!FieldTypes.IsMoment(field.Type) || FieldReading.MomentOf(field.Type, moment) != moment)
            )
                problems[$"{place}.{name}"] = $"'{moment}' is not a limit of '{field.Label}'. Write it as an answer.";
        if (field is { Earliest: { } first, Latest: { } last } && string.CompareOrdinal(first, last) > 0)
            problems[$"{place}.earliest"] = $"'{field.Label}': the earliest is after the latest.";
    }

    private static void Named(
        string id,
        string place,
        Dictionary<string, (FormField? Field, string? Group)> known,
        Dictionary<string, string> problems
    )
    {
        if (!Id().IsMatch(id))
            problems[$"{place}.id"] = $"'{id}' is no id: letters, digits, _ and -, at most 60.";
        else if (known.ContainsKey(id))
            problems[$"{place}.id"] = $"The id '{id}' occurs twice.";
    }

    private static void Condition(
        FormCondition? condition,
        string place,
        string? group,
        Dictionary<string, (FormField? Field, string? Group)> known,
        Dictionary<string, string> problems
    )
    {
        if (condition is null)
            return;
        if (!FormCondition.Operators.Contains(condition.Is, StringComparer.Ordinal))
            problems[$"{place}.show_when"] = $"'{condition.Is}' is not a comparison.";
        else if (!known.TryGetValue(condition.Field, out var asked) || asked.Field is null)
            problems[$"{place}.show_when"] = "A condition must refer to an earlier field.";
        else if (asked.Group is not null && asked.Group != group)
            problems[$"{place}.show_when"] = "A condition cannot look into another group that repeats.";
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,60}$")]
    private static partial Regex Id();
}
