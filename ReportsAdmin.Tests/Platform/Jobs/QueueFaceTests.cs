using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>Places in the queue, hints, deleting and pruning.</summary>
public sealed class QueueFaceTests
{
    [Theory, EachDatabase]
    public async Task A_running_or_waiting_job_cannot_be_deleted_and_a_finished_one_goes_with_its_files(
        TestProvider provider
    )
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        Assert.Equal(JobChange.WrongState, await node.Queue.DeleteAsync(id, default));
        var job = (await node.ClaimAsync())[0];
        Assert.Equal(JobChange.WrongState, await node.Queue.DeleteAsync(id, default));
        var key = await ArtifactTests.PublishAsync(node, job, "report", null);
        await node.Claims.FailAsync(job, "x", "x", null, default);

        Assert.Equal(JobChange.Done, await node.Queue.DeleteAsync(id, default));

        Assert.Equal(JobChange.NotFound, await node.Queue.DeleteAsync(id, default));
        Assert.Empty(await fixture.JobsAsync());
        Assert.Empty(await fixture.ErrorsAsync(id));
        Assert.Empty(await fixture.ArtifactsAsync());
        await Assert.ThrowsAsync<ReportsAdmin.Platform.DomainException>(() => node.Files.OpenAsync(key, null, default));
    }

    [Theory, EachDatabase]
    public async Task Old_finished_jobs_are_pruned_in_batches_and_open_ones_stay(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node([("KeepDays", "30")]);
        for (var i = 0; i < 450; i++)
        {
            await using var db = fixture.Db();
            await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", i), default);
        }

        var jobs = await node.ClaimAsync(450);
        var key = await ArtifactTests.PublishAsync(node, jobs[0], "report", null);
        foreach (var job in jobs.Take(440))
            await node.Claims.CompleteAsync(job, null, default);
        await fixture.PassAsync(TimeSpan.FromDays(29));
        Assert.Equal(0, await node.Janitor.PruneAsync(default));
        await node.Claims.CompleteAsync(jobs[440], null, default);
        await fixture.PassAsync(TimeSpan.FromDays(2));

        Assert.Equal(440, await node.Janitor.PruneAsync(default));

        Assert.Equal(jobs.Skip(440).Select(j => j.Id).Order(), (await fixture.JobsAsync()).Select(j => j.Id));
        await Assert.ThrowsAsync<ReportsAdmin.Platform.DomainException>(() => node.Files.OpenAsync(key, null, default));
        Assert.Empty(await fixture.ArtifactsAsync());
    }

    [Theory, EachDatabase]
    public async Task A_place_is_the_order_of_claims_and_the_wait_comes_from_real_runs(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node([("Workers", "2")]);
        foreach (var seconds in new[] { 20, 40 })
        {
            await node.AddAsync("a");
            var run = (await node.ClaimAsync())[0];
            await node.Claims.CompleteAsync(run, null, default);
            await using var db = fixture.Db();
            await db.Set<Job>()
                .Where(j => j.Id == run.Id)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(j => j.StartedAt, j => j.FinishedAt!.Value.AddSeconds(-seconds))
                );
        }

        // Thirty seconds each, two workers that are free.
        var first = await node.AddAsync("a", 1);
        var second = await node.AddAsync("a", 1);
        var third = await node.AddAsync("a", 1);
        var ahead = await node.AddAsync(new NewJob("a", "a", "{}", 3) { Priority = JobPriority.High });
        var other = await node.AddAsync("a", 4);
        var later = await node.AddAsync(
            new NewJob("a", "a", "{}", 1) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(1) }
        );

        var places = await node.Queue.PositionsAsync([first, second, third, ahead, other, later, 999], default);

        Assert.Equal(5, places.Count);
        // The order of claims: priority first, then first (turn 0), other (turn 0, later), second, third.
        Assert.Equal([1, 2, 3, 4, 5], new[] { ahead, first, other, second, third }.Select(id => places[id].Position));
        Assert.Equal(
            [0, 0, 30, 30, 60],
            new[] { ahead, first, other, second, third }.Select(id => Math.Round(places[id].Wait!.Value.TotalSeconds))
        );
        Assert.Equal([ahead, first, other, second, third], (await node.ClaimAsync(9)).Select(j => j.Id));
    }

    [Theory, EachDatabase]
    public async Task Without_any_run_there_is_a_place_but_no_estimate(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        Assert.Equal(new QueuePosition(1, null), (await node.Queue.PositionsAsync([id], default))[id]);
    }

    [Theory, EachDatabase]
    public async Task Workers_are_called_for_jobs_that_are_due_and_once_for_many(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var published = new List<string>();
        node.ChangeNotifier.Published += published.Add;
        await node.AddAsync(
            new NewJob("a", "a", "{}", 5) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(1) }
        );
        Assert.Equal([JobQueue.Topic, "jobs:5", "job:1"], published);

        published.Clear();
        var jobs = new List<(long, int)>();
        await using (var db = fixture.Db())
        {
            for (var i = 0; i < 40; i++)
                jobs.Add((await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", i % 2), default), i % 2));
        }

        await node.Queue.AnnounceAllAsync(jobs);
        Assert.Equal([JobQueue.DueTopic, JobQueue.Topic, "jobs:0", "jobs:1"], published);

        published.Clear();
        await node.Queue.AnnounceAsync(0, 5);
        Assert.Equal(["jobs:5"], published);
    }

    [Theory, EachDatabase]
    public async Task A_job_that_nobody_announced_is_found_by_the_poll(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = await fixture.StartAsync(new TestKind("a", (_, _) => Task.CompletedTask));
        await using var db = fixture.Db();
        var now = await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", 1), default);
        var later = await node.Queue.EnqueueAsync(
            db,
            new NewJob("a", "a", "{}", 1) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddMinutes(5) },
            default
        );
        await fixture.UntilAsync(now, JobState.Completed);
        Assert.Equal(JobState.Scheduled, (await fixture.JobAsync(later)).State);
        await fixture.PassAsync(TimeSpan.FromMinutes(6));
        await fixture.UntilAsync(later, JobState.Completed);
    }

    [Fact]
    public async Task A_listener_that_was_killed_listens_again()
    {
        await using var fixture = await JobsFixture.OpenAsync(TestProvider.Postgres);
        (string, string)[] slow = [("PollSeconds", "600"), ("LeaseSeconds", "900")];
        await fixture.StartAsync(slow, new TestKind("a", (_, _) => Task.CompletedTask));
        var adder = await fixture.StartAsync([("Workers", "0"), .. slow]);
        await StartsAsync();
        await using (var db = fixture.Db())
            await db.Database.ExecuteSqlRawAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify($1%') AND pid <> pg_backend_pid()"
            );
        await StartsAsync();

        // A bridge that is connecting again may miss the first hints; ten minutes would be the poll's.
        async Task StartsAsync()
        {
            await using var db = fixture.Db();
            var id = await adder.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", 1), default);
            await Eventually.IsTrueAsync(async () =>
            {
                await adder.Queue.AnnounceAsync(id, 1);
                await Task.Delay(100);
                return (await fixture.JobAsync(id)).State == JobState.Completed;
            });
        }
    }
}
