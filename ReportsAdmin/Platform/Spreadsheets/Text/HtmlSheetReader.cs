using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Reads the table rows of an HTML page as a stream. A cell over several columns or rows fills the first; the others stay empty.</summary>
internal sealed class HtmlSheetReader(Stream file, HtmlTags tags, HtmlLayout layout, SheetLimits limits) : ISheetReader
{
    private const int MaxMerges = 100_000;

    private readonly HtmlTables walk = new(tags, limits.MaxColumns, layout.Inlined);
    private readonly XlsxRowCells cells = new(limits);
    private readonly List<MergedRange> merges = [];

    // For each column the last row that a cell from above reaches into.
    private readonly List<int> taken = [];
    private bool done;

    public int RowNumber { get; private set; }

    public bool RowHidden { get; private set; }

    public int Count => cells.Count;

    public ref readonly SheetCell this[int column] => ref cells[column];

    public double Progress => done || file.Length == 0 ? 1 : Math.Min(1, (double)file.Position / file.Length);

    /// <summary>Cells over several rows or columns of the rows read so far.</summary>
    public IReadOnlyList<MergedRange> Merges => merges;

    public bool Read()
    {
        cells.Clear();
        while (walk.Next())
        {
            var step = walk.Current;
            if (!layout.Read.Contains(step.Table))
                continue;
            // A cell of one table does not reach into the next.
            if (step.Kind == HtmlStep.Table)
                taken.Clear();
            if (step.Kind != HtmlStep.Row)
                continue;
            StartRow(step.Hidden);
            ReadRow();
            if (cells.Count > 0)
                return true;
        }

        done = true;
        return false;
    }

    public void Dispose() => tags.Dispose();

    private void StartRow(bool hidden)
    {
        RowHidden = hidden;
        if (++RowNumber > limits.MaxRows)
            throw new SheetException(
                SheetFault.TooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The table has more than {limits.MaxRows:N0} rows. Split it into several files."
                )
            );
    }

    private void ReadRow()
    {
        var column = 0;
        var next = 0;
        while (walk.Next())
        {
            var step = walk.Current;
            if (!layout.Read.Contains(step.Table))
                continue;
            switch (step.Kind)
            {
                case HtmlStep.RowEnd:
                    return;
                case HtmlStep.Cell:
                    column = Place(next, step);
                    next = column + step.Columns;
                    break;
                case HtmlStep.CellEnd when step.Text.Length > 0:
                    cells.Fill(column) = SheetCell.OfText(step.Text);
                    break;
            }
        }
    }

    /// <summary>The first column that no cell from above reaches into.</summary>
    private int Place(int column, in HtmlTables.Step step)
    {
        while (column < taken.Count && taken[column] >= RowNumber)
            column++;
        if (step is { Rows: 1, Columns: 1 })
            return column;
        var last = RowNumber + step.Rows - 1;
        for (var i = column; step.Rows > 1 && i < column + step.Columns; i++)
        {
            while (taken.Count <= i)
                taken.Add(0);
            taken[i] = last;
        }

        if (merges.Count < MaxMerges)
            merges.Add(new MergedRange(RowNumber, column, last, column + step.Columns - 1));
        return column;
    }
}
