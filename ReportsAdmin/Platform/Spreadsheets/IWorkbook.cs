namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>An opened file of sheets. Rows are read forward only; nothing but the table of texts is held in memory. Not thread-safe.</summary>
public interface IWorkbook : IDisposable
{
    /// <summary>What the content is, whatever the name says: <c>xlsx</c>, <c>xls</c>, <c>csv</c> or <c>html</c>.</summary>
    string Format { get; }

    /// <summary>At least one; charts and macros are left out.</summary>
    IReadOnlyList<SheetInfo> Sheets { get; }

    /// <summary>Starts reading a sheet from its first row. One reader at a time.</summary>
    ISheetReader OpenSheet(int index);

    /// <summary>Merged ranges of a sheet; the value is in the first cell of each.</summary>
    IReadOnlyList<MergedRange> Merges(int index);
}

/// <param name="Hidden">Hidden, or "very hidden" by a macro.</param>
public sealed record SheetInfo(string Name, bool Hidden);

/// <summary>Rows count from 1 as Excel shows them, columns from 0; both ends belong to the range.</summary>
public sealed record MergedRange(int FirstRow, int FirstColumn, int LastRow, int LastColumn);

/// <summary>Reads one sheet row by row. Rows without any cell are passed over: look at <see cref="RowNumber"/>.</summary>
public interface ISheetReader : IDisposable
{
    /// <summary>Moves to the next row; false at the end. Throws <see cref="SheetException"/> when the sheet is damaged or over a limit.</summary>
    bool Read();

    /// <summary>The number Excel shows beside the row, from 1.</summary>
    int RowNumber { get; }

    bool RowHidden { get; }

    /// <summary>One more than the last column that holds something.</summary>
    int Count { get; }

    /// <summary>A cell of the current row, valid until the next <see cref="Read"/>; columns count from 0, and any beyond <see cref="Count"/> is empty.</summary>
    ref readonly SheetCell this[int column] { get; }

    /// <summary>How much of the sheet has been read, 0 to 1, for progress bars.</summary>
    double Progress { get; }
}
