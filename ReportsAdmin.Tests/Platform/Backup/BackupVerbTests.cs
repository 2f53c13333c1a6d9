using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Backup;

/// <summary>What an operator writes: the process itself, with arguments.</summary>
public sealed class BackupVerbTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-verbs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_installation_is_backed_up_checked_and_restored_into_another_folder()
    {
        var (from, to, backups) = (Path.Combine(folder, "a"), Path.Combine(folder, "b"), Path.Combine(folder, "safe"));
        Assert.Equal(0, (await RunAsync(from, "migrate")).Exit);
        await ExecuteAsync(from, "INSERT INTO data_versions (topic, version) VALUES ('kept', 41)");

        var backup = await RunAsync(from, "backup", backups);
        Assert.True(backup.Exit == 0, backup.Text);
        var file = Assert.Single(Directory.GetFiles(backups));
        var check = await RunAsync(to, "verify-backup", file);
        var restore = await RunAsync(to, "restore", file);
        var again = await RunAsync(to, "restore", file);
        var replaced = await RunAsync(to, "restore", file, "--replace");

        Assert.Equal((0, 0, 1, 0), (check.Exit, restore.Exit, again.Exit, replaced.Exit));
        Assert.Contains(Path.GetFileName(file), backup.Text, StringComparison.Ordinal);
        Assert.Contains("is whole", check.Text, StringComparison.Ordinal);
        Assert.Contains("Everybody must sign in again", restore.Text, StringComparison.Ordinal);
        Assert.Contains("--replace", again.Text, StringComparison.Ordinal);
        Assert.Contains("is kept as", replaced.Text, StringComparison.Ordinal);
        Assert.Equal(41L, await ScalarAsync(to, "SELECT version FROM data_versions WHERE topic = 'kept'"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task There_is_nothing_to_back_up_before_the_first_start()
    {
        var refused = await RunAsync(Path.Combine(folder, "a"), "backup", Path.Combine(folder, "safe"));

        Assert.Equal(1, refused.Exit);
        Assert.Contains("the database is empty", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_names_every_table_with_its_sums_and_hides_the_connection()
    {
        var from = Path.Combine(folder, "a");
        Assert.Equal(0, (await RunAsync(from, "migrate")).Exit);
        await using var target = await TestDatabase.CreateBareAsync(TestProvider.Postgres);

        var moved = await RunAsync(from, "move", "--to", "env:MOVE_TARGET", target.Options.ConnectionString!);

        Assert.True(moved.Exit == 0, moved.Text);
        Assert.Contains("data_versions: ", moved.Text, StringComparison.Ordinal);
        Assert.Contains("_paise 0", moved.Text, StringComparison.Ordinal);
        Assert.Contains("Set Database:Provider to PostgreSQL", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(target.Options.ConnectionString!, moved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_that_mean_nothing_say_what_can_be_written()
    {
        var wrong = await RunAsync(Path.Combine(folder, "a"), "restore");

        Assert.Equal(2, wrong.Exit);
        Assert.Contains("restore FILE [--replace]", wrong.Text, StringComparison.Ordinal);
    }

    /// <summary>The last argument after <c>env:MOVE_TARGET</c> is the value of that variable.</summary>
    private static async Task<(int Exit, string Text)> RunAsync(string storage, params string[] arguments)
    {
        var value = Array.IndexOf(arguments, "env:MOVE_TARGET") is var at and >= 0 ? arguments[at + 1] : null;
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec",
                typeof(Program).Assembly.Location,
                .. value is null ? arguments : arguments[..^1],
                $"--Storage:Root={storage}",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(typeof(Program).Assembly.Location)!,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["MOVE_TARGET"] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }

    private static async Task ExecuteAsync(string storage, string sql) => await ScalarAsync(storage, sql);

    private static async Task<object?> ScalarAsync(string storage, string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(storage, "reportsadmin.db")};Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
