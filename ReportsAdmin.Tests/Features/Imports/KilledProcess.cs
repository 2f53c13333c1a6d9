using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>A process of its own that stages or commits a sheet and may be killed at any moment; started through the start-up hook of the test assembly.</summary>
internal sealed class KilledProcess : IDisposable
{
    public const string Variable = "REPORTSADMIN_DOOMED";

    /// <summary>Name of a file that kills whoever reads it.</summary>
    public const string Poison = "poison.xlsx";

    private readonly Process process;

    private KilledProcess(Process process) => this.process = process;

    /// <summary>Starts the work and returns at the moment it begins.</summary>
    public static async Task<KilledProcess> StartAsync(params string[] work)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KilledProcess).Assembly.Location])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(KilledProcess).Assembly.Location;
        start.Environment[Variable] = string.Join('|', work);
        var doomed = new KilledProcess(Process.Start(start)!);
        if (await doomed.process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) != "begins")
            throw new InvalidOperationException("The process did not begin.");
        return doomed;
    }

    /// <summary>Kills it with SIGKILL after a while; false when it was done by then.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan delay)
    {
        var done = process.WaitForExitAsync();
        await Task.WhenAny(done, Task.Delay(delay));
        var alive = !process.HasExited;
        if (alive)
            process.Kill();
        await done.WaitAsync(TimeSpan.FromSeconds(30));
        return alive;
    }

    /// <summary>Waits for its end; true when it ended by itself.</summary>
    public async Task<bool> EndsAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode == 0;
    }

    public async Task<TimeSpan> WaitAsync()
    {
        var watch = Stopwatch.StartNew();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode == 0
            ? watch.Elapsed
            : throw new InvalidOperationException($"It ended with {process.ExitCode}.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    public static async Task WorkAsync(string[] work)
    {
        await using var fixture = TestFixture.Reopen(new DatabaseOptions { ConnectionString = work[1] }, work[2]);
        await fixture.DashboardAsync("Mar-26");
        Console.WriteLine("begins");
        switch (work[0])
        {
            case "stage":
                await StageAsync(fixture, work[3]);
                break;
            case "die":
                await DieAsync(fixture, int.Parse(work[3], CultureInfo.InvariantCulture));
                break;
            default:
                await fixture.Imports.CommitAsync(
                    CurrentUser.System,
                    int.Parse(work[3], CultureInfo.InvariantCulture),
                    MissingChoice.Paid,
                    ErrorRows.Refuse,
                    default
                );
                break;
        }
    }

    private static async Task StageAsync(TestFixture fixture, string path)
    {
        await using var workers = await fixture.StartWorkersAsync();
        await using var file = File.OpenRead(path);
        await fixture.Imports.ReceiveAndWaitAsync(
            CurrentUser.System,
            new NewUpload(ReceivablesImport.TargetKind, "big.xlsx", 202604, 1),
            file,
            DateOrder.DayFirst,
            default
        );
    }

    /// <summary>Works until no job is open, and dies with SIGKILL while it reads the file that is named <see cref="Poison"/>.</summary>
    private static async Task DieAsync(TestFixture fixture, int start)
    {
        fixture.Clock.Advance(TimeSpan.FromMinutes(5) * start);
        await fixture.Get<JobMaintenance>().RescueAsync(default);
        await using var workers = await fixture.StartWorkersAsync();
        await using var db = fixture.Contexts.CreateDbContext();
        while (await db.Set<Job>().AnyAsync(j => j.FinishedAt == null))
        {
            // Only its own attempt counts: what a dead process left looks the same otherwise.
            if (
                await db.Set<ImportBatch>()
                    .Where(b => b.FileName == Poison && b.State == ImportState.Staging && b.Progress > 0)
                    .AnyAsync(b =>
                        db.Set<Job>()
                            .Any(j => j.Id == b.JobId && j.State == JobState.Running && j.Fence == b.StagingFence)
                    )
            )
                Process.GetCurrentProcess().Kill();
            await Task.Delay(5);
        }
    }
}
