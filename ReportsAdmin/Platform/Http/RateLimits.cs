using System.Globalization;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Http;

/// <summary>Names the limit of a controller or action; without it the room's routes decide.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RateLimitAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>A limit that rooms bring.</summary>
/// <param name="PerMinute">Requests of one caller in a minute, unless <c>RateLimits:Name</c> says otherwise.</param>
/// <param name="ByAddress">Whether requests count against the address even when somebody is signed in.</param>
public sealed record RateLimit(string Name, int PerMinute, bool ByAddress = false);

/// <summary>The limits of all rooms with what the configuration (<c>RateLimits:*</c>) says of them.</summary>
public sealed class RateLimits
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const string Section = "RateLimits";

    private readonly ApiRoutes routes;
    private readonly Dictionary<string, RateLimit> limits;

    /// <exception cref="InvalidOperationException">A route uses a limit that no room brings.</exception>
    public RateLimits(ApiRoutes routes, IEnumerable<RateLimit> limits, IConfiguration configuration)
    {
        this.routes = routes;
        this.limits = limits.ToDictionary(
            l => l.Name,
            l => l with { PerMinute = configuration.GetValue($"{Section}:{l.Name}", l.PerMinute) },
            StringComparer.Ordinal
        );
        if (routes.LimitNames.FirstOrDefault(n => !this.limits.ContainsKey(n)) is { } unknown)
            throw new InvalidOperationException($"A route uses the rate limit {unknown}, which no room brings.");
    }

    public RateLimit Of(string name) => limits[name];

    /// <summary>The section <c>RateLimits</c>: a setting for each limit that a room brings.</summary>
    public static SettingsSection SettingsOf(IEnumerable<RateLimit> limits)
    {
        var rows = limits
            .Select(l => new SettingRow(
                $"{Section}:{l.Name}",
                "a whole number, 0 or more",
                l.PerMinute.ToString(CultureInfo.InvariantCulture),
                $"Requests a minute of one {(l.ByAddress ? "address" : "person, or address before sign-in")}."
            ))
            .ToList();
        return new SettingsSection(Section, rows, FaultsOf);

        IEnumerable<string> FaultsOf(IConfiguration configuration)
        {
            foreach (var given in configuration.GetSection(Section).GetChildren())
            {
                if (!rows.Exists(r => r.Key.Equals(given.Path, StringComparison.OrdinalIgnoreCase)))
                    yield return $"{given.Path} is not a setting. {Section} has {string.Join(", ", rows.Select(r => r.Key[(Section.Length + 1)..]))}.";
                else if (!int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    yield return $"{given.Path} is '{given.Value}'; it must be a whole number, 0 or more.";
            }
        }
    }

    /// <summary>The limit of a request; null where none applies (pages, assets, documents, preflights).</summary>
    public string? NameOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<RateLimitAttribute>() is { } named ? named.Name
        : HttpMethods.IsOptions(http.Request.Method) ? null
        : routes.Find(http.Request.Path, http.Request.Method)?.RateLimit;
}

/// <summary>Tells every API caller what is left of their limit, and refuses what is beyond it.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimits limits, RateCounts counts)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (limits.NameOf(http) is { } name)
            Take(http, name);
        await next(http);
    }

    private void Take(HttpContext http, string name)
    {
        var take = counts.Take(name, RateCounts.CallerOf(http, limits.Of(name).ByAddress));
        var seconds = RateCounts.Seconds(take.Wait);
        http.Response.Headers["RateLimit-Limit"] = take.Limit.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Remaining"] = take.Left.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Reset"] = seconds;
        if (take.Refused)
            throw new DomainException(ErrorKind.TooMany, $"Too many requests. Try again in {seconds} s.")
            {
                RetryAfter = take.Wait,
            };
    }
}
