namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Writes many rows into one table, several times faster than change tracking. Runs on the context's own connection and
/// transaction. SQLite: one prepared statement; PostgreSQL: binary COPY.
/// </summary>
public interface IBulkImporter
{
    /// <summary>
    /// Inserts every row. <paramref name="next"/> writes one value for each column, in their order, and answers true; or
    /// writes nothing and answers false when there is no further row. Returns the number of rows written.
    /// </summary>
    Task<long> WriteAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<IBulkRow, bool> next,
        CancellationToken ct
    );
}

/// <summary>Takes the values of one row after the other, each by its type, so that none is boxed.</summary>
public interface IBulkRow
{
    void WriteNull();

    void Write(string? value);

    void Write(short value);

    void Write(int value);

    void Write(long value);

    void Write(bool value);

    void Write(DateOnly value);

    /// <param name="value">In UTC.</param>
    void Write(DateTime value);

    void Write(byte[] value);

    void Write(double value);
}

public enum BulkType
{
    Text,
    Int32,
    Int64,
    Int16,
    Boolean,
    Date,
    Instant,
    Bytes,
    Double,
}

public sealed record BulkColumn(string Name, BulkType Type);
