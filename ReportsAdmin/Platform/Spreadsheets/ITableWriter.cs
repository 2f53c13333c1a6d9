namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>
/// Writes tables row by row in constant memory. Cells are given left to right, one call per column; columns left out at the end
/// of a row stay empty. Every value may carry a tone, which a format without colours leaves out.
/// </summary>
public interface ITableWriter : IDisposable
{
    void BeginSheet(SheetSpec sheet);

    void BeginRow();

    /// <summary>Null and empty leave the cell empty. Text never becomes a formula.</summary>
    void Text(string? value, CellTone tone = CellTone.None);

    void Whole(long value, CellTone tone = CellTone.None);

    /// <summary>A number, or a fraction in a column of type <see cref="ColumnType.Percent"/>.</summary>
    void Decimal(decimal value, CellTone tone = CellTone.None);

    /// <summary>A number with all its decimals.</summary>
    void Number(decimal value, CellTone tone = CellTone.None);

    void Money(long paise, CellTone tone = CellTone.None);

    void Date(DateOnly? value, CellTone tone = CellTone.None);

    /// <summary>An instant, written in the time zone of the options.</summary>
    void DateTime(DateTime utc, CellTone tone = CellTone.None);

    void Boolean(bool value, CellTone tone = CellTone.None);

    void Blank(CellTone tone = CellTone.None);

    void EndRow();

    /// <summary>Writes the totals row when a column has totals, and closes the sheet.</summary>
    void EndSheet();

    /// <summary>Finishes the file. Disposing without it leaves a file that is visibly unfinished, never one that looks whole.</summary>
    void Complete();
}
