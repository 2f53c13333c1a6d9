using System.Text.Json;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Reads when a field is shown, in either spelling.</summary>
internal sealed class ConditionReader(FieldRequest field, string at, Dictionary<string, string> problems)
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["equals"] = FormCondition.Equal,
        ["eq"] = FormCondition.Equal,
        ["=="] = FormCondition.Equal,
        ["not_equals"] = FormCondition.NotEqual,
        ["ne"] = FormCondition.NotEqual,
        ["!="] = FormCondition.NotEqual,
        ["contains"] = FormCondition.Contains,
        ["greater"] = FormCondition.Greater,
        ["greater_than"] = FormCondition.Greater,
        [">"] = FormCondition.Greater,
        ["less"] = FormCondition.Less,
        ["less_than"] = FormCondition.Less,
        ["<"] = FormCondition.Less,
        ["answered"] = FormCondition.Answered,
        ["not_empty"] = FormCondition.Answered,
        ["is_not_empty"] = FormCondition.Answered,
    };

    public FormCondition? Read()
    {
        var own = field.ShowWhen is { } c ? new FormCondition(c.Field, c.Is, c.Value) : null;
        FieldReader.Refuse($"{at}.showWhen", field.ShowWhen?.Others, "is not part of a condition", problems);
        if (field.Conditional is not { } asked)
            return own;
        FieldReader.Refuse($"{at}.conditional", asked.Others, "is not part of a condition", problems);
        var twin = Of(asked);
        if (own is not null && twin is not null && own != twin)
            problems[$"{at}.conditional"] = $"{at}: conditional and showWhen differ.";
        return own ?? twin;
    }

    private FormCondition? Of(ConditionalRequest asked)
    {
        var (answer, value) = (TextOf(asked.ShowWhen, "showWhen"), TextOf(asked.Value, "value"));
        if (string.IsNullOrEmpty(asked.DependsOn))
        {
            if (!string.IsNullOrEmpty(answer) || !string.IsNullOrEmpty(value) || !string.IsNullOrEmpty(asked.Operator))
                problems[$"{at}.conditional.dependsOn"] = $"{at}.conditional.dependsOn names the field it depends on.";
            return null;
        }

        // With a value beside it, showWhen is the comparison; alone it is the answer that is looked for.
        var (word, sought) = value is null ? (asked.Operator, answer) : (asked.Operator ?? answer, value);
        var place = asked.Operator is null ? "showWhen" : "operator";
        if (string.IsNullOrEmpty(word))
            return new FormCondition(
                asked.DependsOn,
                string.IsNullOrEmpty(sought) ? FormCondition.Answered : FormCondition.Equal,
                string.IsNullOrEmpty(sought) ? null : sought
            );
        if (Words.TryGetValue(word.Replace('-', '_'), out var comparison))
            return new FormCondition(
                asked.DependsOn,
                comparison,
                comparison == FormCondition.Answered ? null : sought ?? ""
            );
        problems[$"{at}.conditional.{place}"] =
            $"'{word}' is not a comparison. Use one of: equals, not_equals, contains, greater_than, less_than, answered.";
        return null;
    }

    private string? TextOf(JsonElement? value, string name)
    {
        switch (value?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return null;
            case JsonValueKind.True:
                return "yes";
            case JsonValueKind.False:
                return "no";
            case JsonValueKind.String or JsonValueKind.Number:
                return value.Value.ToString();
            default:
                problems[$"{at}.conditional.{name}"] =
                    $"{at}.conditional.{name} is a text, a number, or true or false.";
                return null;
        }
    }
}
