using System.Globalization;
using CsvHelper;
using ReportsAdmin.Platform.Spreadsheets.Text;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>
/// Writes a table as CSV: UTF-8 with a mark so that Excel reads it right, RFC 4180 quoting, and an apostrophe before text that a
/// spreadsheet would run as a formula. Numbers are never touched. Heading lines, tones and totals are left out: the file is for programs.
/// </summary>
public sealed class CsvTable : ITableWriter
{
    // Tables of different width may follow one another, so each row is checked against its own head.
    private static readonly CsvWriterOptions Format = new()
    {
        WriteByteOrderMark = true,
        NewLine = "\r\n",
        ValidateFieldCount = false,
    };

    private readonly CsvWriter writer;
    private readonly TimeZoneInfo timeZone;
    private SheetSpec? spec;
    private int column;
    private bool begun;

    /// <summary>Writes each table's name in a line above its head, so that several in one file can be distinguished.</summary>
    public bool Titles { get; init; }

    /// <param name="output">Stays open.</param>
    /// <param name="timeZone">The zone instants are written in; UTC when null.</param>
    public CsvTable(Stream output, TimeZoneInfo? timeZone = null)
    {
        writer = CsvWriter.Create(output, Format, leaveOpen: true);
        this.timeZone = timeZone ?? TimeZoneInfo.Utc;
    }

    /// <summary>Begins a table. A second one follows after an empty line.</summary>
    public void BeginSheet(SheetSpec sheet)
    {
        if (spec is not null)
            throw new InvalidOperationException("The previous sheet is still open.");
        if (begun)
        {
            writer.WriteField("");
            writer.EndRecord();
        }

        (spec, begun) = (sheet, true);
        if (Titles)
        {
            writer.WriteField(FormulaGuard.Put(sheet.Name));
            writer.EndRecord();
        }

        foreach (var heading in sheet.Columns)
            writer.WriteField(FormulaGuard.Put(heading.Header));
        writer.EndRecord();
    }

    public void BeginRow() => column = 0;

    public void Text(string? value, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(FormulaGuard.Put(value ?? ""));
    }

    public void Whole(long value, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(value);
    }

    public void Decimal(decimal value, CellTone tone = CellTone.None)
    {
        var percent = column < spec!.Columns.Count && spec.Columns[column].Type == ColumnType.Percent;
        column++;
        writer.WriteField(percent ? Percentage.Of(value) : value, default, CultureInfo.InvariantCulture);
    }

    public void Number(decimal value, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(value, default, CultureInfo.InvariantCulture);
    }

    public void Money(long paise, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(paise / 100m, "0.00", CultureInfo.InvariantCulture);
    }

    public void Date(DateOnly? value, CellTone tone = CellTone.None)
    {
        column++;
        if (value is { } date)
            writer.WriteField(date, "yyyy-MM-dd");
        else
            writer.WriteField("");
    }

    public void DateTime(DateTime utc, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(
            TimeZoneInfo.ConvertTimeFromUtc(System.DateTime.SpecifyKind(utc, DateTimeKind.Utc), timeZone),
            "yyyy-MM-dd HH:mm:ss"
        );
    }

    public void Boolean(bool value, CellTone tone = CellTone.None)
    {
        column++;
        writer.WriteField(value ? "TRUE" : "FALSE");
    }

    public void Blank(CellTone tone = CellTone.None) => Text(null);

    public void EndRow()
    {
        if (column > spec!.Columns.Count)
            throw new InvalidOperationException("The row has more cells than the sheet has columns.");
        // Every record of a table has the same number of fields.
        while (column < spec.Columns.Count)
            Blank();
        writer.EndRecord();
    }

    public void EndSheet() => spec = null;

    public void Complete() => writer.Flush();

    public void Dispose() => writer.Dispose();
}
