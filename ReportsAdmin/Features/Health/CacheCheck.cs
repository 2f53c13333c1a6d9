using ReportsAdmin.Platform.Caching;

namespace ReportsAdmin.Features.Health;

/// <param name="Store">Where answers are kept: <c>redis</c> when one is set up and answers, else <c>memory</c>.</param>
/// <param name="Connected">False when a Redis is set up and does not answer.</param>
public sealed record CacheHealth(HealthState State, string Store, bool Connected, string? Problem);

/// <summary>Looks at Redis. Without it the application goes on from memory, so its absence degrades and no more.</summary>
public sealed class CacheCheck(RedisServer redis)
{
    public async Task<CacheHealth> CheckAsync(CancellationToken ct) =>
        await redis.StateAsync(ct) switch
        {
            RedisState.NotUsed => new CacheHealth(HealthState.Healthy, "memory", true, null),
            RedisState.Connected => new CacheHealth(HealthState.Healthy, "redis", true, null),
            _ => new CacheHealth(
                HealthState.Degraded,
                "memory",
                false,
                "Redis does not answer. Answers are kept in the memory of each node."
            ),
        };
}
