using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>The database goes away for a while: PostgreSQL refuses and drops every connection, SQLite's one writer is taken.</summary>
public sealed class OutageTests
{
    [Theory, EachDatabase]
    public async Task An_outage_shorter_than_the_lease_costs_no_attempt(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var runs = await RunThroughAsync(fixture, TimeSpan.FromSeconds(2.5), lease: "20");
        Assert.All(await fixture.JobsAsync(), j => Assert.Equal(1, j.Attempt));
        Assert.Equal(6, runs.Count);
    }

    [Theory, EachDatabase]
    public async Task After_one_that_outlasts_the_lease_no_job_has_run_twice_at_once(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var runs = await RunThroughAsync(fixture, TimeSpan.FromSeconds(4), lease: "1.5");
        foreach (var ofJob in runs.GroupBy(r => r.Job))
        {
            var inOrder = ofJob.OrderBy(r => r.Began).ToList();
            for (var i = 1; i < inOrder.Count; i++)
                Assert.True(inOrder[i - 1].Ended <= inOrder[i].Began, $"Job {ofJob.Key} ran twice at once.");
        }

        // Nobody else may take a job of a living process on SQLite, so it goes on.
        if (provider == TestProvider.Sqlite)
            Assert.All(await fixture.JobsAsync(), j => Assert.Equal(1, j.Attempt));
        else
            Assert.Contains(await fixture.JobsAsync(), j => j.Attempt > 1);
    }

    /// <summary>Six jobs of 1.5 seconds on two nodes, the database going away while the first of them run; answers when each ran.</summary>
    private static async Task<IReadOnlyCollection<(long Job, long Began, long Ended)>> RunThroughAsync(
        JobsFixture fixture,
        TimeSpan outage,
        string lease
    )
    {
        var runs = new ConcurrentBag<(long, long, long)>();
        var kind = new TestKind("a", async (context, ct) =>
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await Task.Delay(1500, ct);
            }
            finally
            {
                runs.Add((context.JobId, began, Stopwatch.GetTimestamp()));
            }
        });
        var nodes = fixture.Options.IsPostgres ? 2 : 1;
        for (var i = 0; i < nodes; i++)
            await fixture.StartAsync([("LeaseSeconds", lease), ("Workers", "2")], kind);
        var adder = fixture.Node(kind);
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
            ids.Add(await adder.AddAsync(new NewJob("a", "a", "{}", i) { MaxAttempts = 10 }));
        await Eventually.IsTrueAsync(async () =>
            (await fixture.JobsAsync()).Count(j => j.State == JobState.Running) == 2 * nodes
        );
        await (
            fixture.Options.IsPostgres
                ? RefuseAsync(fixture.Options.ConnectionString!, outage)
                : LockAsync(fixture.Options.ConnectionString!, outage)
        );
        foreach (var id in ids)
            await fixture.UntilAsync(id, JobState.Completed);
        return runs;
    }

    private static async Task RefuseAsync(string connectionString, TimeSpan outage)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var admin = new NpgsqlConnection(await PostgresServer.ConnectionStringAsync());
        await admin.OpenAsync();
        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, admin);
            await command.ExecuteNonQueryAsync();
        }

        await RunAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await Task.Delay(outage);
        await RunAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    }

    private static async Task LockAsync(string connectionString, TimeSpan outage)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();
        await Task.Delay(outage);
        await transaction.RollbackAsync();
    }
}
