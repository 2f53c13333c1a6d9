using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>Cancellation: at once where a job waits, shortly where it runs, and never undone.</summary>
public sealed class CancelTests
{
    [Theory, EachDatabase]
    public async Task A_waiting_job_is_cancelled_at_once(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var pending = await node.AddAsync("a");
        var scheduled = await node.AddAsync(
            new NewJob("a", "a", "{}", 1) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(1) }
        );
        foreach (var id in new[] { pending, scheduled })
        {
            Assert.Equal(JobChange.Done, await node.Queue.CancelAsync(id, "Asha", "No need", default));
            Assert.True(
                await fixture.JobAsync(id)
                    is { State: JobState.Cancelled, CancelledBy: "Asha", CancelReason: "No need", FinishedAt: not null }
            );
        }

        await fixture.PassAsync(TimeSpan.FromHours(2));
        Assert.False(await node.Dispatch.PromoteAsync(default));
        Assert.Empty(await node.ClaimAsync());
    }

    [Theory, EachDatabase]
    public async Task A_running_job_ends_by_the_signal_alone_whether_it_listens_or_not(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        using var release = new CancellationTokenSource();
        var node = await fixture.StartAsync(
            [("GraceSeconds", "0.5"), ("LeaseSeconds", "600"), ("PollSeconds", "600")],
            new TestKind("listens", (_, ct) => Task.Delay(Timeout.Infinite, ct)),
            new TestKind("unresponsive", (_, _) => Task.Delay(Timeout.Infinite, release.Token)),
            new TestKind("finishes", async (_, ct) =>
                await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)
            ),
            new TestKind("breaks", async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new JobFailure("x", "x", retryable: true);
            })
        );
        foreach (var kind in new[] { "listens", "unresponsive", "finishes", "breaks" })
        {
            var id = await node.AddAsync(kind);
            await fixture.UntilAsync(id, JobState.Running);
            Assert.Equal(JobChange.Requested, await node.Queue.CancelAsync(id, "Asha", null, default));
            var job = await fixture.UntilAsync(id, JobState.Cancelled);
            Assert.Equal(("Asha", 1), (job.CancelledBy, job.Attempt));
        }

        await release.CancelAsync();
    }

    [Theory, EachDatabase]
    public async Task A_node_that_gets_no_signal_sees_the_cancellation_when_it_renews_its_lease(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var node = await fixture.StartAsync(
            [("LeaseSeconds", "1.5")],
            new TestKind("a", (_, ct) => Task.Delay(Timeout.Infinite, ct))
        );
        var id = await node.AddAsync("a");
        await fixture.UntilAsync(id, JobState.Running);
        Assert.Equal(JobChange.Requested, await fixture.Node().Queue.CancelAsync(id, "Asha", null, default));
        await fixture.UntilAsync(id, JobState.Cancelled);
    }

    [Theory, EachDatabase]
    public async Task A_job_to_be_cancelled_is_not_revived_when_its_process_dies(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        await node.ClaimAsync();
        Assert.Equal(JobChange.Requested, await node.Queue.CancelAsync(id, "Asha", null, default));
        await fixture.PassAsync(JobNode.Lease * 2);
        Assert.Equal(1, await node.Janitor.RescueAsync(default));
        Assert.Equal(JobState.Cancelled, (await fixture.JobAsync(id)).State);
        Assert.Empty(await node.ClaimAsync());
    }

    [Theory, EachDatabase]
    public async Task Cancellation_wins_over_whatever_the_attempt_ends_with(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        for (var ending = 0; ending < 3; ending++)
        {
            var id = await node.AddAsync("a");
            var job = (await node.ClaimAsync())[0];
            await node.Queue.CancelAsync(id, "Asha", null, default);
            var state = ending switch
            {
                0 => await node.Claims.FailAsync(job, "x", "x", TimeSpan.Zero, default),
                1 => await node.Claims.ReleaseAsync(job, default),
                _ => await node.Claims.CompleteAsync(job, null, default),
            };
            Assert.Equal(JobState.Cancelled, state);
            Assert.NotNull((await fixture.JobAsync(id)).FinishedAt);
        }

        await fixture.PassAsync(TimeSpan.FromHours(1));
        Assert.False(await node.Dispatch.PromoteAsync(default));
        Assert.Empty(await node.ClaimAsync());
    }

    [Theory, EachDatabase]
    public async Task Asking_again_or_too_late_is_answered_clearly_and_changes_nothing(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        Assert.Equal(JobChange.NotFound, await node.Queue.CancelAsync(99, "Asha", null, default));
        var id = await node.AddAsync("a");
        var job = (await node.ClaimAsync())[0];
        Assert.Equal(JobChange.Requested, await node.Queue.CancelAsync(id, "Asha", "first", default));
        Assert.Equal(JobChange.Requested, await node.Queue.CancelAsync(id, "Ravi", "second", default));
        Assert.Equal(
            ("Asha", "first"),
            ((await fixture.JobAsync(id)).CancelledBy, (await fixture.JobAsync(id)).CancelReason)
        );
        await node.Claims.CancelledAsync(job, default);
        Assert.Equal(JobChange.WrongState, await node.Queue.CancelAsync(id, "Ravi", null, default));

        var done = await node.AddAsync("a");
        await node.Claims.CompleteAsync((await node.ClaimAsync())[0], null, default);
        var before = await fixture.JobAsync(done);
        Assert.Equal(JobChange.WrongState, await node.Queue.CancelAsync(done, "Ravi", null, default));
        Assert.Equivalent(before, await fixture.JobAsync(done));
    }
}
