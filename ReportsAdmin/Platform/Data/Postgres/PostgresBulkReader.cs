using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data.Postgres;

/// <summary>The driver's own reader, without the objects that EF makes of its rows.</summary>
internal sealed class PostgresBulkReader : IBulkReader
{
    public async Task ReadAsync(ReportsDb db, string sql, Action<IBulkRecord> row, CancellationToken ct)
    {
        ReadOnlyWork.RefuseWriting(sql);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            await using var reader = await command.ExecuteReaderAsync(ct);
            var record = new ReaderRecord(reader);
            while (await reader.ReadAsync(ct))
                row(record);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private sealed class ReaderRecord(DbDataReader reader) : IBulkRecord
    {
        public short Int16(int column) => reader.GetInt16(column);

        public int Int32(int column) => reader.GetInt32(column);

        public long Int64(int column) => reader.GetInt64(column);

        public bool Boolean(int column) => reader.GetBoolean(column);

        public string Text(int column) => reader.GetString(column);

        public DateOnly? Date(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
    }
}
