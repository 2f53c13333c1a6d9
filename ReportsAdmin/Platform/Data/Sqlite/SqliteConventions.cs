using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>How every SQLite connection of the product is opened.</summary>
internal static class SqliteConventions
{
    /// <summary>How often longer than a request background work waits for the one writer: nobody waits for it.</summary>
    private const int BackgroundFactor = 4;

    /// <summary>Lets a reader of many rows keep more of them until its connection is opened anew; the limit of all caches together holds for it too.</summary>
    public const string ReadWidely = "PRAGMA cache_size=-64000;";

    public static DbConnectionInterceptor Opening(DatabaseOptions options) => new PragmaInterceptor(options);

    /// <summary>Foreign keys are asked for explicitly, as SQLite's own default is off.</summary>
    public static string ConnectionString(string? configured, StorageRoot root) =>
        new SqliteConnectionStringBuilder(configured ?? "")
        {
            DataSource = new SqliteConnectionStringBuilder(configured ?? "").DataSource is { Length: > 0 } file
                ? file
                : Path.Combine(root.Path, "reportsadmin.db"),
            ForeignKeys = true,
            DefaultTimeout = 60,
        }.ConnectionString;

    private sealed class PragmaInterceptor(DatabaseOptions options) : DbConnectionInterceptor
    {
        // NORMAL in WAL may lose the last commits at power loss, never corrupts. A cache may grow to 16 MB; near the limit of
        // all together, which is the process's, it uses its own pages again instead of growing.
        private readonly string pragmas = FormattableString.Invariant(
            $"PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA soft_heap_limit={(long)options.CacheMegabytes << 20};"
        );

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            var wait = Actor.Current.Via is ActorVia.Page or ActorVia.Api
                ? options.BusySeconds
                : options.BusySeconds * BackgroundFactor;
            ((SqliteConnection)connection).DefaultTimeout = wait;
            using var command = connection.CreateCommand();
            // Waiting inside SQLite is fairer than the provider's retry, which begins only after its timeout is over.
            command.CommandText = FormattableString.Invariant($"{pragmas} PRAGMA busy_timeout={(wait * 1000) + 250};");
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
