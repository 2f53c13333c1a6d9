using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents.Content;

/// <summary>JSON values as typed cells. What a type cannot hold whole stays text, so nothing is rounded away unseen.</summary>
internal static class ContentValues
{
    // Doubles, which Excel stores, hold 15 digits.
    private const decimal Largest = 999_999_999_999m;
    private const int Places = 3;

    public static bool IsScalar(JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    public static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && Number(value) is not null;

    /// <summary>A number that every format shows whole: at most twelve digits and three decimals; null for any other.</summary>
    public static decimal? Number(JsonElement value) =>
        value.TryGetDecimal(out var number)
        && Math.Abs(number) <= Largest
        && decimal.Round(number, Places) == number
        && !value.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase)
            ? number
            : null;

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
            { } number => ReportCell.OfDecimal(number),
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
