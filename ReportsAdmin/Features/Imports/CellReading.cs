using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Reads one cell as its field's type. A cell that cannot be read keeps its text and says why; nothing is guessed silently.</summary>
internal static class CellReading
{
    // Excel's serial numbers of 1 Jan 1954 and 31 Dec 2119: a plain number in a date column within them is a date that lost its format.
    private const double FirstSerial = 19725;
    private const double LastSerial = 80720;

    public static ParsedCell Read(in SheetCell cell, FieldType type, DateOrder order)
    {
        switch (cell.Kind)
        {
            case CellKind.Empty:
                return default;
            case CellKind.Error:
                return Bad($"The cell holds the error {cell.Text}.");
            case CellKind.Uncalculated:
                return Bad("The formula has no calculated value: open the file in Excel, save it, and upload it again.");
        }

        if (cell.Kind == CellKind.Text && string.IsNullOrWhiteSpace(cell.Text)) return default;
        return type switch
        {
            FieldType.Money => Amount(cell),
            FieldType.Date => Date(cell, order),
            FieldType.Code => Code(cell),
            _ => Good(cell.Display),
        };
    }

    private static ParsedCell Amount(in SheetCell cell)
    {
        string? problem;
        long? paise;
        switch (cell.Kind)
        {
            case CellKind.Number:
                paise = AmountText.FromNumber(cell.Number, out problem);
                break;
            case CellKind.Text:
                paise = AmountText.Parse(cell.Text, out problem);
                break;
            default:
                return Bad($"'{cell.Display}' is not an amount.");
        }

        return problem is null ? new ParsedCell(null, paise, null, null) : Bad(problem);
    }

    private static ParsedCell Date(in SheetCell cell, DateOrder order)
    {
        DateOnly? date = cell.Kind switch
        {
            CellKind.Date => DateOnly.FromDateTime(cell.Date),
            CellKind.Number when cell.Number is >= FirstSerial and <= LastSerial => DateOnly.FromDateTime(DateTime.FromOADate(Math.Floor(cell.Number))),
            CellKind.Number when cell.Number is >= 19540101 and <= 21191231 && cell.Number == Math.Floor(cell.Number) => Compact((int)cell.Number),
            CellKind.Text => DateText.Parse(cell.Text!, order),
            _ => null,
        };
        if (date is null) return Bad($"'{Short(cell.Display)}' is not a date.");
        return date.Value.Year is < 1954 or > 2119 ? Bad($"{date.Value.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} cannot be right.") : new ParsedCell(null, null, date, null);
    }

    private static ParsedCell Code(in SheetCell cell)
    {
        if (cell.Kind is CellKind.Date or CellKind.Time) return Bad($"Excel turned this code into a date ({cell.Display}). Format the column as text and type it again.");
        if (cell.Kind == CellKind.Boolean) return Bad($"'{cell.Display}' is not a code.");
        if (cell.Kind == CellKind.Number && cell.Imprecise) return Bad("Excel keeps only 15 digits of a number: format the column as text and type the code again.");
        return Good(cell.Display);
    }

    private static DateOnly? Compact(int yyyymmdd) =>
        DateOnly.TryParseExact(yyyymmdd.ToString(CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static ParsedCell Good(string text) => CleanText.Of(text) is { Length: > 0 } clean ? new ParsedCell(clean, null, null, null) : default;

    private static ParsedCell Bad(string problem) => new(null, null, null, problem);

    private static string Short(string text) => CleanText.Clip(CleanText.Of(text), 60);
}
