using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>What becomes of a job whose process fell silent, and of the process when it wakes again.</summary>
public sealed class LeaseTests
{
    [Theory, EachDatabase]
    public async Task A_job_of_a_silent_process_is_put_back_once_and_its_attempt_counts(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var (node, other) = (fixture.Node(), fixture.Node());
        var id = await node.AddAsync("a");
        await node.ClaimAsync();
        Assert.Equal(0, await node.Janitor.RescueAsync(default));

        await fixture.PassAsync(JobNode.Lease * 2);
        var rescued = await Task.WhenAll(node.Janitor.RescueAsync(default), other.Janitor.RescueAsync(default));

        Assert.Equal(1, rescued.Sum());
        Assert.Equal(JobState.Pending, (await fixture.JobAsync(id)).State);
        var again = Assert.Single(await other.ClaimAsync());
        Assert.Equal((id, 2, 2L), (again.Id, again.Attempt, again.Fence));
        Assert.Equal("The process running it stopped.", Assert.Single(await fixture.ErrorsAsync(id)).Message);
    }

    [Theory, EachDatabase]
    public async Task A_zombie_changes_nothing(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        var zombie = (await node.ClaimAsync())[0];
        await fixture.PassAsync(JobNode.Lease * 2);
        await node.Janitor.RescueAsync(default);
        async Task RefusedAsync()
        {
            var before = await fixture.JobAsync(id);
            Assert.Null(await node.Claims.CompleteAsync(zombie, "1", default));
            Assert.Null(await node.Claims.FailAsync(zombie, "x", "x", TimeSpan.Zero, default));
            Assert.Null(await node.Claims.ReleaseAsync(zombie, default));
            Assert.Null(await node.Claims.CancelledAsync(zombie, default));
            Assert.False(await node.Claims.ProgressAsync(zombie, new("x", 50, 1, null), default));
            Assert.Null(
                await node.Claims.PublishAsync(
                    zombie,
                    new Artifact
                    {
                        Name = "x",
                        FileName = "x",
                        ContentType = "x",
                        FileKey = "x",
                        Hash = "x",
                    },
                    null,
                    default
                )
            );
            Assert.Empty(node.Claims.Renew([zombie], JobNode.Lease));
            Assert.Equivalent(before, await fixture.JobAsync(id));
        }

        await RefusedAsync();
        var holder = (await node.ClaimAsync())[0];
        await RefusedAsync();
        Assert.Equal([id], node.Claims.Renew([holder, zombie], JobNode.Lease).Keys);
        Assert.Equal(JobState.Completed, await node.Claims.CompleteAsync(holder, "2", default));
        await RefusedAsync();
        Assert.Equal("2", (await fixture.JobAsync(id)).Result);
    }

    [Theory, EachDatabase]
    public async Task A_handler_that_outlives_its_lease_is_told_and_its_result_thrown_away(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var (begun, tripped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = await fixture.StartAsync([("LeaseSeconds", "3")], new TestKind("a", async (context, ct) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => tripped.TrySetResult());
                await context.SaveAsync(
                    "late",
                    "late.txt",
                    "text/plain",
                    null,
                    (file, token) => file.WriteAsync("late"u8.ToArray(), token).AsTask(),
                    default
                );
            }));
        var id = await slow.AddAsync("a");
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await using (var db = fixture.Db())
            await db.Database.ExecuteSqlAsync($"UPDATE jobs SET fence = fence + 1, worker = 'another' WHERE id = {id}");

        await tripped.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await slow.StopAsync();

        Assert.Empty(await fixture.ArtifactsAsync());
        Assert.Empty(await slow.Files.OwnedAsync(default).ToListAsync());
        Assert.True(await fixture.JobAsync(id) is { State: JobState.Running, Fence: 2, Worker: "another" });
    }

    [Theory, EachDatabase]
    public async Task A_crash_in_the_last_attempt_fails_the_job(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync(new NewJob("a", "a", "{}", 1) { MaxAttempts = 2 });
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(attempt, Assert.Single(await node.ClaimAsync()).Attempt);
            await fixture.PassAsync(JobNode.Lease * 2);
            Assert.Equal(1, await node.Janitor.RescueAsync(default));
        }

        var job = await fixture.JobAsync(id);
        Assert.Equal(
            (JobState.Failed, "stopped", "The process running it stopped."),
            (job.State, job.ErrorCode, job.ErrorMessage)
        );
        Assert.NotNull(job.FinishedAt);
        Assert.Equal([1, 2], (await fixture.ErrorsAsync(id)).Select(e => e.Attempt));
        Assert.Empty(await node.ClaimAsync());
    }

    [Theory, EachDatabase]
    public async Task Leases_go_by_the_databases_clock_on_postgres_and_by_the_processs_on_sqlite(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        await node.ClaimAsync();
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(provider == TestProvider.Sqlite ? 1 : 0, await node.Janitor.RescueAsync(default));
        Assert.Equal(
            provider == TestProvider.Sqlite ? JobState.Pending : JobState.Running,
            (await fixture.JobAsync(id)).State
        );
    }
}
