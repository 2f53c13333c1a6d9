using System.Diagnostics;
using System.Text;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>A node in a process of its own that may be killed at any moment; started through the start-up hook of the test assembly.</summary>
internal sealed class JobsProcess : IDisposable
{
    public const string Variable = "REPORTSADMIN_JOBS_PROCESS";

    /// <summary>A job that leaves two files, each written in many small steps.</summary>
    public static readonly TestKind TwoFiles = new("two files", async (context, ct) =>
    {
        foreach (var name in new[] { "one", "two" })
        {
            context.Report(name, name == "one" ? 0 : 50);
            if (await context.HasArtifactAsync(name, ct))
                continue;
            await context.SaveAsync(
                name,
                $"{name}.txt",
                "text/plain",
                null,
                async (file, token) =>
                {
                    for (var line = 0; line < 10; line++)
                    {
                        await file.WriteAsync(Encoding.UTF8.GetBytes($"{context.JobId} {name} {line}\n"), token);
                        await Task.Delay(8, token);
                    }
                },
                ct
            );
        }
    });

    public static readonly (string, string)[] Settings =
    [
        ("LeaseSeconds", "1.2"),
        ("PollSeconds", "0.1"),
        ("BackoffSeconds", "0.1"),
    ];

    private readonly Process process;

    private JobsProcess(Process process) => this.process = process;

    /// <summary>Starts a node and returns when it works.</summary>
    public static async Task<JobsProcess> StartAsync(DatabaseOptions options, string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(JobsProcess).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(JobsProcess).Assembly.Location;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment[Variable] = string.Join('|', options.Provider, options.ConnectionString, folder);
        var started = new JobsProcess(Process.Start(start)!);
        if (await started.process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) != "begins")
            throw new InvalidOperationException("The process did not begin.");
        return started;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    public static async Task WorkAsync(string[] work)
    {
        await using var node = new JobNode(
            new DatabaseOptions { Provider = work[0], ConnectionString = work[1] },
            work[2],
            TimeProvider.System,
            Settings,
            [TwoFiles]
        );
        await node.StartAsync();
        Console.WriteLine("begins");
        // Ends with the test that started it.
        await Console.In.ReadToEndAsync();
    }
}
