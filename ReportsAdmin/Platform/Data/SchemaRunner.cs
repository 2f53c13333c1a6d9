using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// Brings the schema up to date: one node at a time, the others wait. A process killed while migrating never blocks the
/// next start, which EF's own lock does not promise (Decisions/0005-migrations.md).
/// </summary>
public sealed class SchemaRunner(IDbContextFactory<ReportsDb> contexts, ILogger<SchemaRunner> log)
{
    // Any constant will do; it only has to be ours.
    private const long AdvisoryLock = 7_253_411;

    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (db.IsPostgres)
            await MigratePostgresAsync(db, ct);
        else
            await MigrateSqliteAsync(db, ct);
    }

    private static async Task MigratePostgresAsync(ReportsDb db, CancellationToken ct)
    {
        // A session lock on a connection of its own: the server lets go of it when the connection dies.
        var unpooled = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(ct);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = AdvisoryLock } },
        };
        await take.ExecuteNonQueryAsync(ct);
        await db.Database.MigrateAsync(ct);
    }

    private async Task MigrateSqliteAsync(ReportsDb db, CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        await using var held = await TakeFileLockAsync(file + ".migrate", ct);
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
            await BackUpBeforeChangeAsync(db, file, ct);
        }

        await db.Database.MigrateAsync(ct);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);
    }

    /// <summary>SQLite rebuilds tables outside a transaction, so a file with data is copied before it is changed.</summary>
    private async Task BackUpBeforeChangeAsync(ReportsDb db, string file, CancellationToken ct)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault();
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).LastOrDefault();
        if (applied is null || pending is null)
            return;
        var backup = $"{file}.before-{pending}";
        if (File.Exists(backup))
            return;
        await db.Database.ExecuteSqlAsync($"VACUUM INTO {backup}", ct);
        log.LogInformation(
            "Copied the database to {Backup} before migrating from {Applied} to {Pending}",
            backup,
            applied,
            pending
        );
    }

    private static async Task<FileStream> TakeFileLockAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50, ct);
            }
        }
    }
}
