using System.Diagnostics;
using System.Globalization;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>A process of its own that stages or commits a sheet and may be killed at any moment; started through the start-up hook of the test assembly.</summary>
internal sealed class KilledProcess : IDisposable
{
    public const string Variable = "REPORTSADMIN_DOOMED";

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
        if (work[0] == "stage")
        {
            await using var file = File.OpenRead(work[3]);
            await fixture.Imports.StageNowAsync(
                CurrentUser.System,
                new NewUpload(ReceivablesImport.TargetKind, "big.xlsx", 202604, 1),
                file,
                DateOrder.DayFirst,
                default
            );
        }
        else
        {
            await fixture.Imports.CommitAsync(
                CurrentUser.System,
                int.Parse(work[3], CultureInfo.InvariantCulture),
                MissingChoice.Paid,
                ErrorRows.Refuse,
                default
            );
        }
    }
}
