using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>One value with its type and the colour it is shown in. A blank has no value.</summary>
/// <param name="Type">Which of the values below is meant.</param>
/// <param name="Number">Whole numbers, paise, the day number of a date, UTC ticks of an instant, 0 or 1.</param>
/// <param name="Fraction">Decimals and percents (as fractions).</param>
public readonly record struct ReportCell(
    ColumnType Type,
    bool IsBlank,
    string? Text,
    long Number,
    decimal Fraction,
    CellTone Tone
)
{
    public static ReportCell Blank(CellTone tone = CellTone.None) => new(ColumnType.Text, true, null, 0, 0, tone);

    /// <summary>Null and empty are blank.</summary>
    public static ReportCell OfText(string? value, CellTone tone = CellTone.None) =>
        new(ColumnType.Text, string.IsNullOrEmpty(value), value, 0, 0, tone);

    public static ReportCell OfWhole(long value, CellTone tone = CellTone.None) =>
        new(ColumnType.Whole, false, null, value, 0, tone);

    public static ReportCell OfDecimal(decimal value, CellTone tone = CellTone.None) =>
        new(ColumnType.Decimal, false, null, 0, value, tone);

    /// <summary>Shown with all its decimals.</summary>
    public static ReportCell OfNumber(decimal value, CellTone tone = CellTone.None) =>
        new(ColumnType.Number, false, null, 0, value, tone);

    public static ReportCell OfMoney(long paise, CellTone tone = CellTone.None) =>
        new(ColumnType.Money, false, null, paise, 0, tone);

    /// <param name="fraction">0.18 shows as 18.00%.</param>
    public static ReportCell OfPercent(decimal fraction, CellTone tone = CellTone.None) =>
        new(ColumnType.Percent, false, null, 0, fraction, tone);

    public static ReportCell OfDate(DateOnly? value, CellTone tone = CellTone.None) =>
        value is { } day ? new(ColumnType.Date, false, null, day.DayNumber, 0, tone) : Blank(tone);

    public static ReportCell OfDateTime(DateTime? utc, CellTone tone = CellTone.None) =>
        utc is { } instant ? new(ColumnType.DateTime, false, null, instant.Ticks, 0, tone) : Blank(tone);

    public static ReportCell OfBoolean(bool value, CellTone tone = CellTone.None) =>
        new(ColumnType.Boolean, false, null, value ? 1 : 0, 0, tone);

    public DateOnly Date => DateOnly.FromDayNumber((int)Number);

    public DateTime DateTimeUtc => new(Number, DateTimeKind.Utc);
}

/// <summary>The cells of the row being read; one is reused for all rows of a table. Cells not filled at the end of a row are blank.</summary>
public sealed class ReportRow(int columns)
{
    private readonly ReportCell[] cells = new ReportCell[columns];
    private int next;

    public int Columns => columns;

    public ref readonly ReportCell this[int column] => ref cells[column];

    /// <summary>Empties the row before it is filled again.</summary>
    public void Begin()
    {
        for (var i = 0; i < columns; i++)
            cells[i] = ReportCell.Blank();
        next = 0;
    }

    public void Add(in ReportCell cell) => cells[next++] = cell;

    public void Text(string? value, CellTone tone = CellTone.None) => Add(ReportCell.OfText(value, tone));

    public void Whole(long value, CellTone tone = CellTone.None) => Add(ReportCell.OfWhole(value, tone));

    public void Decimal(decimal value, CellTone tone = CellTone.None) => Add(ReportCell.OfDecimal(value, tone));

    public void Money(long paise, CellTone tone = CellTone.None) => Add(ReportCell.OfMoney(paise, tone));

    public void Percent(decimal fraction, CellTone tone = CellTone.None) => Add(ReportCell.OfPercent(fraction, tone));

    public void Date(DateOnly? value, CellTone tone = CellTone.None) => Add(ReportCell.OfDate(value, tone));

    public void DateTime(DateTime? utc, CellTone tone = CellTone.None) => Add(ReportCell.OfDateTime(utc, tone));

    public void Boolean(bool value, CellTone tone = CellTone.None) => Add(ReportCell.OfBoolean(value, tone));

    public void Blank(CellTone tone = CellTone.None) => Add(ReportCell.Blank(tone));
}
