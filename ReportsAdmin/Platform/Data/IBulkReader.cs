namespace ReportsAdmin.Platform.Data;

/// <summary>Reads very many rows, about three times faster than a query of entities. Runs on the context's own connection and transaction.</summary>
public interface IBulkReader
{
    /// <summary>Shows every row that the SQL answers, one after the other; a record is only valid during the call.</summary>
    /// <param name="sql">Of constants alone: it takes no parameters.</param>
    Task ReadAsync(ReportsDb db, string sql, Action<IBulkRecord> row, CancellationToken ct);
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
}
