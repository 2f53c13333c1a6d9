using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>A database file that is damaged in the middle is noticed, though nobody reads the damaged page.</summary>
public sealed class IntegrityTests
{
    private const int PageSize = 4096;

    [Theory, EachDatabase]
    public async Task A_whole_database_is_found_whole(TestProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var integrity = new DatabaseIntegrity(database.Contexts());

        Assert.True(await integrity.CheckQuicklyAsync(TimeSpan.FromMinutes(1), default));
        Assert.True(await integrity.CheckWhollyAsync(default));

        Assert.Null(integrity.Damage);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_page_in_the_middle_is_found(bool wholly)
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        await DamageAsync(database.Options);
        var integrity = new DatabaseIntegrity(database.Contexts());

        Assert.True(
            wholly
                ? await integrity.CheckWhollyAsync(default)
                : await integrity.CheckQuicklyAsync(TimeSpan.FromMinutes(1), default)
        );

        Assert.NotNull(integrity.Damage);
    }

    [Fact]
    public async Task The_look_after_the_start_is_bounded()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        await FillAsync(database.Options, 60_000);
        var integrity = new DatabaseIntegrity(database.Contexts());

        Assert.False(await integrity.CheckQuicklyAsync(TimeSpan.Zero, default));

        Assert.Null(integrity.Damage);
    }

    [Fact]
    public async Task A_check_ends_with_the_application()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        await FillAsync(database.Options, 60_000);
        using var ending = new CancellationTokenSource();
        var check = new DatabaseIntegrity(database.Contexts()).CheckQuicklyAsync(TimeSpan.FromMinutes(1), ending.Token);
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
    }

    [Fact]
    public async Task Damage_makes_health_red_and_raises_an_alert_and_the_check_comes_every_night()
    {
        await using var app = await new TestApp().StartAsync();
        using var client = app.Anonymous();
        await using var db = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await Until.TrueAsync(
            () => db.Set<RecurringJob>().AnyAsync(r => r.Kind == "database.check" && r.Enabled),
            "the nightly check is scheduled"
        );
        using (var whole = await client.GetAsync("/api/health/database"))
            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);

        await DamageAsync(app.Services.GetRequiredService<DatabaseOptions>());
        await using (var scope = app.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetServices<IJobHandler>()
                .Single(h => h.Kind == "database.check")
                .RunAsync(null!, default);

        await Until.TrueAsync(
            () => db.Set<Alert>().AnyAsync(a => a.Kind == AlertKind.DamagedDatabase),
            "the alert was written"
        );
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        using var damaged = await client.GetAsync("/api/health/database");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, damaged.StatusCode);
        Assert.Contains("damaged", await damaged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Overwrites pages of a table that nothing else of the application reads.</summary>
    private static async Task DamageAsync(DatabaseOptions options)
    {
        await FillAsync(options, 2_000);
        await using var connection = new SqliteConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT rootpage FROM sqlite_master WHERE name = 'ballast'";
        var root = (long)(await command.ExecuteScalarAsync())!;
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        await using var file = new FileStream(
            connection.DataSource,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite
        );
        var garbage = new byte[PageSize];
        Array.Fill(garbage, (byte)0xA5);
        for (var page = root + 5; page < root + 15; page++)
        {
            file.Position = page * PageSize;
            await file.WriteAsync(garbage);
        }
    }

    private static async Task FillAsync(DatabaseOptions options, int rows)
    {
        await using var connection = new SqliteConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"CREATE TABLE ballast (id INTEGER PRIMARY KEY, text TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO ballast SELECT i, printf('%0500d', i) FROM n";
        await command.ExecuteNonQueryAsync();
    }
}
