using Microsoft.Data.Sqlite;
using Npgsql;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Tells a restore or a move whether the application works on the database: both would lose what is written meanwhile.</summary>
/// <remarks>With SQLite a running process holds a shared lock on a file beside the database; PostgreSQL knows its connections.</remarks>
internal sealed class DatabaseInUse(DatabaseOptions options) : IHostedService, IDisposable
{
    private FileStream? held;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.IsPostgres)
        {
            PrivateFiles.Ensure(LockFile(options));
            held = new FileStream(LockFile(options), FileMode.Open, FileAccess.Read, FileShare.Read);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }

    /// <summary>Keeps the application from starting on the database until the answer is disposed.</summary>
    /// <exception cref="DomainException">It works on it already.</exception>
    public static async Task<IAsyncDisposable> TakeAsync(DatabaseOptions options, CancellationToken ct)
    {
        if (options.IsPostgres)
        {
            await CheckConnectionsAsync(options.ConnectionString!, ct);
            return new MemoryStream();
        }

        try
        {
            PrivateFiles.Ensure(LockFile(options));
            return new FileStream(LockFile(options), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw DomainException.Conflict("The application works on this database. Stop it first.");
        }
    }

    private static async Task CheckConnectionsAsync(string connectionString, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(ct);
        await using var others = new NpgsqlCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """,
            connection
        );
        if (await others.ExecuteScalarAsync(ct) is long count and > 0)
            throw DomainException.Conflict(
                $"{count} other connections use this database. Stop every node of the application, then try again."
            );
    }

    private static string LockFile(DatabaseOptions options) =>
        new SqliteConnectionStringBuilder(options.ConnectionString).DataSource + ".running";
}
