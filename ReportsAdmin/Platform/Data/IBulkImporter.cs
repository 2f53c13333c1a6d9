namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Writes many rows into one table, several times faster than change tracking. Runs on the context's own connection and
/// transaction. SQLite: one prepared statement; PostgreSQL: binary COPY.
/// </summary>
public interface IBulkImporter
{
    /// <summary>
    /// Inserts every row. <paramref name="next"/> fills the array (one value per column: long, int, string, DateOnly, DateTime in UTC, bool or null)
    /// and answers false when there is no further row. Returns the number of rows written.
    /// </summary>
    Task<long> InsertAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<object?[], bool> next,
        CancellationToken ct
    );
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
}

public sealed record BulkColumn(string Name, BulkType Type);
