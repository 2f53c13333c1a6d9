using System.Diagnostics;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>These keep every thread of the process and every core busy, so that no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BusyProcessCollection
{
    public const string Name = "Busy process";
}

/// <summary>What becomes of jobs while their process has no thread to spare.</summary>
[Collection(BusyProcessCollection.Name)]
public sealed class BusyProcessTests
{
    [Theory, EachDatabase]
    public async Task Handlers_that_keep_every_pool_thread_busy_do_not_lose_their_jobs(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var busy = Environment.ProcessorCount * 8;
        var node = await fixture.StartAsync(
            [("LeaseSeconds", "3"), ("Workers", $"{busy}")],
            new TestKind("burn", (_, _) =>
            {
                var watch = Stopwatch.StartNew();
                while (watch.ElapsedMilliseconds < 7000)
                    Thread.SpinWait(1000);
                return Task.CompletedTask;
            })
        );
        var ids = new List<long>();
        for (var i = 0; i < busy; i++)
            ids.Add(await node.AddAsync("burn"));
        foreach (var id in ids)
            Assert.Equal(1, (await fixture.UntilAsync(id, JobState.Completed)).Attempt);
    }
}
