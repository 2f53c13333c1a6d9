using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// Bars of the job queue. Run in Release: <c>REPORTSADMIN_BENCH=1 dotnet test -c Release --filter FullyQualifiedName~JobsBench --logger "console;verbosity=detailed"</c>.
/// The floor is a bare single-row UPDATE, each in its own transaction, on the same database in the same run.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class JobsBench(ITestOutputHelper test)
{
    private readonly BenchOutput output = new(test);

    private const int Jobs = 2000;

    [Theory, EachDatabase]
    public async Task Claiming_and_completing(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var node = fixture.Node();
        await RoundAsync(fixture, node, 1, 1, 300);
        var floor = await FloorAsync(fixture);
        var opened = await OpenedFloorAsync(node);
        output.WriteLine(
            $"{provider}: floor {floor:F0} single-row updates/s on one open connection, {opened:F0} with a context of its own for each"
        );
        foreach (var (loops, batch) in new[] { (1, 1), (1, 10), (4, 1), (4, 10) })
        {
            var rate = await RoundAsync(fixture, node, loops, batch, Jobs);
            output.WriteLine(
                $"{provider}: {loops} loops, batch {batch}: {rate:F0} jobs/s, {rate / floor:F2} of the floor, {rate / opened:F2} of the one with contexts"
            );
            // A job is a claim and a completion, each in a context of its own: on SQLite that costs far more than the statement.
            Assert.True(rate / opened > 0.15, "slower than the bar");
        }
    }

    [Theory, EachDatabase]
    public async Task From_adding_to_starting(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var waits = new ConcurrentBag<double>();
        var kind = new TestKind("a", (context, _) =>
        {
            waits.Add(Stopwatch.GetElapsedTime(long.Parse(context.Read<string>())).TotalMilliseconds);
            return Task.CompletedTask;
        });
        var node = await fixture.StartAsync([("PollSeconds", "5")], kind);
        var random = new Random(1);
        for (var i = 0; i < 350; i++)
        {
            if (i == 50)
                waits.Clear();
            await node.AddAsync(new NewJob("a", "a", $"\"{Stopwatch.GetTimestamp()}\"", i % 5));
            await Task.Delay(random.Next(5, 20));
        }

        await Eventually.IsTrueAsync(async () => (await fixture.JobsAsync()).All(j => j.State == JobState.Completed));
        var floor = 1000 / await FloorAsync(fixture);
        var sorted = waits.Order().ToList();
        double At(double share) => sorted[(int)(share * (sorted.Count - 1))];
        output.WriteLine(
            $"{provider}: added to started, ms: p50 {At(0.5):F2}, p95 {At(0.95):F2}, p99 {At(0.99):F2}, max {sorted[^1]:F2}; a bare update {floor:F3}, p50 is {At(0.5) / floor:F0} of them"
        );
        Assert.True(At(0.5) < 100, "slower than the bar");
    }

    /// <summary>Jobs a second by 1, 2 and 4 workers of one node, and of two nodes: of jobs that do nothing, that wait, and that compute.</summary>
    [Theory, EachDatabase]
    public async Task By_number_of_workers(TestProvider provider)
    {
        BenchOutput.SkipUnlessAsked();
        foreach (
            var (what, jobs, work) in new (string, int, Func<Task>)[]
            {
                ("do nothing", 1000, () => Task.CompletedTask),
                ("wait 20 ms", 200, () => Task.Delay(20)),
                ("compute 20 ms", 200, () =>
                {
                    Spin(TimeSpan.FromMilliseconds(20));
                    return Task.CompletedTask;
                }),
            }
        )
        {
            var rates = new List<double>();
            foreach (var (nodes, workers) in new[] { (1, 1), (1, 2), (1, 4), (2, 2) })
                rates.Add(await DoneAsync(provider, nodes, workers, jobs, work));
            output.WriteLine(
                $"{provider}: jobs that {what}, a second: 1 worker {rates[0]:F0}, 2 workers {rates[1]:F0} = {rates[1] / rates[0]:F1} ×, 4 workers {rates[2]:F0} = {rates[2] / rates[0]:F1} ×, two nodes of 2 workers {rates[3]:F0} = {rates[3] / rates[0]:F1} × ({Environment.ProcessorCount} processors)"
            );
        }
    }

    private static async Task<double> DoneAsync(
        TestProvider provider,
        int nodes,
        int workers,
        int jobs,
        Func<Task> work
    )
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var done = 0;
        var kind = new TestKind("a", async (_, _) =>
        {
            await work();
            Interlocked.Increment(ref done);
        });
        var settings = new[] { ("Workers", workers.ToString(CultureInfo.InvariantCulture)), ("UrgentWorkers", "0") };
        var started = new List<JobNode>();
        for (var i = 0; i < nodes; i++)
            started.Add(await fixture.StartAsync(settings, kind));
        for (var i = 0; i < 20; i++)
            await started[i % nodes].AddAsync("a");
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref done) == 20));
        await using (var db = fixture.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = 0; i < jobs; i++)
                await started[0].Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", i % 20), default);
            await transaction.CommitAsync();
        }

        var watch = Stopwatch.StartNew();
        foreach (var node in started)
            await node.Queue.AnnounceAsync(0, 1);
        while (Volatile.Read(ref done) < jobs + 20)
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(120))
                throw new TimeoutException();
            await Task.Delay(1);
        }

        return jobs / watch.Elapsed.TotalSeconds;
    }

    private static void Spin(TimeSpan length)
    {
        // Processor time of this thread, so that two of them on one processor take twice as long.
        var rounds = (int)(length.TotalMilliseconds * RoundsAMillisecond.Value);
        var sum = 0.0;
        for (var i = 0; i < rounds; i++)
            sum += Math.Sqrt(i);
        GC.KeepAlive(sum);
    }

    private static readonly Lazy<double> RoundsAMillisecond = new(() =>
    {
        var best = 0.0;
        for (var i = 0; i < 20; i++)
        {
            var watch = Stopwatch.StartNew();
            var sum = 0.0;
            for (var j = 0; j < 1_000_000; j++)
                sum += Math.Sqrt(j);
            GC.KeepAlive(sum);
            best = Math.Max(best, 1_000_000 / watch.Elapsed.TotalMilliseconds);
        }

        return best;
    });

    private static async Task<double> RoundAsync(JobsFixture fixture, JobNode node, int loops, int batch, int jobs)
    {
        await using (var db = fixture.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = 0; i < jobs; i++)
                await node.Queue.EnqueueAsync(
                    db,
                    new NewJob("a", "a", "{}", i % 20) { Priority = (short)(i % 3) },
                    default
                );
            await transaction.CommitAsync();
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, loops)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        while (await node.ClaimAsync(batch, $"w{i}") is { Count: > 0 } claimed)
                        {
                            foreach (var job in claimed)
                                Assert.Equal(JobState.Completed, await node.Claims.CompleteAsync(job, null, default));
                        }
                    })
                )
        );
        return jobs / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> FloorAsync(JobsFixture fixture)
    {
        await using var db = fixture.Db();
        await db.Database.ExecuteSqlRawAsync(
            "INSERT INTO data_versions (topic, version) VALUES ('bench', 0) ON CONFLICT (topic) DO NOTHING"
        );
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "UPDATE data_versions SET version = version + 1 WHERE topic = 'bench'";
        var watch = Stopwatch.StartNew();
        var done = 0;
        for (; watch.ElapsedMilliseconds < 1500; done++)
            await command.ExecuteNonQueryAsync();
        return done / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OpenedFloorAsync(JobNode node)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        for (; watch.ElapsedMilliseconds < 1500; done++)
        {
            await using var db = node.Db();
            await db.Database.ExecuteSqlRawAsync(
                "UPDATE data_versions SET version = version + 1 WHERE topic = 'bench'"
            );
        }

        return done / watch.Elapsed.TotalSeconds;
    }
}
