namespace ReportsAdmin.Platform.Spreadsheets.Marking;

/// <summary>The marked cells by row, each row's columns ascending.</summary>
internal sealed class MarkIndex
{
    private readonly SortedDictionary<int, SortedSet<int>> rows = [];

    public IEnumerable<int> Rows => rows.Keys;

    public static MarkIndex Of(IEnumerable<CellMark> marks)
    {
        var index = new MarkIndex();
        foreach (var mark in marks)
        {
            if (mark.Column is not { } column)
                continue;
            if (!index.rows.TryGetValue(mark.Row, out var columns))
                index.rows[mark.Row] = columns = [];
            columns.Add(column);
        }

        return index;
    }

    /// <summary>Columns of a row to mark; empty for most rows.</summary>
    public IReadOnlyCollection<int> In(int row) => rows.TryGetValue(row, out var columns) ? columns : [];

    public bool Has(int row, int column) => rows.TryGetValue(row, out var columns) && columns.Contains(column);
}
