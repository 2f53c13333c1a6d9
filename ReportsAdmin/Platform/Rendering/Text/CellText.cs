using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Text;

/// <summary>Values as people read them on paper: digits grouped as the company chose, <c>12 Apr 2025</c>, <c>18.00%</c>. The one spelling that PDF and Word share.</summary>
internal static class CellText
{
    private const string AllDecimals = "0.00##########################";

    /// <summary>The text in a table, where the column head says what is meant; blank is empty.</summary>
    public static string Of(in ReportCell cell, TimeZoneInfo zone) =>
        cell.IsBlank
            ? ""
            : cell.Type switch
            {
                ColumnType.Text => cell.Text!,
                ColumnType.Whole => Money.GroupWhole(cell.Number),
                ColumnType.Decimal => Grouped(Math.Round(cell.Fraction, 3, MidpointRounding.AwayFromZero), "0.00#"),
                ColumnType.Number => Grouped(cell.Fraction, AllDecimals),
                ColumnType.Money => new Money(cell.Number).ToString(),
                ColumnType.Percent => (cell.Fraction * 100m).ToString("0.00", CultureInfo.InvariantCulture) + "%",
                ColumnType.Date => cell.Date.ToString("dd MMM yyyy", CultureInfo.InvariantCulture),
                ColumnType.DateTime => TimeZoneInfo
                    .ConvertTimeFromUtc(cell.DateTimeUtc, zone)
                    .ToString("dd MMM yyyy HH:mm", CultureInfo.InvariantCulture),
                ColumnType.Boolean => cell.Number != 0 ? "Yes" : "No",
                _ => throw new ArgumentOutOfRangeException(nameof(cell)),
            };

    /// <summary>The text where it is alone, such as a key figure: money carries the rupee sign.</summary>
    public static string Alone(in ReportCell cell, TimeZoneInfo zone) =>
        cell is { IsBlank: false, Type: ColumnType.Money } ? new Money(cell.Number).ToRupeeText() : Of(cell, zone);

    /// <summary>Numbers stand right, everything else left.</summary>
    public static bool IsRight(ColumnType type) => type.IsNumeric();

    private static string Grouped(decimal value, string decimals)
    {
        var whole = decimal.Truncate(value);
        var rest = Math.Abs(value - whole).ToString(decimals, CultureInfo.InvariantCulture)[1..];
        var sign = value < 0 && whole == 0 ? "-" : "";
        return Math.Abs(whole) <= long.MaxValue / 100
            ? sign + Money.GroupWhole((long)whole) + rest
            : value.ToString(decimals, CultureInfo.InvariantCulture);
    }
}
