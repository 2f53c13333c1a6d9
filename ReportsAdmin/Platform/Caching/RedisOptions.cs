using ReportsAdmin.Platform.Settings;
using StackExchange.Redis;

namespace ReportsAdmin.Platform.Caching;

/// <summary>The Redis that nodes share, from <c>Redis:*</c>. Without a connection string everything is kept in memory.</summary>
public sealed record RedisOptions : ISettings
{
    public static string Section => "Redis";

    [Setting(
        "As StackExchange.Redis reads it: redis.example.com:6379,password=…,ssl=true. Without it answers are kept in memory."
    )]
    public string? ConnectionString { get; init; }

    [Setting("Begins every key and channel; installations that share a server need different ones.")]
    public string KeyPrefix { get; init; } = "reportsadmin";

    public bool IsSetUp => !string.IsNullOrWhiteSpace(ConnectionString);

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (IsSetUp && EndPointsOf(ConnectionString!) is var servers and not > 0)
            // The text may hold a password and is not repeated.
            yield return servers is null
                ? "Redis:ConnectionString cannot be read."
                : "Redis:ConnectionString names no server.";
    }

    private static int? EndPointsOf(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>How to connect: a server that is away neither stops the start nor holds up a caller.</summary>
    internal ConfigurationOptions Connection()
    {
        var connection = ConfigurationOptions.Parse(ConnectionString!);
        connection.AbortOnConnectFail = false;
        connection.ConnectTimeout = 2_000;
        connection.AsyncTimeout = 1_000;
        connection.SyncTimeout = 1_000;
        connection.BacklogPolicy = BacklogPolicy.FailFast;
        connection.ReconnectRetryPolicy = new LinearRetry(1_000);
        return connection;
    }
}
