using System.Globalization;

namespace ReportsAdmin.Platform.Http;

/// <summary>Names the limit of a controller or action; without it the path decides.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RateLimitAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Requests a minute for each caller, by name of the limit; <c>RateLimits:*</c>.</summary>
public sealed class RateLimits(IConfiguration configuration)
{
    public const string Dashboard = nameof(Dashboard);
    public const string Reports = nameof(Reports);
    public const string Export = nameof(Export);
    public const string Login = nameof(Login);
    public const string Tracker = nameof(Tracker);
    public const string V2 = nameof(V2);

    /// <summary>What people without an account send: forms.</summary>
    public const string Public = nameof(Public);

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, int> Standard = new(StringComparer.Ordinal)
    {
        [Dashboard] = 60,
        [Reports] = 30,
        [Export] = 10,
        [Login] = 10,
        [Tracker] = 600,
        [V2] = 600,
        [Public] = 60,
    };

    private readonly Dictionary<string, int> permitted = Standard.ToDictionary(
        s => s.Key,
        s => configuration.GetValue($"RateLimits:{s.Key}", s.Value),
        StringComparer.Ordinal
    );

    public int Of(string name) => permitted[name];

    /// <summary>The limit of a request; null where none applies (pages, assets, documents).</summary>
    public static string? NameOf(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RateLimitAttribute>() is { } named)
            return named.Name;
        var path = http.Request.Path;
        if (
            HttpMethods.IsPost(http.Request.Method)
            && (path.StartsWithSegments(Authentication.SignInPath) || path.StartsWithSegments("/api/auth/login"))
        )
            return Login;
        if (!http.IsApi() || HttpMethods.IsOptions(http.Request.Method))
            return null;
        if (path.StartsWithSegments("/api/v2"))
            return V2;
        if (path.StartsWithSegments("/api/reports/export"))
            return Export;
        return ApiFormats.OfPath(path, http.Request.Method) is EnvelopeFormat
            ? path.StartsWithSegments("/api/dashboard")
                ? Dashboard
                : Reports
            : Tracker;
    }
}

/// <summary>Says to every API caller where he stands, and refuses what is beyond the limit.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateCounts counts)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (RateLimits.NameOf(http) is { } name)
            Take(http, name);
        await next(http);
    }

    private void Take(HttpContext http, string name)
    {
        var (limit, taken, wait) = counts.Take(name, RateCounts.CallerOf(http, name));
        var seconds = RateCounts.Seconds(wait);
        http.Response.Headers["RateLimit-Limit"] = limit.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Remaining"] = Math.Max(0, limit - taken)
            .ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Reset"] = seconds;
        if (taken > limit)
            throw new DomainException(ErrorKind.TooMany, $"Too many requests. Try again in {seconds} s.")
            {
                RetryAfter = wait,
            };
    }
}
