using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Settings;

/// <summary>The published process with settings that cannot be used.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_fault_is_printed_and_the_process_ends_with_an_error_before_it_touches_anything()
    {
        var folder = NewFolder();
        using var process = Start(
            folder,
            null,
            ["--Reports:KeepDays=abc", "--Jobs:Workers=-1", "--Mail:Hoost=smtp.example.com"]
        );
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);

        var text = await output + await errors;
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Reports:KeepDays is 'abc'", text, StringComparison.Ordinal);
        Assert.Contains("Jobs:Workers is -1", text, StringComparison.Ordinal);
        Assert.Contains("Mail:Hoost is not a setting", text, StringComparison.Ordinal);
        Assert.Contains("3 settings cannot be used", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder), "The storage folder was made.");
    }

    [Fact]
    public async Task A_storage_folder_that_cannot_be_written_ends_the_start_with_a_message()
    {
        var file = Path.GetTempFileName();

        var (exit, text) = await EndAsync(file);

        Assert.Equal(1, exit);
        Assert.Contains("The storage folder cannot be written", text, StringComparison.Ordinal);
        Assert.Contains("Set Storage:Root", text, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_database_that_stays_locked_is_waited_for_aloud_and_given_up()
    {
        var folder = Directory.CreateDirectory(NewFolder()).FullName;
        await using (var connection = new SqliteConnection($"Data Source={folder}/reportsadmin.db;Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE x (y); BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();

            var (exit, text) = await EndAsync(folder, "--Database:StartWaitSeconds=3");

            Assert.Equal(1, exit);
            Assert.Contains("Waiting for the database", text, StringComparison.Ordinal);
            Assert.Contains("Waited 3 seconds for the database", text, StringComparison.Ordinal);
            Assert.Contains("locked", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled exception", text, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_process_that_prepares_the_database_for_ever_is_given_up_too()
    {
        var folder = Directory.CreateDirectory(NewFolder()).FullName;
        await using (
            var held = new FileStream(
                Path.Combine(folder, "reportsadmin.db.migrate"),
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.None
            )
        )
        {
            var (exit, text) = await EndAsync(folder, "--Database:StartWaitSeconds=2");

            Assert.Equal(1, exit);
            Assert.Contains("another process that prepares the database", text, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_database_server_that_does_not_answer_is_given_up_too()
    {
        var folder = NewFolder();

        var (exit, text) = await EndAsync(
            folder,
            "--Database:StartWaitSeconds=2",
            "--Database:Provider=PostgreSQL",
            $"--Database:ConnectionString=Host=127.0.0.1;Port={FreePort()};Username=nobody;Database=none"
        );

        Assert.Equal(1, exit);
        Assert.Contains("the PostgreSQL server tcp://127.0.0.1", text, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As every guide and container sets them; nothing that comes with the application may win over them.</summary>
    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}", null)]
    [InlineData(null, null, "--urls=http://127.0.0.1:{0}")]
    [InlineData(null, null, "--Kestrel:Endpoints:Http:Url=http://127.0.0.1:{0}")]
    public async Task It_listens_where_it_is_told(string? variable, string? value, string? argument)
    {
        var (folder, port) = (NewFolder(), FreePort().ToString(CultureInfo.InvariantCulture));
        string Filled(string text) => text.Replace("{0}", port, StringComparison.Ordinal);
        using var process = Start(
            folder,
            variable is null ? null : (variable, Filled(value!)),
            argument is null ? [] : [Filled(argument)]
        );
        try
        {
            var seen = await ListeningAsync(process);

            Assert.Contains($"http://127.0.0.1:{port}", seen, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Starts it with these arguments and waits for its end; answers the exit code and all it said.</summary>
    private static async Task<(int Exit, string Text)> EndAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, null, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }

    private static async Task<string> ListeningAsync(Process process)
    {
        // Read on, or a full pipe would stop the process.
        _ = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Contains("Now listening on", StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException("The process ended before it listened.");
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), "ra-" + Guid.NewGuid().ToString("N"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(string folder, (string Name, string Value)? variable, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(Program).Assembly.Location, $"--Storage:Root={folder}", .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(typeof(Program).Assembly.Location)!,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        if (variable is var (name, value))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
