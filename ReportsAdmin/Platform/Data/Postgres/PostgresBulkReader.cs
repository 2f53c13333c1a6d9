using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ReportsAdmin.Platform.Data.Postgres;

/// <summary>The driver's own reader, without the objects that EF makes of its rows.</summary>
internal sealed class PostgresBulkReader : IBulkReader
{
    public async Task<IBulkRows> OpenAsync(ReportsDb db, string sql, CancellationToken ct)
    {
        ReadOnlyWork.RefuseWriting(sql);
        await db.Database.OpenConnectionAsync(ct);
        var command = db.Database.GetDbConnection().CreateCommand();
        try
        {
            command.CommandText = sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            return new ReaderRows(db, command, await command.ExecuteReaderAsync(ct));
        }
        catch
        {
            await command.DisposeAsync();
            await db.Database.CloseConnectionAsync();
            throw;
        }
    }

    private sealed class ReaderRows(ReportsDb db, DbCommand command, DbDataReader reader) : IBulkRows
    {
        private bool isOver;

        public async ValueTask<bool> NextAsync(CancellationToken ct)
        {
            // The driver looks at it only when it waits for the server.
            ct.ThrowIfCancellationRequested();
            if (await reader.ReadAsync(ct))
                return true;
            isOver = true;
            return false;
        }

        public short Int16(int column) => reader.GetInt16(column);

        public int Int32(int column) => reader.GetInt32(column);

        public long Int64(int column) => reader.GetInt64(column);

        public bool Boolean(int column) => reader.GetBoolean(column);

        public string Text(int column) => reader.GetString(column);

        public DateOnly? Date(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);

        public DateTime Instant(int column) => reader.GetDateTime(column);

        public bool IsNull(int column) => reader.IsDBNull(column);

        public async ValueTask DisposeAsync()
        {
            try
            {
                // The driver reads what is left before it closes a reader; the server need not send it.
                if (!isOver)
                    command.Cancel();
                await reader.DisposeAsync();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.QueryCanceled)
            {
                // As asked.
            }
            finally
            {
                await command.DisposeAsync();
                await db.Database.CloseConnectionAsync();
            }
        }
    }
}
