using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using ReportsAdmin.Platform.Settings;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace ReportsAdmin.Platform.Caching;

public static class CachingSetup
{
    private const int MaxAnswers = 1_000;
    private const string CacheName = "answers";

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The cache of answers: in memory, and in Redis when <c>Redis:ConnectionString</c> is set.</summary>
    public static IServiceCollection AddCaching(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<RedisOptions>());
        services.AddSingleton<RedisServer>();
        services.AddSingleton(provider => new AnswerCache(
            Build(
                provider.GetRequiredService<RedisOptions>(),
                provider.GetRequiredService<RedisServer>(),
                provider.GetRequiredService<ILoggerFactory>()
            )
        ));
        return services;
    }

    private static FusionCache Build(RedisOptions redis, RedisServer server, ILoggerFactory loggers)
    {
        var cache = new FusionCache(
            OptionsOf(redis),
            new MemoryCache(new MemoryCacheOptions { SizeLimit = MaxAnswers }),
            loggers.CreateLogger<FusionCache>()
        );
        if (!redis.IsSetUp)
            return cache;
        cache.SetupDistributedCache(
            new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = server.ConnectAsync }),
            new FusionCacheSystemTextJsonSerializer(AnswerJson.Options)
        );
        cache.SetupBackplane(
            new RedisBackplane(new RedisBackplaneOptions { ConnectionMultiplexerFactory = server.ConnectAsync })
        );
        return cache;
    }

    // The version of the data is in every key, so an entry is never wrong: it may be kept and shared as long as there is room.
    private static FusionCacheOptions OptionsOf(RedisOptions redis) =>
        new()
        {
            CacheName = CacheName,
            CacheKeyPrefix = $"{redis.KeyPrefix}:",
            BackplaneChannelPrefix = redis.KeyPrefix,
            DistributedCacheCircuitBreakerDuration = Pause,
            BackplaneCircuitBreakerDuration = Pause,
            // Whoever asked gets the error; a filter that finds no month is not worth a warning.
            FactoryErrorsLogLevel = LogLevel.Debug,
            DefaultEntryOptions = new FusionCacheEntryOptions
            {
                Size = 1,
                Duration = Kept,
                IsFailSafeEnabled = true,
                FailSafeMaxDuration = Kept * 2,
                DistributedCacheSoftTimeout = Patience,
                DistributedCacheHardTimeout = Patience,
                AllowBackgroundDistributedCacheOperations = true,
                AllowBackgroundBackplaneOperations = true,
            },
        };
}
