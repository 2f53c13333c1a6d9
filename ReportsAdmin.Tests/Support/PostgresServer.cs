using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ReportsAdmin.Tests.Support;

/// <summary>
/// A private PostgreSQL on a free loopback port, started once per test run from the distribution's package and stopped with
/// the process. Tests that need it fail clearly where it cannot be had; they are never skipped.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Connection string of the maintenance database.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    public static async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var admin = await ConnectionStringAsync();
        var name = "t" + Guid.NewGuid().ToString("N")[..20];
        await ExecuteAsync(admin, $"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return new NpgsqlConnectionStringBuilder(admin)
        {
            Database = name,
            Pooling = true,
            MaxPoolSize = 20,
        }.ConnectionString;
    }

    public static async Task DropDatabaseAsync(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        await using (var connection = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(connection);
        await ExecuteAsync(await ConnectionStringAsync(), $"DROP DATABASE IF EXISTS {builder.Database} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Binaries() is null)
            await Commands.TryInstallAsync("postgresql");
        var bin = Binaries()
            ?? throw new InvalidOperationException(
                "The tests need PostgreSQL: install the package 'postgresql' of your distribution."
            );
        var folder = Place().FullName;
        var data = Path.Combine(folder, "data");
        if (Commands.IsRoot)
            await Commands.RunAsync("chown", ["postgres", folder]);
        await AsServerUserAsync(
            Path.Combine(bin, "initdb"),
            ["-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        );
        var port = FreePort();
        await AsServerUserAsync(
            Path.Combine(bin, "pg_ctl"),
            [
                "-D",
                data,
                "-w",
                "-t",
                "60",
                "-l",
                Path.Combine(folder, "log"),
                "-o",
                $"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200",
                "start",
            ]
        );
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(bin, data, folder);
        return $"Host=127.0.0.1;Port={port};Username=tests;Database=postgres;Pooling=false;Include Error Detail=true";
    }

    /// <summary>In memory where there is room: each of many databases has a thousand files, which are made and deleted with it.</summary>
    private static DirectoryInfo Place()
    {
        const string memory = "/dev/shm";
        return Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace > 4L << 30
            ? Directory.CreateDirectory(Path.Combine(memory, "reportsadmin-pg-" + Guid.NewGuid().ToString("N")[..8]))
            : Directory.CreateTempSubdirectory("reportsadmin-pg-");
    }

    // The server refuses to run as root; Debian's package brings a user for it.
    private static Task<string> AsServerUserAsync(string program, string[] arguments) =>
        Commands.IsRoot
            ? Commands.RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments])
            : Commands.RunAsync(program, arguments);

    private static void Stop(string bin, string data, string folder)
    {
        var command = Path.Combine(bin, "pg_ctl");
        string[] arguments = ["-D", data, "-m", "immediate", "stop"];
        using var process = Commands.IsRoot
            ? Process.Start("runuser", ["-u", "postgres", "--", command, .. arguments])
            : Process.Start(command, arguments);
        process?.WaitForExit(10_000);
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The temporary folder is left to the system.
        }
    }

    private static string? Binaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(d => d, StringComparer.Ordinal)
                .Select(d => Path.Combine(d, "bin"))
                .FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb")))
            : null;
        return debian
            ?? (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
