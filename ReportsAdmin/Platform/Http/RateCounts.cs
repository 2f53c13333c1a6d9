using System.Collections.Concurrent;
using System.Globalization;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// Counts requests in fixed windows, per user and per address before sign-in, whichever way they come.
/// Counts are per node: a limit protects this process, it is no quota.
/// </summary>
internal sealed class RateCounts(RateLimits limits, TimeProvider time)
{
    private const int SweepAbove = 10_000;

    private readonly ConcurrentDictionary<(string Limit, string Caller), Count> counts = new();

    /// <summary>Counts one more request; it is beyond the limit when more are taken than the limit permits.</summary>
    /// <returns>The limit, how many were taken with this one, and the time until the window ends.</returns>
    public (int Limit, int Taken, TimeSpan Wait) Take(string name, string caller)
    {
        var now = time.GetUtcNow().UtcTicks;
        var window = now / RateLimits.Window.Ticks;
        if (counts.Count > SweepAbove)
            Sweep(window);
        var taken = counts
            .AddOrUpdate(
                (name, caller),
                static (_, w) => new Count(w, 1),
                static (_, old, w) => old.Window == w ? old with { Taken = old.Taken + 1 } : new Count(w, 1),
                window
            )
            .Taken;
        return (limits.Of(name), taken, TimeSpan.FromTicks(((window + 1) * RateLimits.Window.Ticks) - now));
    }

    // A guess at a password counts against the address, whoever's cookie comes with it.
    public static string CallerOf(HttpContext http, string name) =>
        name != RateLimits.Login && http.Features.Get<CurrentUser>() is { } currentUser
            ? "u" + currentUser.UserId.ToString(CultureInfo.InvariantCulture)
            : "a" + (http.Connection.RemoteIpAddress?.ToString() ?? "local");

    public static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private void Sweep(long window)
    {
        foreach (var stale in counts.Where(c => c.Value.Window < window))
            counts.TryRemove(stale);
    }

    private readonly record struct Count(long Window, int Taken);
}
