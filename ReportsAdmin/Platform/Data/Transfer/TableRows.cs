using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Reads a whole table row by row, in the context's transaction.</summary>
internal sealed class TableRows : IAsyncDisposable
{
    private readonly TableLayout table;
    private readonly DbCommand command;
    private readonly DbDataReader reader;
    private readonly DigestSum digest;

    private TableRows(TableLayout table, DbCommand command, DbDataReader reader) =>
        (this.table, this.command, this.reader, digest) = (table, command, reader, new DigestSum(table));

    /// <summary>Of the rows that were read so far.</summary>
    public TableDigest Digest => digest.Result();

    public static async Task<TableRows> OpenAsync(ReportsDb db, TableLayout table, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        // Tables and columns come from the model. Whole tables may take longer than any request waits.
        command.CommandText = $"""SELECT {table.ColumnNames} FROM {table.Name}""";
        command.CommandTimeout = 0;
        return new TableRows(table, command, await command.ExecuteReaderAsync(ct));
    }

    /// <summary>What the table holds.</summary>
    public static async Task<TableDigest> DigestAsync(ReportsDb db, TableLayout table, CancellationToken ct)
    {
        await using var rows = await OpenAsync(db, table, ct);
        var row = new object?[table.Columns.Count];
        for (long read = 0; rows.Next(row); read++)
        {
            if ((read & 1023) == 0)
                ct.ThrowIfCancellationRequested();
        }

        return rows.Digest;
    }

    /// <summary>What every table holds.</summary>
    public static async Task<IReadOnlyList<TableDigest>> DigestAllAsync(ReportsDb db, CancellationToken ct)
    {
        var digests = new List<TableDigest>();
        foreach (var table in TableLayout.Of(db))
            digests.Add(await DigestAsync(db, table, ct));
        return digests;
    }

    /// <summary>Fills the array with the next row; false at the end.</summary>
    public bool Next(object?[] row)
    {
        if (!reader.Read())
            return false;
        for (var i = 0; i < row.Length; i++)
            row[i] = reader.IsDBNull(i) ? null : Read(i, table.Columns[i].Type);
        digest.Add(row);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }

    private object Read(int at, BulkType type) =>
        type switch
        {
            BulkType.Text => reader.GetString(at),
            BulkType.Int16 => reader.GetInt16(at),
            BulkType.Int32 => reader.GetInt32(at),
            BulkType.Int64 => reader.GetInt64(at),
            BulkType.Boolean => reader.GetBoolean(at),
            BulkType.Date => reader.GetFieldValue<DateOnly>(at),
            BulkType.Instant => DateTime.SpecifyKind(reader.GetDateTime(at), DateTimeKind.Utc),
            BulkType.Bytes => reader.GetFieldValue<byte[]>(at),
            BulkType.Double => reader.GetDouble(at),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
