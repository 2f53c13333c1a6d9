using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>How every SQLite connection of the product is opened.</summary>
internal static class SqliteConventions
{
    public static readonly DbConnectionInterceptor Interceptor = new PragmaInterceptor();

    /// <summary>Foreign keys are asked for explicitly, as SQLite's own default is off; a long import may hold the only writer for seconds.</summary>
    public static string ConnectionString(string? configured, StorageRoot root) =>
        new SqliteConnectionStringBuilder(configured ?? "")
        {
            DataSource = new SqliteConnectionStringBuilder(configured ?? "").DataSource is { Length: > 0 } file
                ? file
                : Path.Combine(root.Path, "reportsadmin.db"),
            ForeignKeys = true,
            DefaultTimeout = 60,
        }.ConnectionString;

    private sealed class PragmaInterceptor : DbConnectionInterceptor
    {
        // NORMAL in WAL may lose the last commits at power loss, never corrupts; waiting inside SQLite is fairer than the provider's retry.
        private const string Pragmas =
            "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=60000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
