using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>Who gets which job, and when.</summary>
public sealed class ClaimTests
{
    [Theory, EachDatabase]
    public async Task No_job_is_claimed_twice_by_eight_claimers(TestProvider provider)
    {
        const int Jobs = 400;
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var nodes = Enumerable.Range(0, 4).Select(_ => fixture.Node()).ToList();
        await using (var db = fixture.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = 0; i < Jobs; i++)
                await nodes[0].Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", i % 7), default);
            await transaction.CommitAsync();
        }

        var claimed = new ConcurrentBag<long>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        while (await nodes[i % 4].ClaimAsync(1 + (i % 3), $"w{i}") is { Count: > 0 } jobs)
                        {
                            foreach (var job in jobs)
                            {
                                claimed.Add(job.Id);
                                Assert.Equal(
                                    JobState.Completed,
                                    await nodes[i % 4].Claims.CompleteAsync(job, null, default)
                                );
                            }
                        }
                    })
                )
        );

        Assert.Equal(Jobs, claimed.Count);
        Assert.Equal(Jobs, claimed.Distinct().Count());
        Assert.All(await fixture.JobsAsync(), j =>
            Assert.Equal((JobState.Completed, 1, 1L), (j.State, j.Attempt, j.Fence))
        );
    }

    [Theory, EachDatabase]
    public async Task The_order_is_priority_then_turn_then_time(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var random = new Random(7);
        short[] priorities = [JobPriority.Low, JobPriority.Normal, JobPriority.High, JobPriority.Critical];
        for (var i = 0; i < 60; i++)
            await node.AddAsync(
                new NewJob("a", "a", "{}", random.Next(1, 5)) { Priority = priorities[random.Next(4)] }
            );
        var expected = (await fixture.JobsAsync())
            .OrderByDescending(j => j.Priority)
            .ThenBy(j => j.FairOrder)
            .ThenBy(j => j.RunAt)
            .ThenBy(j => j.Id)
            .Select(j => j.Id)
            .ToList();

        var got = new List<long>();
        while (await node.ClaimAsync(got.Count < 30 ? 1 : 7) is { Count: > 0 } jobs)
            got.AddRange(jobs.Select(j => j.Id));

        Assert.Equal(expected, got);
    }

    [Theory, EachDatabase]
    public async Task Fifty_jobs_of_one_user_do_not_hold_up_anothers(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        for (var i = 0; i < 50; i++)
            await node.AddAsync("a", owner: 1);
        for (var i = 0; i < 20; i++)
            await node.ClaimAsync();
        for (var i = 0; i < 3; i++)
            await node.AddAsync("a", owner: 2);
        var owners = (await node.ClaimAsync(8)).Select(j => j.OwnerId).ToList();
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 1], owners);

        // Someone who always has one job waiting does not hold up the fifty either.
        var late = new List<int>();
        for (var i = 0; i < 10; i++)
        {
            await node.AddAsync("a", owner: 3);
            late.AddRange((await node.ClaimAsync(2)).Select(j => j.OwnerId));
        }

        Assert.Equal(10, late.Count(o => o == 3));
        Assert.Equal(10, late.Count(o => o == 1));
    }

    [Theory, EachDatabase]
    public async Task A_job_for_later_is_claimed_when_its_time_has_come(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var later = await node.AddAsync(
            new NewJob("a", "a", "{}", 1) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(2) }
        );
        var sooner = await node.AddAsync(
            new NewJob("a", "a", "{}", 1) { RunAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(1) }
        );
        Assert.Equal(JobState.Scheduled, (await fixture.JobAsync(later)).State);
        Assert.Empty(await node.ClaimAsync());
        Assert.False(await node.Dispatch.PromoteAsync(default));

        await fixture.PassAsync(TimeSpan.FromHours(1.5));
        Assert.True(await node.Dispatch.PromoteAsync(default));
        Assert.False(await node.Dispatch.PromoteAsync(default));
        Assert.Equal(sooner, Assert.Single(await node.ClaimAsync(5)).Id);

        await fixture.PassAsync(TimeSpan.FromHours(1));
        Assert.True(await node.Dispatch.PromoteAsync(default));
        Assert.Equal(later, Assert.Single(await node.ClaimAsync(5)).Id);
    }

    [Theory, EachDatabase]
    public async Task A_job_of_a_transaction_that_is_rolled_back_never_was(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        await using (var db = fixture.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", 1), default);
            if (provider == TestProvider.Postgres)
                Assert.Empty(await node.ClaimAsync());
            await transaction.RollbackAsync();
        }

        Assert.Empty(await fixture.JobsAsync());
        await using (var db = fixture.Db())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await node.Queue.EnqueueAsync(db, new NewJob("a", "a", "{}", 1), default);
            await transaction.CommitAsync();
        }

        Assert.Single(await node.ClaimAsync());
    }

    [Theory, EachDatabase]
    public async Task A_worker_runs_a_job_and_keeps_what_it_left(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = await fixture.StartAsync(new TestKind("greet", async (context, ct) =>
            {
                var name = context.Read<Greeting>().Name;
                context.Report("Writing", 40, 4, 10);
                await context.SaveAsync(
                    "letter",
                    "letter.txt",
                    "text/plain",
                    null,
                    (file, token) =>
                        file.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"Dear {name}"), token).AsTask(),
                    ct
                );
                context.SetResult(new { Letters = 1 });
            }));
        var id = await node.AddAsync(new NewJob("greet", "A letter", """{"name":"Asha"}""", 4));

        var job = await fixture.UntilAsync(id, JobState.Completed);

        Assert.Equal(
            """100 4 10 Writing {"letters":1} 1""",
            $"{job.Percent} {job.RowsDone} {job.RowsTotal} {job.Step} {job.Result} {job.Attempt}"
        );
        Assert.True(job is { LeaseUntil: null, ErrorCode: null, TimeoutSeconds: 300 });
        Assert.True(job.StartedAt <= job.FinishedAt && job.FinishedAt != null);
        var letter = Assert.Single(await fixture.ArtifactsAsync());
        await using var file = await node.Files.OpenAsync(letter.FileKey, null, default);
        using var reader = new StreamReader(file);
        Assert.Equal("Dear Asha", await reader.ReadToEndAsync());
        Assert.Equal(
            (9, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("Dear Asha"u8))),
            (letter.Size, letter.Hash)
        );
    }

    [Theory, EachDatabase]
    public async Task One_open_job_per_key_however_many_ask_at_once(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i => Task.Run(() => node.AddAsync(new NewJob("a", $"{i}", "{}", i) { UniqueKey = "month 5" })))
        );
        Assert.Single(ids.Distinct());
        Assert.Equal(ids[0], await node.AddAsync(new NewJob("a", "again", "{}", 1) { UniqueKey = "month 5" }));
        Assert.NotEqual(ids[0], await node.AddAsync(new NewJob("a", "other", "{}", 1) { UniqueKey = "month 6" }));

        await node.Claims.CompleteAsync((await node.ClaimAsync())[0], null, default);
        Assert.NotEqual(ids[0], await node.AddAsync(new NewJob("a", "next", "{}", 1) { UniqueKey = "month 5" }));
        Assert.Equal(3, (await fixture.JobsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task No_more_of_a_kind_run_than_allowed_over_all_nodes(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var (now, most) = (0, 0);
        var narrow = new TestKind("narrow", async (_, ct) =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            await Task.Delay(20, ct);
            Interlocked.Decrement(ref now);
        }) { MaxRunning = 2 };
        var wide = new TestKind("wide", (_, _) => Task.CompletedTask);
        var adder = fixture.Node(narrow, wide);
        var ids = new List<long>();
        for (var i = 0; i < 24; i++)
            ids.Add(await adder.AddAsync(i % 4 == 3 ? "wide" : "narrow", i % 3));
        for (var i = 0; i < 3; i++)
            await fixture.StartAsync([("Workers", "4")], narrow, wide);

        foreach (var id in ids)
            await fixture.UntilAsync(id, JobState.Completed);

        Assert.Equal(2, most);
        Assert.All(await fixture.JobsAsync(), j => Assert.Equal(1, j.Attempt));
    }

    [Theory, EachDatabase]
    public async Task A_place_of_a_limited_kind_is_free_again_after_a_crash(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node(new TestKind("narrow", (_, _) => Task.CompletedTask) { MaxRunning = 1 });
        var first = await node.AddAsync("narrow");
        await node.AddAsync("narrow");
        var free = await node.AddAsync("wide");
        Assert.Equal([first, free], (await node.ClaimAsync(3)).Select(j => j.Id));
        Assert.Empty(await node.ClaimAsync());

        await fixture.PassAsync(JobNode.Lease * 2);
        Assert.Equal(2, await node.Janitor.RescueAsync(default));

        Assert.Equal([first, free], (await node.ClaimAsync(3)).Select(j => j.Id));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }

    private sealed record Greeting(string Name);
}
