using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReportsAdmin.Features;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace ReportsAdmin.Tests.Support;

public enum TestProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory once on each database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod,
        DisposalTracker disposalTracker
    ) => new([.. Enum.GetValues<TestProvider>().Select(p => new TheoryDataRow(p))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>An empty, migrated database of its own, gone with the test. Copied from a template that is migrated once per run.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);

    private readonly string? folder;

    private TestDatabase(DatabaseOptions options, string? folder) => (Options, this.folder) = (options, folder);

    public DatabaseOptions Options { get; }

    /// <summary>The same PostgreSQL database for an application with so many connections.</summary>
    /// <param name="seconds">How long it waits for one.</param>
    public DatabaseOptions WithConnections(int most, int seconds = 15) =>
        Options with
        {
            ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(Options.ConnectionString)
            {
                MaxPoolSize = most,
                Timeout = seconds,
            }.ConnectionString,
        };

    public static async Task<TestDatabase> CreateAsync(TestProvider provider)
    {
        if (provider == TestProvider.Postgres)
        {
            var template = new Npgsql.NpgsqlConnectionStringBuilder(await PostgresTemplate.Value).Database;
            return new TestDatabase(
                new DatabaseOptions
                {
                    Provider = "PostgreSQL",
                    ConnectionString = await PostgresServer.CreateDatabaseAsync(template),
                },
                null
            );
        }

        var (options, folder) = NewSqliteFile();
        await CopyTemplateAsync(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource);
        return new TestDatabase(options, folder);
    }

    /// <summary>An empty, migrated SQLite file at that path.</summary>
    public static async Task CopyTemplateAsync(string path) => File.Copy(await SqliteTemplate.Value, path);

    /// <summary>Contexts of the SQLite file at that path.</summary>
    public static IDbContextFactory<ReportsDb> At(string path) =>
        new ReportsDbFactory(
            new DatabaseOptions { ConnectionString = $"Data Source={path};Pooling=False" },
            AllFeatures.Model,
            NullLoggerFactory.Instance
        );

    /// <summary>A database without any schema.</summary>
    public static async Task<TestDatabase> CreateBareAsync(TestProvider provider)
    {
        if (provider == TestProvider.Postgres)
            return new TestDatabase(
                new DatabaseOptions
                {
                    Provider = "PostgreSQL",
                    ConnectionString = await PostgresServer.CreateDatabaseAsync(),
                },
                null
            );
        var (options, folder) = NewSqliteFile();
        return new TestDatabase(options, folder);
    }

    public IDbContextFactory<ReportsDb> Contexts() =>
        new ReportsDbFactory(Options, AllFeatures.Model, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        if (folder is null)
        {
            await PostgresServer.DropDatabaseAsync(Options.ConnectionString!);
            return;
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static (DatabaseOptions Options, string Folder) NewSqliteFile()
    {
        var folder = Directory.CreateTempSubdirectory("reportsadmin-db-").FullName;
        return (
            new DatabaseOptions
            {
                ConnectionString =
                    $"Data Source={Path.Combine(folder, "test.db")};Foreign Keys=True;Default Timeout=60",
            },
            folder
        );
    }

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var (options, folder) = NewSqliteFile();
        await MigrateAsync(options);
        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        var options = new DatabaseOptions
        {
            Provider = "PostgreSQL",
            ConnectionString = await PostgresServer.CreateDatabaseAsync(),
        };
        await MigrateAsync(options);
        Npgsql.NpgsqlConnection.ClearAllPools();
        return options.ConnectionString!;
    }

    private static Task MigrateAsync(DatabaseOptions options) =>
        new SchemaRunner(
            new ReportsDbFactory(options, AllFeatures.Model, NullLoggerFactory.Instance),
            [],
            NullLogger<SchemaRunner>.Instance,
            [AuditTriggers.Addition]
        ).MigrateAsync(CancellationToken.None);
}
