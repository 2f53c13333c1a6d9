using System.Diagnostics;

namespace ReportsAdmin.Tests.Support;

/// <summary>Runs a program of the machine and waits for it, bounded in time.</summary>
public static class Commands
{
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    public static bool IsRoot => Environment.UserName == "root";

    /// <summary>Standard output; throws with both outputs when the program fails or takes too long.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took too long.");
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output} {await errors}"
            );
    }

    /// <summary>Installs packages of the distribution where that is possible; the caller looks for the program afterwards.</summary>
    public static async Task TryInstallAsync(params string[] packages)
    {
        if (!IsRoot || !Exists("apt-get"))
            return;
        await RunAsync("apt-get", ["update", "-qq"], TimeSpan.FromMinutes(5));
        await RunAsync(
            "env",
            [
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-y",
                "-qq",
                "--no-install-recommends",
                .. packages,
            ],
            TimeSpan.FromMinutes(15)
        );
    }
}
