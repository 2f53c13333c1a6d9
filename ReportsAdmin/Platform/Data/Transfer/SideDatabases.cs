using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Data.Transfer;

/// <summary>Opens databases beside the one that the application works on.</summary>
public sealed class SideDatabases(ModelParts parts, ILoggerFactory loggers)
{
    /// <summary>A SQLite file; the context closes its connection with itself.</summary>
    public ReportsDb Open(string file) => Contexts(Options(file)).CreateDbContext();

    /// <summary>Creates a SQLite file with the schema and no rows.</summary>
    public Task CreateAsync(string file, CancellationToken ct) => MigrateAsync(Options(file), ct);

    /// <summary>Brings a SQLite file to the schema of this version, as one file without a log beside it.</summary>
    /// <exception cref="DomainException">It is of a newer version.</exception>
    public async Task MigrateAsync(string file, CancellationToken ct)
    {
        try
        {
            await MigrateAsync(Options(file), ct);
        }
        catch (InvalidOperationException e)
        {
            throw DomainException.Conflict(e.Message);
        }
    }

    /// <summary>Brings any database to the schema of this version. What modules add, such as triggers, comes with the next start: it would be in the way of a copy.</summary>
    public Task MigrateAsync(DatabaseOptions options, CancellationToken ct) =>
        new SchemaRunner(Contexts(options), [], loggers.CreateLogger<SchemaRunner>(), [], options).MigrateAsync(ct);

    public IDbContextFactory<ReportsDb> Contexts(DatabaseOptions options) =>
        new ReportsDbFactory(options, parts, loggers);

    /// <summary>Merges the write-ahead log into the file.</summary>
    public async Task CloseAsync(string file, CancellationToken ct)
    {
        await using var db = Open(file);
        await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode=DELETE", ct);
    }

    public static void Delete(string file)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", ".migrate"])
            File.Delete(file + suffix);
    }

    private static DatabaseOptions Options(string file) =>
        new()
        {
            ConnectionString = new SqliteConnectionStringBuilder
            {
                DataSource = file,
                ForeignKeys = true,
                Pooling = false,
            }.ConnectionString,
        };
}
