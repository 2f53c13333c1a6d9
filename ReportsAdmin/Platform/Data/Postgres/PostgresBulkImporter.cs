using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace ReportsAdmin.Platform.Data.Postgres;

internal sealed class PostgresBulkImporter : IBulkImporter
{
    public async Task<long> InsertAsync(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<object?[], bool> next,
        CancellationToken ct
    )
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            return await CopyAsync(connection, table, columns, next, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<long> CopyAsync(
        NpgsqlConnection connection,
        string table,
        IReadOnlyList<BulkColumn> columns,
        Func<object?[], bool> next,
        CancellationToken ct
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {table} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)",
            ct
        );
        var types = columns.Select(c => Wire(c.Type)).ToArray();
        var values = new object?[columns.Count];
        long written = 0;
        while (next(values))
        {
            await copy.StartRowAsync(ct);
            for (var i = 0; i < types.Length; i++)
            {
                if (values[i] is null)
                    await copy.WriteNullAsync(ct);
                else
                    await copy.WriteAsync(values[i], types[i], ct);
            }

            written++;
        }

        await copy.CompleteAsync(ct);
        return written;
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
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
