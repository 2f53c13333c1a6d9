using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;

namespace ReportsAdmin.Features.Forms.Review;

/// <summary>Answers as people read them, and what differs between two sets of them.</summary>
internal static class AnswerTexts
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(JsonNode node) => node.ToJsonString(Compact);

    /// <param name="fileNames">Token → name of the file.</param>
    public static string Of(JsonNode? answer, IReadOnlyDictionary<string, string>? fileNames = null) =>
        answer switch
        {
            null => "",
            JsonArray list when list.All(i => i is JsonValue) => string.Join(", ", list.Select(i => Of(i, fileNames))),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => fileNames?.GetValueOrDefault(
                value.GetValue<string>()
            )
                ?? value.GetValue<string>(),
            JsonValue value when value.GetValueKind() == JsonValueKind.True => "Yes",
            JsonValue value when value.GetValueKind() == JsonValueKind.False => "No",
            _ => Write(answer),
        };

    public static IReadOnlyList<AnswerChange> Changes(FormDefinition definition, JsonObject before, JsonObject after)
    {
        var changes = new List<AnswerChange>();
        foreach (var section in definition.Sections)
        {
            if (section.Repeat is null)
                Compare(section.Fields, before, after, "", changes);
            else
            {
                var (old, now) = (before[section.Id] as JsonArray ?? [], after[section.Id] as JsonArray ?? []);
                for (var i = 0; i < Math.Max(old.Count, now.Count); i++)
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{section.Title} {i + 1}: ");
                    Compare(
                        section.Fields,
                        i < old.Count ? old[i]!.AsObject() : [],
                        i < now.Count ? now[i]!.AsObject() : [],
                        place,
                        changes
                    );
                }
            }
        }

        return changes;
    }

    private static void Compare(
        IReadOnlyList<FormField> fields,
        JsonObject before,
        JsonObject after,
        string place,
        List<AnswerChange> changes
    )
    {
        foreach (var field in fields)
        {
            var (old, now) = (Of(before[field.Id]), Of(after[field.Id]));
            if (old != now)
                changes.Add(new AnswerChange(place + field.Label, old, now));
        }
    }
}

/// <summary>The words of spec 002's client for review.</summary>
public static class SubmissionWords
{
    public static readonly IReadOnlyList<string> All = ["submitted", "reviewed", "approved", "rejected"];

    public static string Of(SubmissionStatus status) => All[(int)status];

    /// <summary>
    /// Who sent it, for people: the account, or the address that somebody without an account typed. Nobody checked that address: it says so
    /// wherever it is shown, and nothing is ever mailed to it.
    /// </summary>
    public static string From(string? accountName, string? typedEmail, string nobody) =>
        accountName ?? (string.IsNullOrEmpty(typedEmail) ? nobody : $"{typedEmail} (unverified)");

    /// <summary>Null for a word that is none.</summary>
    public static SubmissionStatus? Parse(string? text)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase))
                return (SubmissionStatus)i;
        }

        return text?.Trim().Equals("pending", StringComparison.OrdinalIgnoreCase) == true
            ? SubmissionStatus.Submitted
            : null;
    }
}
