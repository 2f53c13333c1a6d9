using System.Text;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>Files that jobs make: published by the holder alone, expired, and never orphaned.</summary>
public sealed class ArtifactTests
{
    [Theory, EachDatabase]
    public async Task A_second_attempt_makes_only_what_is_missing(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var made = new List<string>();
        var node = await fixture.StartAsync(new TestKind("a", async (context, ct) =>
            {
                foreach (var name in new[] { "report", "pdf" })
                {
                    if (await context.HasArtifactAsync(name, ct))
                        continue;
                    made.Add(name);
                    await context.SaveAsync(
                        name,
                        name,
                        "text/plain",
                        null,
                        (file, token) =>
                            file.WriteAsync(Encoding.UTF8.GetBytes($"{name} {context.Attempt}"), token).AsTask(),
                        ct
                    );
                    if (context.Attempt == 1)
                        throw new JobFailure("x", "x", retryable: true);
                }

                // Whoever does not ask gets the one that is there.
                var again = await context.SaveAsync(
                    "report",
                    "again",
                    "text/plain",
                    null,
                    (file, token) => file.WriteAsync("again"u8.ToArray(), token).AsTask(),
                    ct
                );
                Assert.Equal("report", again.FileName);
            }));
        await fixture.UntilAsync(await node.AddAsync("a"), JobState.Completed);
        Assert.Equal(["report", "pdf"], made);
        var artifacts = await fixture.ArtifactsAsync();
        Assert.Equal(["report", "pdf"], artifacts.Select(a => a.Name));
        Assert.Equal(
            artifacts.Select(a => a.FileKey).Order(),
            (await node.Files.OwnedAsync(default).ToListAsync()).Select(f => f.Key).Order()
        );
        Assert.Equal(
            "report 1",
            await File.ReadAllTextAsync(
                (await node.Files.OwnedAsync(default).ToListAsync()).Single(f => f.Key == artifacts[0].FileKey).Path
            )
        );
    }

    [Theory, EachDatabase]
    public async Task A_file_whose_writing_fails_or_is_cancelled_leaves_nothing(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = await fixture.StartAsync(new TestKind("breaks", (context, ct) => context.SaveAsync(
                    "x",
                    "x",
                    "x",
                    null,
                    async (file, token) =>
                    {
                        await file.WriteAsync(new byte[100_000], token);
                        throw new JobFailure("full", "The disk is full.", retryable: false);
                    },
                    ct
                )), new TestKind("waits", (context, ct) => context.SaveAsync(
                    "x",
                    "x",
                    "x",
                    null,
                    async (file, token) =>
                    {
                        await file.WriteAsync(new byte[100_000], token);
                        await Task.Delay(Timeout.Infinite, token);
                    },
                    ct
                )));
        await fixture.UntilAsync(await node.AddAsync("breaks"), JobState.Failed);
        var id = await node.AddAsync("waits");
        await Eventually.IsTrueAsync(async () => await node.Files.OwnedAsync(default).AnyAsync());
        await node.Queue.CancelAsync(id, "Asha", null, default);
        await fixture.UntilAsync(id, JobState.Cancelled);
        Assert.Empty(await fixture.ArtifactsAsync());
        Assert.Empty((await node.Files.OwnedAsync(default).ToListAsync()));
    }

    [Theory, EachDatabase]
    public async Task A_job_that_is_to_be_cancelled_publishes_nothing_and_ends_at_once(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var (ready, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var node = await fixture.StartAsync(new TestKind("a", async (context, _) =>
            {
                ready.TrySetResult();
                await go.Task;
                await context.SaveAsync(
                    "x",
                    "x",
                    "x",
                    null,
                    (file, token) => file.WriteAsync(new byte[10], token).AsTask(),
                    CancellationToken.None
                );
            }));
        var id = await node.AddAsync("a");
        await ready.Task;
        // From a node whose notifier do not reach the worker.
        await fixture.Node().Queue.CancelAsync(id, "Asha", null, default);
        go.SetResult();
        await fixture.UntilAsync(id, JobState.Cancelled);
        Assert.Empty(await fixture.ArtifactsAsync());
        Assert.Empty((await node.Files.OwnedAsync(default).ToListAsync()));
    }

    [Theory, EachDatabase]
    public async Task A_file_expires_its_row_stays_and_a_retry_makes_it_anew(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        var id = await node.AddAsync("a");
        var job = (await node.ClaimAsync())[0];
        var key = await PublishAsync(node, job, "report", TimeSpan.FromDays(7));
        var kept = await PublishAsync(node, job, "kept", null);
        await fixture.PassAsync(TimeSpan.FromDays(6));
        Assert.Equal(0, await node.Janitor.ExpireAsync(default));
        await fixture.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal(1, await node.Janitor.ExpireAsync(default));
        Assert.Equal(0, await node.Janitor.ExpireAsync(default));
        await Assert.ThrowsAsync<ReportsAdmin.Platform.DomainException>(() => node.Files.OpenAsync(key, null, default));
        Assert.NotNull((await fixture.ArtifactsAsync()).Single(a => a.FileKey == key).RemovedAt);
        Assert.Null(await node.Claims.ArtifactAsync(id, "report", default));

        var anew = await PublishAsync(node, job, "report", TimeSpan.FromDays(7));
        Assert.NotEqual(key, anew);
        Assert.True(
            (await fixture.ArtifactsAsync()).Single(a => a.Name == "report") is { RemovedAt: null } again
                && again.FileKey == anew
        );
        var owned = await node.Files.OwnedAsync(default).Select(f => f.Key).ToListAsync();
        Assert.Equal([anew, kept], new[] { anew, kept }.Where(owned.Contains));
    }

    [Theory, EachDatabase]
    public async Task The_sweep_removes_exactly_what_can_never_be_published(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var node = fixture.Node();
        await node.AddAsync("a");
        var dead = (await node.ClaimAsync())[0];
        var published = await PublishAsync(node, dead, "report", null);
        var orphan = await WriteAsync(node, dead);
        var half = await HalfAsync(node, dead);
        Assert.Equal(0, await node.Janitor.SweepAsync(default));

        await fixture.PassAsync(JobNode.Lease * 2);
        await node.Janitor.RescueAsync(default);
        var alive = (await node.ClaimAsync())[0];
        var unpublished = await WriteAsync(node, alive);
        var writing = await HalfAsync(node, alive);
        var imported = await node.Files.SaveAsync(new MemoryStream([1, 2, 3]), 10, default);

        Assert.Equal(2, await node.Janitor.SweepAsync(default));

        Assert.Equal(
            new[] { published, unpublished }.Order(),
            (await node.Files.OwnedAsync(default).ToListAsync()).Where(f => f.Whole).Select(f => f.Key).Order()
        );
        Assert.True(File.Exists(writing) && !File.Exists(half));
        Assert.DoesNotContain((await node.Files.OwnedAsync(default).ToListAsync()), f => f.Key == orphan);
        await (await node.Files.OpenAsync(imported.Key, null, default)).DisposeAsync();

        await node.Claims.CompleteAsync(alive, null, default);
        Assert.Equal(2, await node.Janitor.SweepAsync(default));
        Assert.Equal([published], (await node.Files.OwnedAsync(default).ToListAsync()).Select(f => f.Key));
    }

    /// <summary>Writes a file and publishes it; answers its key.</summary>
    internal static async Task<string> PublishAsync(JobNode node, ClaimedJob job, string name, TimeSpan? keep)
    {
        var key = await WriteAsync(node, job);
        var published = await node.Claims.PublishAsync(
            job,
            new Artifact
            {
                Name = name,
                FileName = name,
                ContentType = "text/plain",
                FileKey = key,
                Hash = "x",
            },
            keep,
            default
        );
        Assert.Equal(key, published!.FileKey);
        return key;
    }

    private static async Task<string> WriteAsync(JobNode node, ClaimedJob job) =>
        (
            await node.Files.SaveAsync(
                new FileOwner(job.Id, job.Fence),
                (file, ct) => file.WriteAsync(new byte[] { 1, 2, 3 }, ct).AsTask(),
                default
            )
        ).Key;

    /// <summary>What a kill in the middle of writing leaves; answers its path.</summary>
    private static async Task<string> HalfAsync(JobNode node, ClaimedJob job)
    {
        var whole = await node.Files.OwnedAsync(default).FirstAsync(f => f.Owner == new FileOwner(job.Id, job.Fence));
        var key = whole.Key[..^1] + (whole.Key[^1] == '0' ? '1' : '0');
        // The folder is named by the end of the key.
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(whole.Path))!, key[^2..]);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, key + ".part");
        File.WriteAllBytes(path, [1]);
        return path;
    }
}
