using StackExchange.Redis;

namespace ReportsAdmin.Platform.Caching;

/// <summary>How the shared Redis fares.</summary>
public enum RedisState
{
    /// <summary>There is none: everything is in memory.</summary>
    NotUsed,
    Connected,

    /// <summary>It does not answer; the application goes on from memory and comes back to it by itself.</summary>
    Away,
}

/// <summary>The one connection to Redis, made when it is first needed.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<IConnectionMultiplexer>>? connection;

    public RedisServer(RedisOptions options) =>
        connection = options.IsSetUp
            ? new(async () => await ConnectionMultiplexer.ConnectAsync(options.Connection()))
            : null;

    /// <exception cref="InvalidOperationException">Redis is not set up.</exception>
    internal Task<IConnectionMultiplexer> ConnectAsync() =>
        connection?.Value ?? throw new InvalidOperationException("Redis is not set up.");

    /// <summary>Asks the server, for a second at most.</summary>
    public async Task<RedisState> StateAsync(CancellationToken ct)
    {
        if (connection is null)
            return RedisState.NotUsed;
        try
        {
            var server = await connection.Value.WaitAsync(Patience, ct);
            if (!server.IsConnected)
                return RedisState.Away;
            await server.GetDatabase().PingAsync().WaitAsync(Patience, ct);
            return RedisState.Connected;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return RedisState.Away;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is { IsValueCreated: true })
            await (await connection.Value).DisposeAsync();
    }
}
