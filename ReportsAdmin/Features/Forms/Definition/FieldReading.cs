using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ReportsAdmin.Features.Forms.Definition;

/// <summary>Reads one answer as its field means it. An empty answer is no answer.</summary>
internal static partial class FieldReading
{
    private const int MaxText = 30_000;
    private const int Stars = 5;
    private const int MaxPhone = 30;
    private const int MinPhoneDigits = 6;

    // By ITU-T E.164 15, and an access code before them.
    private const int MaxPhoneDigits = 18;

    public static (JsonNode? Answer, string? Problem) Read(FormField field, JsonElement value)
    {
        if (
            value.ValueKind is JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString()))
        )
            return (null, null);
        return field.Type switch
        {
            FieldTypes.Number => Number(field, value),
            FieldTypes.Rating => Rating(field, value),
            FieldTypes.Checkbox => field.Options.Count == 0 ? YesNo(value) : Several(field, value),
            FieldTypes.Location => Location(value),
            _ => value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                ? FieldLimits.Check(field, OfText(field, Clean(value.ToString())))
                : (null, "This must be a text."),
        };
    }

    // Databases hold no zero character in JSON.
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal).Trim();

    private static (JsonNode?, string?) OfText(FormField field, string text) =>
        field.Type switch
        {
            FieldTypes.Select or FieldTypes.Radio => field.Options.Contains(text, StringComparer.Ordinal)
                ? (text, null)
                : (null, $"'{text}' is not one of the choices."),
            FieldTypes.Email => Email().IsMatch(text) && text.Length <= 256
                ? (text, null)
                : (null, "This is not an email address."),
            FieldTypes.Phone => IsPhone(text) ? (text, null) : (null, "This is not a phone number."),
            FieldTypes.Url => Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && text.Length <= 2000
                ? (text, null)
                : (null, "Enter a web address that starts with http:// or https://."),
            FieldTypes.Date => Moment(text, ["yyyy-MM-dd"], "yyyy-MM-dd", "This is not a date (2026-01-31)."),
            FieldTypes.Time => Moment(text, ["HH:mm", "HH:mm:ss"], "HH:mm", "This is not a time (18:30)."),
            FieldTypes.DateTime => Moment(
                text,
                ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"],
                "yyyy-MM-dd'T'HH:mm",
                "This is not a date and time (2026-01-31T18:30)."
            ),
            _ => text.Length > MaxText ? (null, "This is too long.") : (text, null),
        };

    private static (JsonNode?, string?) Number(FormField field, JsonElement value)
    {
        decimal number;
        if (value.ValueKind == JsonValueKind.String && HasDecimalComma(value.GetString()!))
            return (
                null,
                "Use a point for decimals, such as 12.5. A comma only groups digits, such as 1,25,000 or 125,000."
            );
        if (
            value.ValueKind == JsonValueKind.Number
                ? !value.TryGetDecimal(out number)
                : !decimal.TryParse(
                    value.ValueKind == JsonValueKind.String
                        ? value.GetString()!.Replace(",", "", StringComparison.Ordinal)
                        : "",
                    NumberStyles.Number,
                    CultureInfo.InvariantCulture,
                    out number
                )
        )
            return (null, "This is not a number.");
        if (number < field.Min)
            return (null, string.Create(CultureInfo.InvariantCulture, $"At least {field.Min:0.###}."));
        return number > field.Max
            ? (null, string.Create(CultureInfo.InvariantCulture, $"At most {field.Max:0.###}."))
            : (JsonValue.Create(number), null);
    }

    /// <summary>Whether a comma is where none groups digits, so that leaving it out would make 125 of 12,5.</summary>
    private static bool HasDecimalComma(string text) => text.Contains(',') && !Grouped().IsMatch(text.Trim());

    private static bool IsPhone(string text) =>
        text.Length <= MaxPhone
        && Phone().IsMatch(text)
        && text.Count(char.IsAsciiDigit) is >= MinPhoneDigits and <= MaxPhoneDigits;

    private static (JsonNode?, string?) Rating(FormField field, JsonElement value)
    {
        var (least, most) = ((int)(field.Min ?? 1), (int)(field.Max ?? Stars));
        var text = value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "";
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var stars)
            && stars >= least
            && stars <= most
            ? (JsonValue.Create(stars), null)
            : (null, string.Create(CultureInfo.InvariantCulture, $"A rating is {least} to {most}."));
    }

    private static (JsonNode?, string?) YesNo(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => (JsonValue.Create(true), null),
            JsonValueKind.False => (JsonValue.Create(false), null),
            JsonValueKind.String
                when value.GetString()!.ToLowerInvariant() is var word
                    && word is "true" or "on" or "yes" or "false" or "no" => (
                JsonValue.Create(word is "true" or "on" or "yes"),
                null
            ),
            _ => (null, "This is ticked or not."),
        };

    private static (JsonNode?, string?) Several(FormField field, JsonElement value)
    {
        var chosen = value.ValueKind switch
        {
            JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) => value
                .EnumerateArray()
                .Select(v => v.GetString()!)
                .ToList(),
            JsonValueKind.String => [value.GetString()!],
            _ => null,
        };
        if (chosen is null)
            return (null, "This must be a list of choices.");
        if (chosen.FirstOrDefault(c => !field.Options.Contains(c, StringComparer.Ordinal)) is { } odd)
            return (null, $"'{odd}' is not one of the choices.");
        return chosen.Count == 0
            ? (null, null)
            : (new JsonArray([.. field.Options.Where(chosen.Contains).Select(o => (JsonNode?)o)]), null);
    }

    /// <summary>Latitude and longitude with a comma between, or an object of them.</summary>
    private static (JsonNode?, string?) Location(JsonElement value)
    {
        decimal? latitude = null,
            longitude = null;
        if (value.ValueKind == JsonValueKind.Object)
        {
            latitude =
                (value.TryGetProperty("latitude", out var a) || value.TryGetProperty("lat", out a))
                && a.ValueKind == JsonValueKind.Number
                && a.TryGetDecimal(out var x)
                    ? x
                    : null;
            longitude =
                (value.TryGetProperty("longitude", out var o) || value.TryGetProperty("lng", out o))
                && o.ValueKind == JsonValueKind.Number
                && o.TryGetDecimal(out var y)
                    ? y
                    : null;
        }
        else if (
            value.ValueKind == JsonValueKind.String
            && value.GetString()!.Split(',') is [var first, var second]
            && decimal.TryParse(first, NumberStyles.Number, CultureInfo.InvariantCulture, out var x)
            && decimal.TryParse(second, NumberStyles.Number, CultureInfo.InvariantCulture, out var y)
        )
        {
            (latitude, longitude) = (x, y);
        }

        return latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? (string.Create(CultureInfo.InvariantCulture, $"{latitude:0.######}, {longitude:0.######}"), null)
            : (null, "A place is a latitude and a longitude, such as 19.076, 72.8777.");
    }

    /// <summary>A day, time or moment as answers are kept; null when it is none.</summary>
    public static string? MomentOf(string type, string text) =>
        OfText(new FormField("", "", type), text.Trim()) is ({ } answer, null) ? answer.GetValue<string>() : null;

    private static (JsonNode?, string?) Moment(string text, string[] forms, string kept, string problem) =>
        DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? (at.ToString(kept, CultureInfo.InvariantCulture), null)
            : (null, problem);

    [GeneratedRegex(@"^[^@\s<>()\[\],;:\\""]+@[^@\s<>()\[\],;:\\""]+\.[^@\s<>()\[\],;:\\""]{2,}$")]
    private static partial Regex Email();

    // Digits in groups, each perhaps in parentheses: (022) 2345 6789, +91 98765-43210.
    [GeneratedRegex(@"^\+?(?:\([0-9]{1,6}\)|[0-9])(?:[ -]{0,3}(?:\([0-9]{1,6}\)|[0-9]))*$")]
    private static partial Regex Phone();

    // Three digits in the last group, two (as in lakhs) or three in those before.
    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?[+-]?$")]
    private static partial Regex Grouped();
}
