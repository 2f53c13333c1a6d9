using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ReportsAdmin.Platform;

/// <summary>How much of something there may be; an administrator can change it while the application runs.</summary>
/// <param name="Key">Of the settings and the database: <c>Forms:MaxMegabytes</c>.</param>
/// <param name="Title">In words: "All files of all forms".</param>
/// <param name="Unit">In the plural: "MB", "rows".</param>
/// <param name="Default">What the settings file says, in force until it is changed.</param>
public sealed record Limit(string Key, string Group, string Title, string Unit, int Default)
{
    public int Least { get; init; } = 1;

    public int Most { get; init; } = 1_000_000;
}

/// <summary>The limits in force on this node: as an administrator set them, else as the settings file says.</summary>
public sealed class Limits(IEnumerable<Limit> known)
{
    private readonly FrozenDictionary<string, Limit> known = known.ToFrozenDictionary(l => l.Key);
    private volatile IReadOnlyDictionary<string, int> set = FrozenDictionary<string, int>.Empty;

    public IEnumerable<Limit> Known => known.Values;

    public int Of(string key) => set.TryGetValue(key, out var value) ? value : known[key].Default;

    /// <summary>Takes what administrators set; what is no longer possible, or a limit that no longer exists, is left out.</summary>
    public void Apply(IReadOnlyDictionary<string, int> values) =>
        set = values
            .Where(v => known.TryGetValue(v.Key, out var limit) && v.Value >= limit.Least && v.Value <= limit.Most)
            .ToFrozenDictionary(StringComparer.Ordinal);
}

public static class LimitsSetup
{
    /// <summary>Declares a limit, by the room that keeps it.</summary>
    public static IServiceCollection AddLimit(this IServiceCollection services, Limit limit)
    {
        services.TryAddSingleton<Limits>();
        return services.AddSingleton(limit);
    }
}
