using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace ReportsAdmin.Tests.Support;

/// <summary>A private redis-server on a free loopback port, from the distribution's package; it may be killed and started again on the same port.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private const string Program = "redis-server";

    private readonly string folder = Directory.CreateTempSubdirectory("reportsadmin-redis-").FullName;
    private Process? process;

    public int Port { get; } = FreePort.Next();

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<RedisProcess> StartAsync()
    {
        if (!Commands.Exists(Program))
            await Commands.TryInstallAsync(Program);
        if (!Commands.Exists(Program))
            throw new InvalidOperationException("The tests need Redis: install the package 'redis-server'.");
        var redis = new RedisProcess();
        await redis.RestartAsync();
        return redis;
    }

    public async Task RestartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        process = Process.Start(
            new ProcessStartInfo(
                Program,
                ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await Until.TrueAsync(AnswersAsync, "Redis answers");
    }

    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
