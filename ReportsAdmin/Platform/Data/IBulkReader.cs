namespace ReportsAdmin.Platform.Data;

/// <summary>Reads very many rows, about three times faster than a query of entities. Runs on the context's own connection and transaction.</summary>
public interface IBulkReader
{
    /// <summary>Begins to read every row that the SQL answers; on PostgreSQL the connection reads nothing else until the rows are disposed.</summary>
    /// <param name="sql">Of constants alone: it takes no parameters.</param>
    Task<IBulkRows> OpenAsync(ReportsDb db, string sql, CancellationToken ct);
}

/// <summary>Rows that come as they are asked for. What has not been read when they are disposed is let go.</summary>
public interface IBulkRows : IBulkRecord, IAsyncDisposable
{
    /// <summary>Goes to the next row, at first to the first; false after the last.</summary>
    ValueTask<bool> NextAsync(CancellationToken ct);
}

/// <summary>The values of one row by their position, from 0.</summary>
public interface IBulkRecord
{
    short Int16(int column);

    int Int32(int column);

    long Int64(int column);

    bool Boolean(int column);

    /// <summary>A text that is there.</summary>
    string Text(int column);

    DateOnly? Date(int column);

    /// <summary>A time in UTC that is there.</summary>
    DateTime Instant(int column);

    bool IsNull(int column);
}

public static class BulkReading
{
    /// <summary>Shows every row that the SQL answers, one after the other; a record is only valid during the call.</summary>
    public static async Task ReadAsync(
        this IBulkReader bulk,
        ReportsDb db,
        string sql,
        Action<IBulkRecord> row,
        CancellationToken ct
    )
    {
        await using var rows = await bulk.OpenAsync(db, sql, ct);
        while (await rows.NextAsync(ct))
            row(rows);
    }
}
