using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ReportsAdmin.Platform.Data.Sqlite;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Brings the schema, and the rows that a version brings, up to date: one node at a time, the others wait. A process killed
/// while it does never blocks the next start, which EF's own lock does not promise (Decisions/0005-migrations.md).
/// </summary>
public sealed class SchemaRunner(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<DemoCheck> demoChecks,
    ILogger<SchemaRunner> log,
    IEnumerable<SchemaAddition>? additions = null,
    DatabaseOptions? options = null
)
{
    // As Windows and Unix say that another process holds a file.
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;

    private static readonly TimeSpan ProbePatience = TimeSpan.FromMilliseconds(200);

    // Any constant will do; it only has to be ours.
    private const long AdvisoryLock = 7_253_411;

    private readonly StartWait wait = new(
        TimeSpan.FromSeconds((options ?? new DatabaseOptions()).StartWaitSeconds),
        log
    );

    /// <inheritdoc cref="PrepareAsync"/>
    public Task MigrateAsync(CancellationToken ct) => PrepareAsync(static _ => Task.CompletedTask, ct);

    /// <param name="addRows">
    /// Adds the rows that are still missing, once the schema is up to date. It looks and then writes, which nodes that start
    /// at the same time must not do at the same time.
    /// </param>
    /// <exception cref="StartException">The database cannot be used, or what it waits for did not come in time.</exception>
    public async Task PrepareAsync(Func<CancellationToken, Task> addRows, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (db.IsPostgres)
            await PreparePostgresAsync(db, addRows, ct);
        else
            await PrepareSqliteAsync(db, addRows, ct);
    }

    private async Task PreparePostgresAsync(ReportsDb db, Func<CancellationToken, Task> addRows, CancellationToken ct)
    {
        // A session lock on a connection of its own: the server lets go of it when the connection dies.
        var unpooled = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await OpenAsync(connection, ct);
        await TakeAdvisoryLockAsync(connection, ct);
        if (await HasOlderShapeAsync(db, ct))
            await SetSchemaAsideAsync(db, ct);
        // Asked for the rows of a table that is not there, the server and EF would log an error at every first start.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        await db.Database.MigrateAsync(ct);
        await AddAsync(db, ct);
        await addRows(ct);
    }

    private Task<bool> OpenAsync(NpgsqlConnection connection, CancellationToken ct) =>
        wait.ForAsync(
            $"the PostgreSQL server {connection.DataSource}",
            async () =>
            {
                await connection.OpenAsync(ct);
                return true;
            },
            static e => DatabaseOutage.Of(e) is not null,
            ct
        );

    private Task<bool> TakeAdvisoryLockAsync(NpgsqlConnection connection, CancellationToken ct) =>
        wait.ForAsync(
            "another node that prepares the database",
            async () =>
            {
                await using var take = new NpgsqlCommand("""SELECT pg_try_advisory_lock($1)""", connection)
                {
                    Parameters = { new() { Value = AdvisoryLock } },
                };
                return await take.ExecuteScalarAsync(ct) is true
                    ? true
                    : throw new TimeoutException("It holds the lock of the database.");
            },
            static e => e is TimeoutException,
            ct
        );

    private async Task AddAsync(ReportsDb db, CancellationToken ct)
    {
        foreach (var addition in additions ?? [])
            await addition.ApplyAsync(db, ct);
    }

    /// <summary>True when the database was created by migrations that this version replaced and holds only demo data.</summary>
    /// <exception cref="InvalidOperationException">It holds other data, or a newer version of the application created it.</exception>
    private async Task<bool> HasOlderShapeAsync(ReportsDb db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await AppliedMigrations.OfAsync(db, ct);
        if (applied.All(known.Contains))
            return false;
        if (applied.Any(known.Contains))
            throw new InvalidOperationException(
                $"The database was migrated by a newer version of ReportsAdmin ({applied[^1]}). Start that version, or restore a backup made before the update."
            );
        foreach (var check in demoChecks)
        {
            if (await check.CountOtherAsync(db, ct) > 0)
                throw new InvalidOperationException(
                    $"The database was created by a development version of ReportsAdmin ({applied[^1]}) and cannot be upgraded. Back it up, then start with an empty database: delete the file, or set Database:ConnectionString to a new one."
                );
        }

        return true;
    }

    /// <summary>Renames the schema with the demo data, so that a new one is created and nothing is lost.</summary>
    private async Task SetSchemaAsideAsync(ReportsDb db, CancellationToken ct)
    {
        var aside = $"before_{Guid.NewGuid():N}";
        var sql = $"ALTER SCHEMA public RENAME TO {aside}; CREATE SCHEMA public;";
        await db.Database.ExecuteSqlRawAsync(sql, ct);
        log.LogWarning("The demo database has an older shape: kept as schema {Schema} and created again", aside);
    }

    private async Task SetFileAsideAsync(ReportsDb db, string file, CancellationToken ct)
    {
        var aside = $"{file}.before-{Guid.NewGuid():N}";
        // SQLite fills an empty file, and would create one that every account can read.
        PrivateFiles.Ensure(aside);
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {aside}", ct);
        await db.Database.CloseConnectionAsync();
        SqliteConnection.ClearAllPools();
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(file + suffix);
        log.LogWarning("The demo database has an older shape: kept as {File} and created again", aside);
    }

    private async Task PrepareSqliteAsync(ReportsDb db, Func<CancellationToken, Task> addRows, CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        await using var held = await TakeFileLockAsync(file + ".migrate", ct);
        // Before SQLite opens it: it would create a file that every account can read.
        PrivateFiles.Ensure(file);
        await wait.ForAsync(
            $"the database {file}",
            async () =>
            {
                await WriterProbe.TryAsync(db, ProbePatience, ct);
                return true;
            },
            DatabaseOutage.IsBusy,
            ct
        );
        if (File.Exists(file) && new FileInfo(file).Length > 0)
        {
            // The file lock proves that no other process is migrating, so a lock row left in the database is stale.
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                DELETE FROM "__EFMigrationsLock";
                """,
                ct
            );
            if (await HasOlderShapeAsync(db, ct))
                await SetFileAsideAsync(db, file, ct);
            else
                await BackUpBeforeChangeAsync(db, file, ct);
        }

        // The write-ahead log and its index take the mode of the database.
        PrivateFiles.Ensure(file);
        foreach (var part in (string[])[file + "-wal", file + "-shm", file + ".migrate"])
        {
            if (File.Exists(part))
                PrivateFiles.Ensure(part);
        }

        await db.Database.MigrateAsync(ct);
        await AddAsync(db, ct);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);
        await addRows(ct);
    }

    /// <summary>SQLite rebuilds tables outside a transaction, so a file with data is copied before it is changed.</summary>
    private async Task BackUpBeforeChangeAsync(ReportsDb db, string file, CancellationToken ct)
    {
        var applied = (await AppliedMigrations.OfAsync(db, ct)).LastOrDefault();
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).LastOrDefault();
        if (applied is null || pending is null)
            return;
        var backup = $"{file}.before-{pending}";
        if (File.Exists(backup))
            return;
        PrivateFiles.Ensure(backup);
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}", ct);
        log.LogInformation(
            "Copied the database to {Backup} before migrating from {Applied} to {Pending}",
            backup,
            applied,
            pending
        );
    }

    private Task<FileStream> TakeFileLockAsync(string path, CancellationToken ct) =>
        wait.ForAsync(
            $"another process that prepares the database (lock file {path})",
            () => Task.FromResult(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)),
            static e => e is IOException { HResult: WindowsSharingViolation or WouldBlock or WouldBlockOnMac },
            ct
        );
}
