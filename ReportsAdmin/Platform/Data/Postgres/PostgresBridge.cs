using System.Threading.Channels;
using Npgsql;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Data.Postgres;

/// <summary>
/// Carries notifier between nodes by LISTEN/NOTIFY. It listens on one connection of its own; when that is lost it connects
/// again with a pause, and a lost hint only costs freshness until the next one.
/// </summary>
internal sealed class PostgresBridge(DatabaseOptions options, ChangeNotifier notifier, ILogger<PostgresBridge> log)
    : BackgroundService
{
    private const string Channel = "reportsadmin_signals";

    private readonly string node = Guid.NewGuid().ToString("N");
    private readonly Channel<string> outgoing = System.Threading.Channels.Channel.CreateBounded<string>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    // Kept until it is sent, so that the topic during which the connection is lost is sent by the next one.
    private string? unsent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        notifier.Published += Enqueue;
        try
        {
            await Task.WhenAll(KeepAliveAsync(ListenAsync, stoppingToken), KeepAliveAsync(SendAsync, stoppingToken));
        }
        finally
        {
            notifier.Published -= Enqueue;
        }
    }

    private void Enqueue(string topic) => outgoing.Writer.TryWrite(topic);

    private async Task KeepAliveAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was: a half of the bridge that ends leaves the other one alive, and nobody would notice.
                log.LogWarning(e, "The signal bridge lost its connection; connecting again");
                await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        connection.Notification += (_, e) => Deliver(e.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
            await connection.WaitAsync(ct);
    }

    private void Deliver(string payload)
    {
        var cut = payload.IndexOf(' ', StringComparison.Ordinal);
        if (cut < 0 || payload.AsSpan(0, cut).SequenceEqual(node))
            return;
        _ = notifier.DeliverAsync(payload[(cut + 1)..]);
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        while (true)
        {
            unsent ??= await outgoing.Reader.ReadAsync(ct);
            await using var notify = new NpgsqlCommand("""SELECT pg_notify($1, $2)""", connection)
            {
                Parameters =
                {
                    new() { Value = Channel },
                    new() { Value = $"{node} {unsent}" },
                },
            };
            await notify.ExecuteNonQueryAsync(ct);
            unsent = null;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                Pooling = false,
                KeepAlive = 30,
            }.ConnectionString
        );
        await connection.OpenAsync(ct);
        return connection;
    }
}
