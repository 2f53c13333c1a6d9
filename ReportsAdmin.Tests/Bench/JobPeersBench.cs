using System.Diagnostics;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Bench;

/// <summary>
/// The job queue beside Hangfire and Quartz, each on a PostgreSQL database of its own with four workers: what a job costs, how
/// soon it begins, and how soon another node takes over the work of one that was killed.
/// </summary>
[Trait("Category", "Bench")]
[Collection(BenchCollection.Name)]
public sealed class JobPeersBench(ITestOutputHelper test)
{
    private const int Jobs = 1_000;
    private const int Lone = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly BenchOutput output = new(test);

    [Fact]
    public async Task Beside_Hangfire_and_Quartz()
    {
        BenchOutput.SkipUnlessAsked();
        foreach (var name in JobPeers.Names)
        {
            await using var database = await TestDatabase.CreateAsync(TestProvider.Postgres);
            var folder = Directory.CreateTempSubdirectory("reportsadmin-peer-").FullName;
            try
            {
                await MeasureAsync(name, database.Options.ConnectionString!, folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task MeasureAsync(string name, string connection, string folder)
    {
        PeerWork.Began.Clear();
        await using (var peer = JobPeers.Open(name, connection, folder, 4))
        {
            // The code is compiled and the schema made before anything counts.
            await peer.EnqueueAsync(Enumerable.Range(10_000, 50));
            var (enqueued, _) = await TimedAsync(() => peer.EnqueueAsync(Enumerable.Range(0, Jobs)));
            var (done, cpu) = await TimedAsync(async () =>
            {
                await peer.StartAsync();
                await UntilAsync(() => PeerWork.Began.Count == Jobs + 50);
            });
            output.WriteLine(
                $"{name}: {Jobs / enqueued.TotalSeconds:F0} jobs added a second, {(Jobs + 50) / done.TotalSeconds:F0} done a second by 4 workers, {cpu.TotalMilliseconds / (Jobs + 50):F2} ms of processor time each"
            );
            output.WriteLine($"{name}: added to begun, ms: {await LatencyAsync(peer)}");
        }

        var over = await HandOverAsync(name, connection, folder);
        if (over < Patience)
            output.WriteLine(
                $"{name}: work of a killed node begins elsewhere after {over.TotalSeconds:F1} s (lease of {JobPeers.LeaseSeconds} s where one can be set)"
            );
        else
            output.WriteLine(
                $"{name}: work of a killed node did not begin elsewhere within {Patience.TotalSeconds:F0} s"
            );
    }

    private static async Task<string> LatencyAsync(IJobPeer peer)
    {
        var waits = new List<double>();
        var random = new Random(1);
        for (var job = Jobs; job < Jobs + Lone; job++)
        {
            var added = Stopwatch.GetTimestamp();
            await peer.EnqueueAsync([job]);
            await UntilAsync(() => PeerWork.Began.ContainsKey(job));
            waits.Add(Stopwatch.GetElapsedTime(added, PeerWork.Began[job]).TotalMilliseconds);
            await Task.Delay(random.Next(5, 20));
        }

        waits.Sort();
        return $"p50 {waits[Lone / 2]:F1}, p95 {waits[Lone * 95 / 100]:F1}, max {waits[^1]:F1}";
    }

    private static async Task<TimeSpan> HandOverAsync(string name, string connection, string folder)
    {
        PeerWork.Began.Clear();
        await using var peer = JobPeers.Open(name, connection, folder, 1);
        using var doomed = BenchChild.Start("job-peer", name, connection, folder);
        await peer.EnqueueAsync([PeerWork.Endless]);
        while (await doomed.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line && line != "runs") { }

        doomed.Kill();
        await doomed.WaitForExitAsync();
        var watch = Stopwatch.StartNew();
        await peer.StartAsync();
        while (!PeerWork.Began.ContainsKey(PeerWork.Endless) && watch.Elapsed < Patience)
            await Task.Delay(20);
        return watch.Elapsed;
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu)> TimedAsync(Func<Task> work)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await work();
        return (watch.Elapsed, Environment.CpuUsage.TotalTime - before);
    }

    private static async Task UntilAsync(Func<bool> isDone)
    {
        var watch = Stopwatch.StartNew();
        while (!isDone())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException();
            await Task.Delay(1);
        }
    }
}
