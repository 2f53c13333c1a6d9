namespace ReportsAdmin.Platform.Data;

/// <summary>Bulk insertion of rows that are already there as arrays, or made one by one.</summary>
public static class BulkRows
{
    /// <summary>Inserts every row; each has one value per column.</summary>
    public static async Task InsertAsync(
        this IBulkImporter bulk,
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        IEnumerable<object?[]> rows,
        CancellationToken ct
    )
    {
        using var source = rows.GetEnumerator();
        await bulk.InsertAsync(
            db,
            table,
            columns,
            row =>
            {
                if (!source.MoveNext())
                    return false;
                source.Current.CopyTo(row, 0);
                return true;
            },
            ct
        );
    }
}
