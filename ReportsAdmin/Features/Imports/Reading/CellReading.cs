using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Reading;

/// <summary>Reads one cell as its field's type. A cell that cannot be read keeps its text and says why; nothing is guessed silently.</summary>
internal static class CellReading
{
    // Excel's serial numbers of 1 Jan 1954 and 31 Dec 2119: a plain number in a date column within them is a date that lost its format.
    private const double FirstSerial = 19725;
    private const double LastSerial = 80720;

    /// <param name="amount">How the column's amounts are read; needed for money alone.</param>
    /// <param name="zone">The company's time zone, in which an instant with an offset falls on its day; UTC when null.</param>
    public static ParsedCell Read(
        in SheetCell cell,
        FieldType type,
        DateOrder order,
        AmountColumn? amount = null,
        TimeZoneInfo? zone = null
    )
    {
        switch (cell.Kind)
        {
            case CellKind.Empty:
                return default;
            case CellKind.Error:
                return Bad(ErrorText.Of(cell.Text!));
            case CellKind.Uncalculated:
                return Bad(
                    "The formula has no calculated value: open the file in Excel, save it, and upload it again."
                );
        }

        if (cell.Kind == CellKind.Text)
        {
            if (string.IsNullOrWhiteSpace(cell.Text))
                return default;
            if (ErrorText.Problem(cell.Text) is { } problem)
                return Bad(problem);
        }

        return type switch
        {
            FieldType.Money => (amount ?? new AmountColumn(null, null, false)).Read(cell),
            FieldType.Date => Date(cell, order, zone),
            FieldType.Code => Code(cell),
            FieldType.Number => Number(cell, 3),
            FieldType.Whole => Number(cell, 0),
            FieldType.Time => Time(cell),
            FieldType.Month => Month(cell, order, zone),
            _ => Good(cell.Display),
        };
    }

    private static ParsedCell Date(in SheetCell cell, DateOrder order, TimeZoneInfo? zone)
    {
        if (cell.Kind == CellKind.Text && DateText.Instant(cell.Text!) is { } instant)
        {
            var local = TimeZoneInfo.ConvertTime(instant, zone ?? TimeZoneInfo.Utc).DateTime;
            return new ParsedCell(null, null, DateOnly.FromDateTime(local), null)
            {
                Time = TimeOnly.FromDateTime(local),
            };
        }

        DateOnly? date = cell.Kind switch
        {
            CellKind.Date => DateOnly.FromDateTime(cell.Date),
            CellKind.Number when cell.Number is >= FirstSerial and <= LastSerial => OfSerial(cell.Number),
            CellKind.Number when cell.Number is >= 19540101 and <= 21191231 && cell.Number == Math.Floor(cell.Number) =>
                Compact((int)cell.Number),
            CellKind.Text => DateText.Parse(cell.Text!, order) ?? SerialText(cell.Text!),
            _ => null,
        };
        if (date is null)
            return Bad($"'{Short(cell.Display)}' is not a date.");
        return date.Value.Year is < 1954 or > 2119
            ? Bad($"{date.Value.ToString("d MMM yyyy", CultureInfo.InvariantCulture)} cannot be right.")
            : new ParsedCell(null, null, date, null) { Time = TimeOf(cell) };
    }

    private static DateOnly OfSerial(double serial) => DateOnly.FromDateTime(DateTime.FromOADate(Math.Floor(serial)));

    /// <summary>The five digits of a day that a text file shows where its program lost the date's format.</summary>
    private static DateOnly? SerialText(string text) =>
        text.Trim().Length == 5
        && int.TryParse(
            text,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var serial
        )
        && serial is >= (int)FirstSerial and <= (int)LastSerial
            ? OfSerial(serial)
            : null;

    /// <summary>The time of day that a date cell shows beside its day; midnight is none.</summary>
    private static TimeOnly? TimeOf(in SheetCell cell) =>
        cell.Kind switch
        {
            CellKind.Date when cell.Date.TimeOfDay > TimeSpan.Zero => TimeOnly.FromDateTime(cell.Date),
            CellKind.Text when cell.Text!.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon => TimeText.Parse(
                cell.Text[(cell.Text.LastIndexOfAny([' ', 'T', 't'], colon) + 1)..]
            ),
            _ => null,
        };

    private static ParsedCell Number(in SheetCell cell, int decimals)
    {
        string? problem = null;
        long? number = cell.Kind switch
        {
            CellKind.Number => NumberText.FromNumber(cell.Number, decimals, out problem),
            CellKind.Text => NumberText.Parse(cell.Text, decimals, out problem),
            _ => null,
        };
        if (cell.Kind is not (CellKind.Number or CellKind.Text))
            problem = $"'{Short(cell.Display)}' is not a number.";
        return problem is null ? new ParsedCell { Number = number } : Bad(problem);
    }

    private static ParsedCell Time(in SheetCell cell)
    {
        TimeOnly? time = cell.Kind switch
        {
            CellKind.Time when cell.Duration < TimeSpan.FromDays(1) => TimeOnly.FromTimeSpan(cell.Duration),
            CellKind.Date => TimeOnly.FromDateTime(cell.Date),
            CellKind.Number when cell.Number is >= 0 and < 1 => TimeOnly.FromTimeSpan(
                TimeSpan.FromMinutes(Math.Round(cell.Number * 1440) % 1440)
            ),
            CellKind.Text => TimeText.Parse(cell.Text!),
            _ => null,
        };
        return time is null ? Bad($"'{Short(cell.Display)}' is not a time of day.") : new ParsedCell { Time = time };
    }

    private static ParsedCell Month(in SheetCell cell, DateOrder order, TimeZoneInfo? zone)
    {
        var month = cell.Kind switch
        {
            CellKind.Text => TimeText.Month(cell.Text!),
            CellKind.Number when cell.Number is >= 195401 and <= 211912 && cell.Number == Math.Floor(cell.Number) =>
                TimeText.Month(((int)cell.Number).ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
        if (month is not null)
            return new ParsedCell(null, null, month, null);
        var day = Date(cell, order, zone);
        return day.Date is { } date
            ? new ParsedCell(null, null, new DateOnly(date.Year, date.Month, 1), null)
            : Bad($"'{Short(cell.Display)}' is not a month.");
    }

    private static ParsedCell Code(in SheetCell cell)
    {
        if (cell.Kind is CellKind.Date or CellKind.Time)
            return Bad(
                $"Excel turned this code into a date ({cell.Display}). Format the column as text and type it again."
            );
        if (cell.Kind == CellKind.Boolean)
            return Bad($"'{cell.Display}' is not a code.");
        if (cell.Kind == CellKind.Number && cell.Imprecise)
            return Bad("Excel keeps only 15 digits of a number: format the column as text and type the code again.");
        return Good(cell.Display);
    }

    private static DateOnly? Compact(int yyyymmdd) =>
        DateOnly.TryParseExact(
            yyyymmdd.ToString(CultureInfo.InvariantCulture),
            "yyyyMMdd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    private static ParsedCell Good(string text) =>
        CleanText.Of(text) is { Length: > 0 } clean ? new ParsedCell(clean, null, null, null) : default;

    private static ParsedCell Bad(string problem) => new(null, null, null, problem);

    private static string Short(string text) => CleanText.Clip(CleanText.Of(text), 60);
}
