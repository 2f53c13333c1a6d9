using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>kill -9 at random moments, twenty times, of processes that run jobs: every job ends, each file is published once and whole, no other file stays.</summary>
public sealed class KilledProcessTests
{
    private const int Kills = 20;
    private const int JobsPerKill = 12;

    [Theory, EachDatabase]
    public async Task Twenty_kills_lose_no_job_publish_nothing_twice_and_leave_no_file(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider, realTime: true);
        var adder = fixture.Node(JobsProcess.TwoFiles);
        var random = new Random(20_261_121);
        var processes = new Queue<JobsProcess>();
        try
        {
            processes.Enqueue(await JobsProcess.StartAsync(fixture.Options, fixture.Folder));
            for (var kill = 0; kill < Kills; kill++)
            {
                var next = JobsProcess.StartAsync(fixture.Options, fixture.Folder);
                processes.Enqueue(await next);
                for (var i = 0; i < JobsPerKill; i++)
                    await adder.AddAsync(new NewJob("two files", "x", "{}", i) { MaxAttempts = i % 4 == 0 ? 1 : 30 });
                await Eventually.IsTrueAsync(async () =>
                    (await fixture.JobsAsync()).Any(j => j.State == JobState.Running)
                );
                await Task.Delay(random.Next(0, 200));
                using var doomed = processes.Dequeue();
                await doomed.KillAsync();
            }
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.KillAsync();
                process.Dispose();
            }
        }

        var left = await adder.Files.OwnedAsync(default).CountAsync();
        var last = await fixture.StartAsync(JobsProcess.Settings, JobsProcess.TwoFiles);
        await Eventually.IsTrueAsync(async () => (await fixture.JobsAsync()).All(j => j.FinishedAt != null), 60);
        await last.StopAsync();
        var swept = await last.Janitor.SweepAsync(default);

        var jobs = await fixture.JobsAsync();
        Assert.Equal(Kills * JobsPerKill, jobs.Count);
        Assert.All(jobs, j =>
            Assert.True(
                j.State == JobState.Completed
                    || (
                        j
                            is {
                                State: JobState.Failed,
                                ErrorCode: "stopped",
                                ErrorMessage: "The process running it stopped."
                            }
                        && j.Attempt == j.MaxAttempts
                    ),
                $"{j.Id} {j.State} {j.Attempt} {j.ErrorMessage}"
            )
        );
        var interrupted = jobs.Count(j => j.Fence > 1 || j.State == JobState.Failed);
        Assert.True(interrupted >= Kills / 2, $"Only {interrupted} jobs were interrupted.");
        Assert.Contains(jobs, j => j is { State: JobState.Completed, Fence: > 1 });

        var artifacts = await fixture.ArtifactsAsync();
        foreach (var job in jobs.Where(j => j.State == JobState.Completed))
            Assert.Equal(["one", "two"], artifacts.Where(a => a.JobId == job.Id).Select(a => a.Name).Order());
        foreach (var artifact in artifacts)
        {
            var content = string.Concat(
                Enumerable.Range(0, 10).Select(line => $"{artifact.JobId} {artifact.Name} {line}\n")
            );
            await using var file = await last.Files.OpenAsync(artifact.FileKey, null, default);
            using var reader = new StreamReader(file);
            Assert.Equal(content, await reader.ReadToEndAsync());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))), artifact.Hash);
        }

        Assert.Equal(
            artifacts.Select(a => a.FileKey).Order(),
            await last.Files.OwnedAsync(default).Where(f => f.Whole).Select(f => f.Key).Order().ToListAsync()
        );
        Assert.DoesNotContain(await last.Files.OwnedAsync(default).ToListAsync(), f => !f.Whole);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{jobs.Count} jobs, {interrupted} interrupted, {jobs.Count(j => j.State == JobState.Failed)} failed for want of attempts; {left} files at the last kill, {swept} swept at the end."
        );
    }
}
