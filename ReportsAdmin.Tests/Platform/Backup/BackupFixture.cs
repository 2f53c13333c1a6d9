using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ReportsAdmin.Features;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Backup;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Platform.Backup;

/// <summary>The demo company at work on SQLite, and one backup of it.</summary>
public sealed class BackupFixture : Xunit.IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("reportsadmin-backups-").FullName;

    public TestApp App { get; } = new TestApp().With("Demo:Enabled", "true");

    public BackupSummary Made { get; private set; } = null!;

    public string File => Path.Combine(Folder, Made.Name);

    public async ValueTask InitializeAsync()
    {
        await App.StartAsync();
        Made = await App.Services.GetRequiredService<BackupMaker>().MakeAsync(Folder, (_, _) => { }, default);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A place that a backup can be restored into: an empty database and an empty storage folder.</summary>
internal sealed class RestorePlace : IAsyncDisposable
{
    private readonly TestDatabase database;

    private RestorePlace(TestDatabase database) => this.database = database;

    public string Folder { get; } = Directory.CreateTempSubdirectory("reportsadmin-place-").FullName;

    public DatabaseOptions Options => database.Options;

    public StorageRoot Root => new(Folder);

    public SideDatabases Side => new(AllFeatures.Model, NullLoggerFactory.Instance);

    public static async Task<RestorePlace> CreateAsync(TestProvider provider) =>
        new(await TestDatabase.CreateBareAsync(provider));

    public BackupRestore Restore(params RestoreStep[] steps) =>
        new(Options, Side, new FileStore(Root), Root, steps, TimeProvider.System);

    public BackupMaker Maker() => new(Contexts(), Side, new FileStore(Root), Root, TimeProvider.System);

    public IDbContextFactory<ReportsDb> Contexts() => database.Contexts();

    /// <summary>An application on this place, in Production and without anything of a test's own.</summary>
    public TestApp App() => new TestApp().FromNothing().With("Storage:Root", Folder).On(Options);

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Counts and money of every table, asked by plain SQL that knows nothing of how backups are made.</summary>
internal static class TableFigures
{
    public static async Task<string> OfAsync(ReportsDb db)
    {
        var text = new StringBuilder();
        foreach (var table in db.Model.GetRelationalModel().Tables.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var money = table
                .Columns.Select(c => c.Name)
                .Where(c => c.EndsWith("_paise", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
            var sums = string.Concat(money.Select(c => $", CAST(COALESCE(SUM({c}), 0) AS bigint)"));
            var row = await RowAsync(db, $"SELECT COUNT(*){sums} FROM {table.Name}");
            text.Append(CultureInfo.InvariantCulture, $"{table.Name}: {string.Join(' ', row)}\n");
        }

        return text.ToString();
    }

    /// <summary>The rows of one SQLite file that the other lacks, in either direction, table by table.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(string one, string other)
    {
        await using var connection = new SqliteConnection($"Data Source={one};Pooling=False");
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"ATTACH '{other}' AS other");
        var tables = new List<string>();
        await using (var names = connection.CreateCommand())
        {
            names.CommandText = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
            await using var reader = await names.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }

        var differences = new List<string>();
        foreach (var table in tables)
        {
            foreach (var (a, b) in new[] { ("main", "other"), ("other", "main") })
            {
                await using var count = connection.CreateCommand();
                count.CommandText =
                    $"""SELECT COUNT(*) FROM (SELECT * FROM {a}."{table}" EXCEPT SELECT * FROM {b}."{table}")""";
                if (await count.ExecuteScalarAsync() is long and > 0 and var lacking)
                    differences.Add($"{table}: {lacking} rows only in {a}");
            }
        }

        return differences;
    }

    private static async Task<object[]> RowAsync(ReportsDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var row = new object[reader.FieldCount];
        reader.GetValues(row);
        return row;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
