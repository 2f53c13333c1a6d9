using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Data;

/// <summary>A database that is busy, away or full is no fault of the program: callers are told to come again, accepted work waits.</summary>
public sealed class BusyDatabaseTests
{
    [Fact]
    public async Task While_another_process_writes_changes_are_told_to_come_again_and_reads_go_on()
    {
        await using var app = await new TestApp().With("Database:BusySeconds", "1").StartAsync();
        using var client = await app.AsAsync(TestApp.Admin);
        await using (await HoldAsync(app.Services.GetRequiredService<DatabaseOptions>()))
        {
            using var read = await client.GetAsync("/api/customers");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);

            // The families write their errors differently; each says so in its own words.
            using var login = await app.Anonymous()
                .PostAsJsonAsync("/api/auth/login", new { email = TestApp.Manager, password = AccessDemo.Password });
            await AssertComeAgainAsync(login, b => b.GetProperty("error").GetString()!);
            using var job = await client.PostAsJsonAsync(
                "/api/v2/reports/jobs",
                new
                {
                    reportType = "outstanding-ageing",
                    name = "While busy",
                    output = new { format = "csv" },
                }
            );
            await AssertComeAgainAsync(job, b => b.GetProperty("error").GetProperty("message").GetString()!);

            using var health = await client.GetAsync("/api/health/database");
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            Assert.Contains("long write", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var after = await app.Anonymous()
            .PostAsJsonAsync("/api/auth/login", new { email = TestApp.Manager, password = AccessDemo.Password });
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task The_sign_in_page_does_not_hang_and_says_so()
    {
        await using var app = await new TestApp().With("Database:BusySeconds", "1").StartAsync();
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var html = await client.GetStringAsync("/sign-in");
        await using var hold = await HoldAsync(app.Services.GetRequiredService<DatabaseOptions>());
        var watch = Stopwatch.StartNew();

        using var answer = await client.PostAsync(
            "/sign-in",
            HtmlForm.Fields(
                html,
                ("_handler", "sign-in"),
                ("Input.Email", TestApp.Manager),
                ("Input.Password", AccessDemo.Password)
            )
        );

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        Assert.Contains("busy with another write", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Accepted_uploads_and_jobs_wait_until_the_database_is_free_and_lose_no_attempt()
    {
        await using var database = await TestDatabase.CreateAsync(TestProvider.Sqlite);
        var folder = Directory.CreateTempSubdirectory("reportsadmin-busy-").FullName;
        await using (var fixture = TestFixture.Reopen(database.Options with { BusySeconds = 1 }, folder))
        {
            await fixture.SeedAsync();
            var id = await fixture.Imports.ReceiveAsync(
                CurrentUser.System,
                new NewUpload(ReceivablesImport.TargetKind, "outstanding.csv", 202603, 1),
                new MemoryStream(StagedUploads.Csv(Lines())),
                default
            );
            await using (await fixture.StartWorkersAsync())
            {
                await Eventually.IsTrueAsync(async () => (await fixture.DetailsAsync(id)).State == ImportState.Staging);
                await using (await HoldAsync(database.Options))
                {
                    // Longer than background work waits inside SQLite: it meets the error.
                    await Task.Delay(TimeSpan.FromSeconds(7));
                    Assert.NotEqual(ImportState.Refused, (await fixture.DetailsAsync(id)).State);
                }

                await Eventually.IsTrueAsync(async () =>
                {
                    fixture.Clock.Advance(TimeSpan.FromSeconds(1));
                    return (await fixture.DetailsAsync(id)).State == ImportState.Staged;
                });
                await Eventually.IsTrueAsync(async () => (await JobAsync(fixture)).State == JobState.Completed);
            }

            await using var db = fixture.Contexts.CreateDbContext();
            Assert.Equal(0, (await db.Set<ImportBatch>().SingleAsync()).Attempts);
            Assert.Equal(1, (await JobAsync(fixture)).Attempt);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory, EachDatabase]
    public async Task A_job_that_meets_an_outage_waits_and_its_attempt_does_not_count(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var calls = 0;
        var node = await fixture.StartAsync(
            new TestKind("a", (_, _) =>
                ++calls <= 4 ? throw new DbUpdateException("x", new SqliteException("full", 13)) : Task.CompletedTask
            )
        );
        var id = await node.AddAsync(new NewJob("a", "a", "{}", 1) { MaxAttempts = 2 });

        await Eventually.IsTrueAsync(async () =>
        {
            await fixture.PassAsync(TimeSpan.FromSeconds(30));
            return (await fixture.JobAsync(id)).State == JobState.Completed;
        });

        Assert.Equal((5, 1), (calls, (await fixture.JobAsync(id)).Attempt));
        Assert.Empty(await fixture.ErrorsAsync(id));
    }

    [Fact]
    public void Outages_are_told_from_faults()
    {
        Assert.Equal(10, SecondsOf(new SqliteException("database is locked", 5)));
        Assert.Equal(10, SecondsOf(new DbUpdateException("x", new SqliteException("database is locked", 5))));
        Assert.Equal(120, SecondsOf(new SqliteException("database or disk is full", 13)));
        Assert.Equal(30, SecondsOf(new SqliteException("attempt to write a readonly database", 8)));
        Assert.Equal(30, SecondsOf(new SqliteException("database disk image is malformed", 11)));
        Assert.Equal(120, SecondsOf(new IOException("No space left on device", 28)));
        Assert.Equal(120, SecondsOf(Postgres("53100")));
        Assert.Equal(30, SecondsOf(Postgres("57P03")));
        Assert.Equal(10, SecondsOf(Postgres("40P01")));
        Assert.Equal(
            30,
            SecondsOf(new InvalidOperationException("x", new NpgsqlException("x", new IOException("closed"))))
        );

        Assert.Null(DatabaseOutage.Of(new SqliteException("UNIQUE constraint failed", 19)));
        Assert.Null(DatabaseOutage.Of(Postgres("23505")));
        Assert.Null(DatabaseOutage.Of(new InvalidOperationException("a bug")));
        Assert.Null(DatabaseOutage.Of(new IOException("anything else")));
    }

    [Theory]
    [InlineData(14, 30)]
    [InlineData(13, 120)]
    public async Task A_database_that_is_down_or_a_full_disk_is_503_and_health_says_so(int code, int seconds)
    {
        var fault = new Fault();
        await using var app = await new TestApp().With(s => s.AddSingleton<IInterceptor>(fault)).StartAsync();
        using var client = app.Anonymous();
        fault.Error = new SqliteException("fault of the test", code);

        using var login = await client.PostAsJsonAsync(
            "/api/auth/login",
            new { email = TestApp.Manager, password = "wrong" }
        );
        using var health = await client.GetAsync("/api/health/database");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, login.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(seconds), login.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        fault.Error = null;
        using var after = await client.PostAsJsonAsync(
            "/api/auth/login",
            new { email = TestApp.Manager, password = "wrong" }
        );
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    /// <summary>Lets every connection fail as long as there is an error.</summary>
    private sealed class Fault : DbConnectionInterceptor
    {
        public Exception? Error { get; set; }

        public override InterceptionResult ConnectionOpening(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result
        ) => Error is { } error ? throw error : result;

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        ) => Error is { } error ? throw error : ValueTask.FromResult(result);
    }

    private static double? SecondsOf(Exception e) => DatabaseOutage.Of(e)?.RetryAfter?.TotalSeconds;

    private static PostgresException Postgres(string state) => new("x", "ERROR", "ERROR", state);

    private static async Task AssertComeAgainAsync(HttpResponseMessage answer, Func<JsonElement, string> message)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter?.Delta);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("The database is busy with another write. Try again in a moment.", message(body));
    }

    /// <summary>Holds SQLite's one writer, as another process would, until it is disposed.</summary>
    private static async Task<SqliteConnection> HoldAsync(DatabaseOptions options)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task<Job> JobAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<Job>().SingleAsync(j => j.Kind == StagingHandler.JobKind);
    }

    private static string[] Lines() =>
        [
            StagedUploads.ByInvoice.Replace('|', ','),
            .. Enumerable.Range(0, 60_000).Select(i => $"C-{i / 9},Asha {i / 9},Mumbai,SI/{i},2026-03-02,10,10"),
        ];
}
