using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>JSON values as typed cells. What a type cannot hold whole stays text, so nothing is rounded away unseen.</summary>
internal static class ContentValues
{
    /// <summary>As many as Excel keeps of a number, and as every double holds whole.</summary>
    private const int SignificantDigits = 15;

    // Beyond them a decimal cannot keep fifteen digits, or no reader counts the zeros.
    private const double Largest = 999_999_999_999_999;
    private const double Smallest = 1e-12;

    private const int UsualPlaces = 3;

    /// <summary>Of a decimal.</summary>
    private const int MaxPlaces = 28;

    public static bool IsScalar(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    public static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && Number(value) is not null;

    /// <summary>
    /// The number to fifteen significant digits, so that 99.30000000000001, as browsers and Python compute it, is 99.3. Null for what
    /// is larger or smaller than such numbers; a longer whole number is an identifier, and a rounded one would be another.
    /// </summary>
    public static decimal? Number(JsonElement value)
    {
        if (!value.TryGetDouble(out var magnitude) || !value.TryGetDecimal(out var number))
            return null;
        magnitude = Math.Abs(magnitude);
        if (magnitude == 0)
            return 0;
        if (magnitude is > Largest or < Smallest)
            return null;
        var places = SignificantDigits - 1 - (int)Math.Floor(Math.Log10(magnitude));
        // Dividing by one drops the zeros at the end.
        return decimal.Round(number, Math.Clamp(places, 0, MaxPlaces)) / 1.0000000000000000000000000000m;
    }

    public static ReportCell Cell(JsonElement value, bool isRupees = false) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => ReportCell.Blank(),
            JsonValueKind.True => ReportCell.OfBoolean(true),
            JsonValueKind.False => ReportCell.OfBoolean(false),
            JsonValueKind.Number => OfNumber(value, isRupees),
            JsonValueKind.String => OfText(value.GetString()!),
            JsonValueKind.Array when value.EnumerateArray().All(IsScalar) => ReportCell.OfText(
                string.Join(", ", value.EnumerateArray().Select(Text))
            ),
            _ => ReportCell.OfText(ReportContent.Write(value)),
        };

    /// <summary>A scalar as plain text.</summary>
    public static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "Yes",
            JsonValueKind.False => "No",
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => value.GetRawText(),
        };

    private static ReportCell OfNumber(JsonElement value, bool isRupees) =>
        Number(value) switch
        {
            null => ReportCell.OfText(value.GetRawText()),
            { } rupees when isRupees && decimal.Round(rupees, 2) == rupees => ReportCell.OfMoney(
                Money.FromRupees(rupees).Paise
            ),
            { } whole when decimal.Truncate(whole) == whole => ReportCell.OfWhole((long)whole),
            { } number when decimal.Round(number, UsualPlaces) == number => ReportCell.OfDecimal(number),
            { } number => ReportCell.OfNumber(number),
        };

    private static ReportCell OfText(string text)
    {
        if (
            text.Length == 10
            && DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
            return ReportCell.OfDate(day);
        return
            text.Length == 20
            && DateTime.TryParseExact(
                text,
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
            ? ReportCell.OfDateTime(at)
            : ReportCell.OfText(text);
    }
}
