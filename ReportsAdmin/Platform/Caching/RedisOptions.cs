using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ReportsAdmin.Platform.Caching;

/// <summary>The Redis that nodes share, from <c>Redis:*</c>. Without a connection string everything is kept in memory.</summary>
public sealed record RedisOptions
{
    /// <summary>As StackExchange.Redis reads it: <c>redis.example.com:6379,password=…,ssl=true</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Begins every key and channel; installations that share a server need different ones.</summary>
    public string KeyPrefix { get; init; } = "reportsadmin";

    public bool IsSetUp => !string.IsNullOrWhiteSpace(ConnectionString);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="OptionsValidationException">The connection string cannot be read, or the prefix is empty.</exception>
    public static RedisOptions From(IConfiguration configuration)
    {
        var options = configuration.GetSection("Redis").Get<RedisOptions>() ?? new RedisOptions();
        if (string.IsNullOrWhiteSpace(options.KeyPrefix))
            throw Refused("Redis:KeyPrefix is empty.");
        if (!options.IsSetUp)
            return options;
        try
        {
            return ConfigurationOptions.Parse(options.ConnectionString!).EndPoints.Count > 0
                ? options
                : throw Refused("Redis:ConnectionString names no server.");
        }
        catch (ArgumentException)
        {
            // The text may hold a password and is not repeated.
            throw Refused("Redis:ConnectionString cannot be read.");
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

    private static OptionsValidationException Refused(string fault) => new("Redis", typeof(RedisOptions), [fault]);
}
