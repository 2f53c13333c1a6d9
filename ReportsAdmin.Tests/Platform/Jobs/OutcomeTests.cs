using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>How attempts end, and which of them are followed by another.</summary>
public sealed class OutcomeTests
{
    [Theory, EachDatabase]
    public async Task A_failure_that_may_pass_is_tried_again_and_its_history_kept(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var node = await fixture.StartAsync(
            [("BackoffSeconds", "0.3")],
            new TestKind("a", (context, _) =>
                context.Attempt < 3
                    ? throw new JobFailure("busy", $"Busy {context.Attempt}.", retryable: true)
                    : Task.CompletedTask
            )
        );
        var id = await node.AddAsync("a");
        var job = await fixture.UntilAsync(id, JobState.Completed);
        Assert.Equal((3, null), (job.Attempt, job.ErrorMessage));
        var errors = await fixture.ErrorsAsync(id);
        Assert.Equal(["1 busy Busy 1.", "2 busy Busy 2."], errors.Select(e => $"{e.Attempt} {e.Code} {e.Message}"));
        Assert.True(
            errors[1].At - errors[0].At >= TimeSpan.FromSeconds(0.2),
            "There was no pause before the second attempt."
        );
    }

    [Fact]
    public void The_pause_doubles_is_capped_and_spread()
    {
        var options = new JobOptions { BackoffSeconds = 10, MaxBackoffSeconds = 60 };
        Assert.Equal([10, 20, 40, 60, 60], Enumerable.Range(1, 5).Select(a => options.Backoff(a, 0.5).TotalSeconds));
        Assert.Equal((8, 12), (options.Backoff(1, 0).TotalSeconds, options.Backoff(1, 1).TotalSeconds));
        Assert.Equal(60, options.Backoff(500, 0.5).TotalSeconds);
    }

    [Theory, EachDatabase]
    public async Task An_unexpected_error_is_told_by_a_reference_alone_and_fails_after_the_last_attempt(
        TestProvider provider
    )
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var node = await fixture.StartAsync(
            [("BackoffSeconds", "0.01")],
            new TestKind("a", (_, _) => throw new InvalidOperationException("secret of the database"))
        );
        var id = await node.AddAsync(new NewJob("a", "a", "{}", 1) { MaxAttempts = 2 });
        var job = await fixture.UntilAsync(id, JobState.Failed);
        Assert.Equal((2, "unexpected"), (job.Attempt, job.ErrorCode));
        Assert.Matches("^Something went wrong. It was logged with the reference [0-9a-f]{12}.$", job.ErrorMessage);
        Assert.Equal(2, (await fixture.ErrorsAsync(id)).Count);
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_helped_fails_at_once_and_blocks_nothing(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = await fixture.StartAsync(
            [("Workers", "1")],
            new TestKind("refused", (_, _) => throw DomainException.NotFound("Form not found.")),
            new TestKind("hopeless", (_, _) => throw new JobFailure("no-rows", "There are no rows.", retryable: false)),
            new TestKind("picky", (context, _) => Task.FromResult(context.Read<Wanted>())),
            new TestKind("good", (_, _) => Task.CompletedTask)
        );
        var refused = await node.AddAsync("refused");
        var hopeless = await node.AddAsync("hopeless");
        var unknown = await node.AddAsync("of another program");
        var malformed = await node.AddAsync(new NewJob("picky", "x", "{\"Rows\":\"many\"}", 1));
        var empty = await node.AddAsync(new NewJob("picky", "x", "null", 1));
        await fixture.UntilAsync(await node.AddAsync("good"), JobState.Completed);
        async Task<string> EndAsync(long id) =>
            await fixture.JobAsync(id) is var j ? $"{j.State} {j.Attempt} {j.ErrorCode} {j.ErrorMessage}" : "";
        Assert.Equal("Failed 1 notfound Form not found.", await EndAsync(refused));
        Assert.Equal("Failed 1 no-rows There are no rows.", await EndAsync(hopeless));
        Assert.Equal(
            "Failed 1 unknown-kind This program does not know jobs of the kind 'of another program'.",
            await EndAsync(unknown)
        );
        Assert.Equal("Failed 1 bad-arguments The job's arguments cannot be read.", await EndAsync(malformed));
        Assert.Equal("Failed 1 bad-arguments The job's arguments cannot be read.", await EndAsync(empty));
    }

    [Theory, EachDatabase]
    public async Task A_job_that_takes_too_long_is_stopped(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        using var release = new CancellationTokenSource();
        var node = await fixture.StartAsync(
            [("BackoffSeconds", "0.01")],
            new TestKind("endless", (_, ct) => Task.Delay(Timeout.Infinite, ct)) { Timeout = TimeSpan.FromSeconds(1) },
            new TestKind("unresponsive", (_, _) => Task.Delay(Timeout.Infinite, release.Token))
            {
                Timeout = TimeSpan.FromSeconds(1),
            }
        );
        foreach (var kind in new[] { "endless", "unresponsive" })
        {
            var job = await fixture.UntilAsync(
                await node.AddAsync(new NewJob(kind, kind, "{}", 1) { MaxAttempts = 1 }),
                JobState.Failed
            );
            Assert.Equal(("timeout", "It took longer than 1 seconds."), (job.ErrorCode, job.ErrorMessage));
        }

        await release.CancelAsync();
    }

    [Theory, EachDatabase]
    public async Task A_person_may_retry_a_failed_job_three_times(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync(new NewJob("a", "a", "{}", 1) { MaxAttempts = 1 });
        Assert.Equal(JobChange.WrongState, await node.Queue.RetryAsync(id, default));
        for (var retry = 1; retry <= JobQueue.MaxRetries; retry++)
        {
            await node.Claims.FailAsync((await node.ClaimAsync())[0], "x", "x", TimeSpan.Zero, default);
            Assert.Equal(JobState.Failed, (await fixture.JobAsync(id)).State);
            Assert.Equal(JobChange.Done, await node.Queue.RetryAsync(id, default));
            Assert.True(
                await fixture.JobAsync(id)
                    is { State: JobState.Pending, Attempt: 0, ErrorCode: null, FinishedAt: null } job
                    && job.Retries == retry
            );
        }

        await node.Claims.FailAsync((await node.ClaimAsync())[0], "x", "x", TimeSpan.Zero, default);
        Assert.Equal(JobChange.TooOften, await node.Queue.RetryAsync(id, default));
        Assert.Equal(JobChange.NotFound, await node.Queue.RetryAsync(id + 1, default));
        Assert.Equal(4, (await fixture.ErrorsAsync(id)).Count);
    }

    [Theory, EachDatabase]
    public async Task A_failed_job_is_not_retried_beside_an_open_one_of_its_key(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync(new NewJob("a", "a", "{}", 1) { UniqueKey = "k" });
        await node.Claims.FailAsync((await node.ClaimAsync())[0], "x", "x", null, default);
        await node.AddAsync(new NewJob("a", "a", "{}", 1) { UniqueKey = "k" });
        Assert.Equal(JobChange.WrongState, await node.Queue.RetryAsync(id, default));
    }

    [Theory, EachDatabase]
    public async Task Progress_is_written_first_and_last_and_seldom_between(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var seen = new List<string>();
        var node = await fixture.StartAsync(new TestKind("a", async (context, ct) =>
            {
                for (var i = 0; i <= 120; i++)
                {
                    context.Report($"Step {i}", i == 60 ? 10 : i, i, 120);
                    await Task.Delay(10, ct);
                }
            }));
        await using var db = fixture.Db();
        var id = await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", 1), default);
        using var watching = node.ChangeNotifier.Subscribe(JobQueue.TopicOf(id), async () =>
        {
            var job = await fixture.JobAsync(id);
            lock (seen)
                seen.Add($"{job.State} {job.Step} {job.Percent} {job.RowsDone}/{job.RowsTotal}");
        });
        await node.Queue.AnnounceAsync(id, 1);
        await fixture.UntilAsync(id, JobState.Completed);
        await Eventually.IsTrueAsync(() =>
            Task.FromResult(seen.Any(s => s.StartsWith("Completed", StringComparison.Ordinal)))
        );

        var progress = seen.Where(s => s.StartsWith("Running Step", StringComparison.Ordinal)).ToList();
        Assert.InRange(progress.Count, 3, 7);
        Assert.Equal("Completed Step 120 100 120/120", seen[^1]);
        var percents = progress.Select(p => int.Parse(p.Split(' ')[3])).ToList();
        Assert.Equal(percents.Order(), percents);
    }

    private sealed record Wanted(int Rows);
}
