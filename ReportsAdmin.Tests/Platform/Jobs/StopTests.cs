using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>A process that ends in good order.</summary>
public sealed class StopTests
{
    [Theory, EachDatabase]
    public async Task A_process_that_stops_lets_its_jobs_finish_and_takes_no_more(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = await fixture.StartAsync(
            [("Workers", "1"), ("DrainSeconds", "10")],
            new TestKind("a", (_, ct) => Task.Delay(600, ct))
        );
        var (first, second) = (await node.AddAsync("a"), await node.AddAsync("a"));
        await fixture.UntilAsync(first, JobState.Running);
        await node.StopAsync();
        Assert.Equal(JobState.Completed, (await fixture.JobAsync(first)).State);
        Assert.True(await fixture.JobAsync(second) is { State: JobState.Pending, Attempt: 0 });
    }

    [Theory, EachDatabase]
    public async Task What_is_not_done_by_then_is_put_back_and_its_attempt_not_counted(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        using var release = new CancellationTokenSource();
        var node = await fixture.StartAsync(
            [("DrainSeconds", "0.2"), ("GraceSeconds", "0.3")],
            new TestKind("listens", (_, ct) => Task.Delay(Timeout.Infinite, ct)),
            new TestKind("unresponsive", (_, _) => Task.Delay(Timeout.Infinite, release.Token))
        );
        var ids = new[] { await node.AddAsync("listens"), await node.AddAsync("unresponsive") };
        foreach (var id in ids)
            await fixture.UntilAsync(id, JobState.Running);
        // The unresponsive one would keep it for ever.
        await node.StopAsync();
        foreach (var id in ids)
            Assert.True(
                await fixture.JobAsync(id) is { State: JobState.Pending, Attempt: 0, LeaseUntil: null, Fence: 1 }
            );
        Assert.Equal(2, (await fixture.Node().ClaimAsync(5)).Count);
        await release.CancelAsync();
    }

    [Theory, EachDatabase]
    public async Task Starting_and_stopping_over_and_over_leaves_no_running_job(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var random = new Random(3);
        var adder = fixture.Node();
        for (var round = 0; round < 15; round++)
        {
            await using (var db = fixture.Db())
            {
                for (var i = 0; i < 20; i++)
                    await adder.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", i % 3), default);
            }

            var node = await fixture.StartAsync(
                [("DrainSeconds", "0.01"), ("GraceSeconds", "1")],
                new TestKind("a", (_, ct) => Task.Delay(150, ct))
            );
            await Task.Delay(random.Next(0, 250));
            await node.StopAsync();
            Assert.DoesNotContain(await fixture.JobsAsync(), j => j.State == JobState.Running);
        }

        var last = await fixture.StartAsync(new TestKind("a", (_, _) => Task.CompletedTask));
        await Eventually.IsTrueAsync(async () => (await fixture.JobsAsync()).All(j => j.State == JobState.Completed));
        Assert.All(await fixture.JobsAsync(), j => Assert.Equal(1, j.Attempt));
        Assert.True((await fixture.JobsAsync()).Any(j => j.Fence > 1), "No stop came while a job ran.");
        await last.StopAsync();
    }
}
