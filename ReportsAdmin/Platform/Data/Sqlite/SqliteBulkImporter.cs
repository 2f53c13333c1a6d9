using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ReportsAdmin.Platform.Data.Sqlite;

internal sealed class SqliteBulkImporter : IBulkImporter
{
    public async Task<long> InsertAsync(ReportsDb db, string table, IReadOnlyList<BulkColumn> columns, Func<object?[], bool> next, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            await using var command = connection.CreateCommand();
            command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            var parameters = columns.Select((c, i) => command.Parameters.Add($"@p{i}", Affinity(c.Type))).ToArray();
            command.Prepare();

            var values = new object?[columns.Count];
            long written = 0;
            while (next(values))
            {
                for (var i = 0; i < parameters.Length; i++) parameters[i].Value = Stored(values[i]);
                command.ExecuteNonQuery();
                if ((++written & 1023) == 0) ct.ThrowIfCancellationRequested();
            }

            return written;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static SqliteType Affinity(BulkType type) => type is BulkType.Text or BulkType.Date or BulkType.Instant ? SqliteType.Text : SqliteType.Integer;

    // The texts are those that EF's SQLite provider writes, so that both read each other's rows.
    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateOnly d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime t => t.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => value,
    };
}
