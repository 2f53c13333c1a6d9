using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>
/// Checks what somebody answered against a definition: one message for each field, by the place of its answer (<c>name</c>,
/// <c>items[2].price</c>). What a condition hides is neither demanded nor kept.
/// </summary>
internal sealed class Answers
{
    private readonly Dictionary<string, string> problems = new(StringComparer.Ordinal);
    private readonly List<(FormField Field, string Place, string Token)> files = [];

    private Answers() { }

    /// <summary>As they are stored: each in the one spelling of its type.</summary>
    public JsonObject Kept { get; } = [];

    public IReadOnlyDictionary<string, string> Problems => problems;

    /// <summary>The files that the answers name.</summary>
    public IReadOnlyList<(FormField Field, string Place, string Token)> Files => files;

    /// <summary>As <see cref="Check"/>, for answers that are to be kept.</summary>
    /// <exception cref="DomainException">With one message for each field.</exception>
    public static Answers Require(FormDefinition definition, JsonElement given)
    {
        var read = Check(definition, given);
        return read.Problems.Count == 0 ? read : throw Faulty(read.Problems);
    }

    public static DomainException Faulty(IReadOnlyDictionary<string, string> problems) =>
        new(
            ErrorKind.Invalid,
            problems.Count == 1 ? "One answer needs attention." : $"{problems.Count} answers need attention.",
            problems
        );

    public static Answers Check(FormDefinition definition, JsonElement given)
    {
        var answers = new Answers();
        if (given.ValueKind != JsonValueKind.Object)
        {
            answers.problems["data"] = "The answers must be a JSON object: field id → answer.";
            return answers;
        }

        foreach (var section in definition.Sections)
            answers.Take(section, given);
        var known = definition
            .Sections.Select(s => s.Repeat is null ? s.Fields.Select(f => f.Id) : [s.Id])
            .SelectMany(i => i)
            .ToHashSet(StringComparer.Ordinal);
        foreach (
            var stranger in given
                .EnumerateObject()
                .Where(p => !known.Contains(p.Name) && p.Value.ValueKind != JsonValueKind.Null)
        )
            answers.problems[stranger.Name] = "The form has no such field.";
        return answers;
    }

    private void Take(FormSection section, JsonElement given)
    {
        if (!Conditions.Hold(section.ShowWhen, Kept, null))
            return;
        if (section.Repeat is not { } repeat)
        {
            foreach (var field in section.Fields)
                Take(field, given, Kept, null, "");
            return;
        }

        var items =
            given.TryGetProperty(section.Id, out var value) && value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().ToList()
                : [];
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined))
            problems[section.Id] = "This group is a list.";
        else if (items.Count < repeat.Min)
            problems[section.Id] =
                repeat.Min == 1
                    ? "Fill this in at least once."
                    : string.Create(CultureInfo.InvariantCulture, $"Fill this in at least {repeat.Min} times.");
        else if (items.Count > repeat.Max)
            problems[section.Id] = string.Create(CultureInfo.InvariantCulture, $"At most {repeat.Max} times.");
        var kept = new JsonArray();
        for (var i = 0; i < Math.Min(items.Count, repeat.Max); i++)
        {
            var item = new JsonObject();
            if (items[i].ValueKind != JsonValueKind.Object)
                problems[$"{section.Id}[{i}]"] = "This entry cannot be read.";
            else
                foreach (var field in section.Fields)
                    Take(field, items[i], item, item, $"{section.Id}[{i}].");
            kept.Add(item);
        }

        if (kept.Count > 0)
            Kept[section.Id] = kept;
    }

    /// <param name="into">Where the answer is kept.</param>
    /// <param name="item">The entry of a group it belongs to; conditions look there first.</param>
    private void Take(FormField field, JsonElement given, JsonObject into, JsonObject? item, string place)
    {
        if (!Conditions.Hold(field.ShowWhen, Kept, item))
            return;
        var (answer, problem) = given.TryGetProperty(field.Id, out var value)
            ? FieldReading.Read(field, value)
            : (null, null);
        if (problem is null && answer is null && field.Required)
            problem =
                field.Type == FieldTypes.Checkbox && field.Options.Count == 0
                    ? "This must be ticked."
                    : "This is required.";
        if (
            problem is null
            && field is { Required: true, Type: FieldTypes.Checkbox, Options.Count: 0 }
            && answer is JsonValue ticked
            && !ticked.GetValue<bool>()
        )
            problem = "This must be ticked.";
        if (problem is not null)
            problems[place + field.Id] = problem;
        else if (answer is not null)
        {
            if (field.Type == FieldTypes.File)
                files.Add((field, place + field.Id, answer.GetValue<string>()));
            into[field.Id] = answer;
        }
    }
}

/// <summary>Whether what a condition asks is so.</summary>
internal static class Conditions
{
    public static bool Hold(FormCondition? condition, JsonObject answers, JsonObject? item)
    {
        if (condition is null)
            return true;
        var answer = item?[condition.Field] ?? answers[condition.Field];
        var texts = answer switch
        {
            null => [],
            JsonArray list => list.Select(Text).ToList(),
            _ => [Text(answer)],
        };
        return condition.Is switch
        {
            FormCondition.Answered => texts.Count > 0,
            FormCondition.Equal => texts.Any(t => Same(t, condition.Value)),
            FormCondition.NotEqual => texts.Count == 0 || texts.All(t => !Same(t, condition.Value)),
            FormCondition.Contains => texts.Any(t =>
                t.Contains(condition.Value ?? "", StringComparison.OrdinalIgnoreCase)
            ),
            FormCondition.Greater => texts.Any(t => Number(t) > Number(condition.Value)),
            _ => texts.Any(t => Number(t) < Number(condition.Value)),
        };
    }

    private static string Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : node switch
            {
                null => "",
                _ when node.GetValueKind() == JsonValueKind.True => "yes",
                _ when node.GetValueKind() == JsonValueKind.False => "no",
                _ => node.ToJsonString(),
            };

    private static bool Same(string a, string? b) =>
        a.Equals(b ?? "", StringComparison.OrdinalIgnoreCase)
        || (Number(a) is { } x && x == Number(b))
        // A tick is "yes"; clients of the API compare it with "true".
        || (a, b?.ToLowerInvariant()) is ("yes", "true") or ("no", "false");

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
