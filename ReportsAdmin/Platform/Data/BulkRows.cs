namespace ReportsAdmin.Platform.Data;

/// <summary>Bulk insertion of rows that are already there as arrays, or made one by one.</summary>
public static class BulkRows
{
    /// <summary>
    /// Inserts every row. <paramref name="next"/> fills the array (one value per column: long, int, short, string, DateOnly, DateTime in UTC, bool, byte[], double or null)
    /// and answers false when there is no further row. Returns the number of rows written.
    /// </summary>
    public static Task<long> InsertAsync(
        this IBulkImporter bulk,
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<object?[], bool> next,
        CancellationToken ct
    )
    {
        var values = new object?[columns.Count];
        return bulk.WriteAsync(
            db,
            table,
            columns,
            row =>
            {
                if (!next(values))
                    return false;
                foreach (var value in values)
                    Write(row, value);
                return true;
            },
            ct
        );
    }

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

    private static void Write(IBulkRow row, object? value)
    {
        switch (value)
        {
            case null:
                row.WriteNull();
                break;
            case string text:
                row.Write(text);
                break;
            case long number:
                row.Write(number);
                break;
            case int number:
                row.Write(number);
                break;
            case short number:
                row.Write(number);
                break;
            case bool flag:
                row.Write(flag);
                break;
            case DateOnly date:
                row.Write(date);
                break;
            case DateTime instant:
                row.Write(instant);
                break;
            case byte[] bytes:
                row.Write(bytes);
                break;
            case double number:
                row.Write(number);
                break;
            default:
                throw new ArgumentException($"A bulk value of type {value.GetType().Name} has no column type.");
        }
    }
}
