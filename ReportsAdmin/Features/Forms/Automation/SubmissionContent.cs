using System.Globalization;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;

namespace ReportsAdmin.Features.Forms.Automation;

/// <summary>A submission as the content of a report: sections with the labels of the form, groups that repeat as tables.</summary>
internal static class SubmissionContent
{
    public static JsonObject Of(
        FormDefinition definition,
        JsonObject answers,
        IReadOnlyDictionary<string, string> fileNames
    )
    {
        var content = new JsonObject();
        for (var s = 0; s < definition.Sections.Count; s++)
        {
            var section = definition.Sections[s];
            var title = Free(
                content,
                section.Title.Length > 0 ? section.Title
                    : definition.Sections.Count == 1 ? "Answers"
                    : string.Create(CultureInfo.InvariantCulture, $"Part {s + 1}")
            );
            if (section.Repeat is null)
                content[title] = Members(section.Fields, answers, fileNames);
            else
                content[title] = new JsonArray([
                    .. (answers[section.Id] as JsonArray ?? []).Select(i =>
                        (JsonNode)Members(section.Fields, i!.AsObject(), fileNames)
                    ),
                ]);
        }

        return content;
    }

    public static string Instant(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Members(
        IReadOnlyList<FormField> fields,
        JsonObject answers,
        IReadOnlyDictionary<string, string> fileNames
    )
    {
        var members = new JsonObject();
        foreach (var field in fields)
        {
            var answer = answers[field.Id];
            members[Free(members, field.Label)] =
                answer is null ? null
                : field.Type is FieldTypes.Number or FieldTypes.Rating or FieldTypes.Checkbox && answer is JsonValue
                    ? answer.DeepClone()
                : AnswerTexts.Of(answer, fileNames);
        }

        return members;
    }

    /// <summary>Two fields may have the same label; an object holds a name once.</summary>
    private static string Free(JsonObject taken, string label)
    {
        var shortened = label.Length > 180 ? label[..180] : label;
        var name = shortened;
        for (var n = 2; taken.ContainsKey(name); n++)
            name = string.Create(CultureInfo.InvariantCulture, $"{shortened} ({n})");
        return name;
    }
}
