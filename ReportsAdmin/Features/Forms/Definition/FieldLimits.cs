using System.Globalization;
using System.Text.Json.Nodes;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>Holds an answer that is of its field's type to the limits of the field: length, pattern, first and last moment.</summary>
internal static class FieldLimits
{
    /// <param name="read">An answer and what is wrong with it, as its type reads it.</param>
    public static (JsonNode? Answer, string? Problem) Check(FormField field, (JsonNode? Answer, string? Problem) read)
    {
        if (read is not (JsonValue answer, null) || !answer.TryGetValue(out string? text))
            return read;
        var problem =
            FieldTypes.IsText(field.Type) ? Length(field, text) ?? Pattern(field, text)
            : FieldTypes.IsMoment(field.Type) ? Range(field, text)
            : null;
        return problem is null ? read : (null, problem);
    }

    private static string? Length(FormField field, string text) =>
        text.Length < field.MinLength
            ? string.Create(CultureInfo.InvariantCulture, $"At least {field.MinLength} characters.")
        : text.Length > field.MaxLength
            ? string.Create(CultureInfo.InvariantCulture, $"At most {field.MaxLength} characters.")
        : null;

    private static string? Pattern(FormField field, string text) =>
        field.Pattern is not { Length: > 0 } pattern
            ? null
            : FieldPatterns.Matches(pattern, text) switch
            {
                true => null,
                false => field.PatternMessage ?? "This is not in the format asked for.",
                null => "This could not be checked against the format asked for. Shorten it.",
            };

    // Answers and limits are written the same way, largest unit first, so their texts sort as they follow in time.
    private static string? Range(FormField field, string text) =>
        field.Earliest is { } first && string.CompareOrdinal(text, first) < 0 ? $"Not before {Spoken(first)}."
        : field.Latest is { } last && string.CompareOrdinal(text, last) > 0 ? $"Not after {Spoken(last)}."
        : null;

    private static string Spoken(string moment) => moment.Replace('T', ' ');
}
