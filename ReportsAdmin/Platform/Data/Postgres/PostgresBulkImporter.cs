using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace ReportsAdmin.Platform.Data.Postgres;

internal sealed class PostgresBulkImporter : IBulkImporter
{
    public async Task<long> WriteAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<IBulkRow, bool> next,
        CancellationToken ct
    )
    {
        ReadOnlyWork.Refuse();
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            await using var copy = await connection.BeginBinaryImportAsync(
                $"COPY {table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)",
                ct
            );
            var row = new CopyRow(copy, [.. columns.Select(c => Wire(c.Type))]);
            long written = 0;
            while (next(row))
            {
                row.End();
                if ((++written & 1023) == 0)
                    ct.ThrowIfCancellationRequested();
            }

            await copy.CompleteAsync(ct);
            return written;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static NpgsqlDbType Wire(BulkType type) =>
        type switch
        {
            BulkType.Text => NpgsqlDbType.Text,
            BulkType.Int16 => NpgsqlDbType.Smallint,
            BulkType.Int32 => NpgsqlDbType.Integer,
            BulkType.Int64 => NpgsqlDbType.Bigint,
            BulkType.Boolean => NpgsqlDbType.Boolean,
            BulkType.Date => NpgsqlDbType.Date,
            BulkType.Instant => NpgsqlDbType.TimestampTz,
            BulkType.Bytes => NpgsqlDbType.Bytea,
            BulkType.Double => NpgsqlDbType.Double,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>Writes into the driver's buffer; it blocks only while a full buffer is sent.</summary>
    private sealed class CopyRow(NpgsqlBinaryImporter copy, NpgsqlDbType[] types) : IBulkRow
    {
        private int at;

        public void WriteNull()
        {
            Next();
            copy.WriteNull();
        }

        public void Write(string? value)
        {
            if (value is null)
                WriteNull();
            else
                Put(value);
        }

        public void Write(short value) => Put(value);

        public void Write(int value) => Put(value);

        public void Write(long value) => Put(value);

        public void Write(bool value) => Put(value);

        public void Write(DateOnly value) => Put(value);

        public void Write(DateTime value) => Put(value);

        public void Write(byte[] value) => Put(value);

        public void Write(double value) => Put(value);

        public void End() =>
            at = at == types.Length ? 0 : throw new ArgumentException($"A row has {at} of {types.Length} values.");

        private void Put<T>(T value) => copy.Write(value, Next());

        private NpgsqlDbType Next()
        {
            if (at == 0)
                copy.StartRow();
            return types[at++];
        }
    }
}
