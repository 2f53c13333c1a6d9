using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>The migrations build what the model says, on both databases, however many nodes start at once.</summary>
public sealed class SchemaParityTests
{
    private const string SqliteSchema = """
        SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type || ' not null ' || c."notnull" || ' key ' || c.pk AS Value FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\_\_EF%' ESCAPE '\' AND m.name NOT LIKE 'sqlite%'
        UNION ALL SELECT 'index ' || m.tbl_name || ' ' || m.name || ' ' || coalesce(m.sql, '') FROM sqlite_master m WHERE m.type = 'index' AND m.tbl_name NOT LIKE '\_\_EF%' ESCAPE '\'
        UNION ALL SELECT 'foreign key ' || m.name || ' ' || f."from" || ' to ' || f."table" || '.' || f."to" || ' ' || f.on_delete FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        """;

    private const string PostgresSchema = """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' null ' || is_nullable || ' identity ' || coalesce(identity_generation, '') AS "Value" FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%\_\_EF%'
        """;

    [Theory, EachDatabase]
    public async Task Migrations_build_the_schema_of_the_model(TestProvider provider)
    {
        await using var migrated = await TestDatabase.CreateAsync(provider);
        await using var created = await TestDatabase.CreateBareAsync(provider);
        await using var ours = migrated.Contexts().CreateDbContext();
        await using var theirs = created.Contexts().CreateDbContext();
        await theirs.Database.EnsureCreatedAsync();

        var schema = await SchemaAsync(ours);

        Assert.False(ours.Database.HasPendingModelChanges());
        Assert.Equal(await SchemaAsync(theirs), schema);
        Assert.True(schema.Count > 100);
    }

    [Theory, EachDatabase]
    public async Task Eight_nodes_may_start_at_once_on_an_empty_database(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateBareAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Runner(database).MigrateAsync(default))))
            .WaitAsync(TimeSpan.FromMinutes(1));
        await using var db = database.Contexts().CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.True((await SchemaAsync(db)).Count > 100);
    }

    [Theory, EachDatabase]
    public async Task Nodes_that_start_at_once_add_what_is_missing_one_after_the_other(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(_ =>
                        Task.Run(() =>
                            Runner(database).PrepareAsync(ct => AddRegionsSlowlyAsync(database, ct), default)
                        )
                    )
            )
            .WaitAsync(TimeSpan.FromMinutes(1));

        await using var db = database.Contexts().CreateDbContext();
        Assert.Equal(Regions.Defaults.All.Count, await db.Set<CompanyRegion>().CountAsync());
    }

    [Theory, EachDatabase]
    public async Task A_node_that_could_not_add_its_rows_lets_the_next_one_do_it(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            Runner(database).PrepareAsync(_ => throw new NotSupportedException(), default)
        );

        await Runner(database)
            .PrepareAsync(ct => AddRegionsSlowlyAsync(database, ct), default)
            .WaitAsync(TimeSpan.FromMinutes(1));

        await using var db = database.Contexts().CreateDbContext();
        Assert.True(await db.Set<CompanyRegion>().AnyAsync());
    }

    [Fact]
    public async Task A_lock_that_a_killed_node_left_in_sqlite_does_not_hang_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        await using var db = database.Contexts().CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(
            "INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-01-01')"
        );
        // Waiting for whoever holds it would have no end.
        await Runner(database).MigrateAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_node_that_waits_for_the_file_lock_stops_waiting_when_told()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        var file = new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource;
        await using var held = new FileStream(
            file + ".migrate",
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None
        );
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner(database).MigrateAsync(stop.Token));
    }

    [Theory, EachDatabase]
    public async Task A_database_of_an_older_shape_is_refused_with_advice(TestProvider provider)
    {
        await using var database = await OlderShapeAsync(provider, "kavita@agro.test");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Runner(database).MigrateAsync(default));

        Assert.Contains("cannot be upgraded", refused.Message, StringComparison.Ordinal);
        Assert.Contains("start with an empty database", refused.Message, StringComparison.Ordinal);
        await using var db = database.Contexts().CreateDbContext();
        Assert.Equal(1, await AccessDemo.CountOtherAsync(db, default));
    }

    [Theory, EachDatabase]
    public async Task A_database_of_an_older_shape_with_only_demo_data_is_created_again(TestProvider provider)
    {
        await using var database = await OlderShapeAsync(provider, "admin@example.com");

        await Runner(database).MigrateAsync(default);

        await using var db = database.Contexts().CreateDbContext();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.Equal(0, await db.Set<User>().CountAsync());
        Assert.True((await SchemaAsync(db)).Count > 100);
    }

    [Theory, EachDatabase]
    public async Task A_database_of_a_newer_version_is_refused(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts().CreateDbContext())
            await db.Database.ExecuteSqlRawAsync(
                """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99991231000000_Later', '99.0.0')"""
            );

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Runner(database).MigrateAsync(default));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A database whose only migration this version does not know, with one person in it.</summary>
    private static async Task<TestDatabase> OlderShapeAsync(TestProvider provider, string email)
    {
        var database = await TestDatabase.CreateBareAsync(provider);
        await using var db = database.Contexts().CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE users (id integer NOT NULL PRIMARY KEY, email varchar(256) NULL);
            CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) NOT NULL PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('20260101000000_Initial', '10.0.0');
            """
        );
        await db.Database.ExecuteSqlAsync($"INSERT INTO users (id, email) VALUES (1, {email})");
        return database;
    }

    [Fact]
    public async Task Sqlite_enforces_foreign_keys_writes_ahead_and_bounds_its_caches()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        await using var db = database.Contexts().CreateDbContext();
        await db.Database.OpenConnectionAsync();
        async Task<string> Pragma(string name)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return (await command.ExecuteScalarAsync())!.ToString()!;
        }

        Assert.Equal(
            ("1", "wal", "1", "60250", "268435456"),
            (
                await Pragma("foreign_keys"),
                await Pragma("journal_mode"),
                await Pragma("synchronous"),
                await Pragma("busy_timeout"),
                await Pragma("soft_heap_limit")
            )
        );
    }

    /// <summary>Looks, thinks for a while, and writes: what a start does, with room for another to come between.</summary>
    private static async Task AddRegionsSlowlyAsync(TestDatabase database, CancellationToken ct)
    {
        await using var db = database.Contexts().CreateDbContext();
        if (await db.Set<CompanyRegion>().AnyAsync(ct))
            return;
        await Task.Delay(100, ct);
        db.AddRange(Regions.Defaults.All.Select(r => new CompanyRegion { Code = r.Code, Name = r.Name }));
        await db.SaveChangesAsync(ct);
    }

    private static SchemaRunner Runner(TestDatabase database) =>
        new(database.Contexts(), [new DemoCheck(AccessDemo.CountOtherAsync)], NullLogger<SchemaRunner>.Instance);

    private static async Task<List<string>> SchemaAsync(ReportsDb db)
    {
        var lines = await db.Database.SqlQueryRaw<string>(db.IsPostgres ? PostgresSchema : SqliteSchema).ToListAsync();
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
