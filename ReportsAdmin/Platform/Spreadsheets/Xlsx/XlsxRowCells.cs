using System.Runtime.CompilerServices;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>The cells of the current row. Empty ones cost nothing, so a lone cell at XFD1048576 is as cheap as one at A1.</summary>
internal sealed class XlsxRowCells(SheetLimits limits)
{
    private static readonly SheetCell Nothing = default;

    private SheetCell[] cells = new SheetCell[32];
    private int[] filled = new int[32];
    private int filledCount;
    private long total;

    public int Count { get; private set; }

    public ref readonly SheetCell this[int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            if (column < Count)
                return ref cells[column];
            return ref Nothing;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clear()
    {
        if (filledCount == Count)
        {
            Array.Clear(cells, 0, Count);
        }
        else
        {
            foreach (var column in filled.AsSpan(0, filledCount))
                cells[column] = default;
        }

        (filledCount, Count) = (0, 0);
    }

    /// <summary>The cell to fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref SheetCell Fill(int column)
    {
        if (column >= cells.Length || filledCount == filled.Length || total == limits.MaxCells)
            Grow(column);
        total++;
        filled[filledCount++] = column;
        if (column >= Count)
            Count = column + 1;
        return ref cells[column];
    }

    private void Grow(int column)
    {
        if (total == limits.MaxCells)
            throw new SheetException(
                SheetFault.TooLarge,
                "The sheet has more cells than can be read. Split it into several files."
            );
        if (filledCount == filled.Length && filledCount >= limits.MaxColumns)
            throw SheetException.Corrupt(
                "A row of the sheet has the same cells again and again. Open the file in Excel and save it again."
            );
        if (filledCount == filled.Length)
            Array.Resize(ref filled, filled.Length * 2);
        if (column < cells.Length)
            return;
        if (column >= limits.MaxColumns)
            throw new SheetException(
                SheetFault.TooLarge,
                $"The sheet has more than {limits.MaxColumns.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} columns."
            );
        Array.Resize(
            ref cells,
            Math.Min(Math.Max(column + 1, cells.Length * 2), Math.Max(limits.MaxColumns, column + 1))
        );
    }
}
