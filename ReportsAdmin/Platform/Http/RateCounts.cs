using System.Collections.Concurrent;
using System.Globalization;

namespace ReportsAdmin.Platform.Http;

/// <summary>What became of one request under a limit.</summary>
/// <param name="Limit">How many a window permits.</param>
/// <param name="Left">How many more are permitted now.</param>
/// <param name="Refused">Whether this one was beyond the limit.</param>
/// <param name="Wait">Until the next one is permitted when refused; otherwise until the present window ends.</param>
internal readonly record struct RateTake(int Limit, int Left, bool Refused, TimeSpan Wait);

/// <summary>
/// Counts requests in a sliding window, per user and per address before sign-in, whichever way they come: the requests of the window
/// before count by the share of it that the last minute still covers, so that no two bursts fit around the end of a window. What is
/// refused does not count. Counts are per node: a limit protects this process, it is no quota.
/// </summary>
internal sealed class RateCounts(RateLimits limits, TimeProvider time)
{
    private const int SweepAbove = 10_000;
    private const double Rounding = 1e-9;

    private readonly ConcurrentDictionary<(string Limit, string Caller), Count> counts = new();

    /// <summary>Counts one more request unless it is beyond the limit.</summary>
    public RateTake Take(string name, string caller)
    {
        var limit = limits.Of(name).PerMinute;
        var (window, into) = Math.DivRem(time.GetUtcNow().UtcTicks, RateLimits.Window.Ticks);
        var share = 1 - ((double)into / RateLimits.Window.Ticks);
        if (counts.Count > SweepAbove)
            Sweep(window);
        var (taken, refused) = (default(Count), false);
        counts.AddOrUpdate((name, caller), _ => Next(new Count(window, 0, 0)), (_, old) => Next(old.At(window)));
        return refused
            ? new(limit, 0, true, RateLimits.Window * taken.WaitWindows(limit, 1 - share))
            : new(limit, (int)Math.Floor(limit - taken.Used(share)), false, RateLimits.Window * share);

        Count Next(Count now)
        {
            refused = now.Used(share) + 1 > limit + Rounding;
            return taken = refused ? now : now with { Taken = now.Taken + 1 };
        }
    }

    public static string CallerOf(HttpContext http, bool byAddress) =>
        !byAddress && http.Features.Get<CurrentUser>() is { } currentUser
            ? "u" + currentUser.CallerId.ToString(CultureInfo.InvariantCulture)
            : "a" + (http.Connection.RemoteIpAddress?.ToString() ?? "local");

    public static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private void Sweep(long window)
    {
        foreach (var stale in counts.Where(c => c.Value.Window < window - 1))
            counts.TryRemove(stale);
    }

    /// <param name="Window">The number of the window.</param>
    /// <param name="Taken">Requests in it.</param>
    /// <param name="Before">Requests in the window before.</param>
    private readonly record struct Count(long Window, int Taken, int Before)
    {
        public Count At(long window) =>
            window == Window ? this
            : window == Window + 1 ? new(window, 0, Taken)
            : new(window, 0, 0);

        /// <param name="share">How much of the window before the last minute still covers, 0 to 1.</param>
        public double Used(double share) => (Before * share) + Taken;

        /// <summary>Windows until one more request fits, at <paramref name="into"/> of this window.</summary>
        public double WaitWindows(int limit, double into) =>
            Taken + 1 <= limit ? 1 - ((limit - 1 - Taken) / (double)Before) - into
            : limit > 0 ? 1 - into + 1 - ((limit - 1) / (double)Taken)
            : 1 - into;
    }
}
