using System.Net;
using ReportsAdmin.Platform.Settings;
using IPNetwork = System.Net.IPNetwork;

namespace ReportsAdmin.Platform.Http;

/// <summary>Whether callers by http are sent to https.</summary>
public sealed record HttpsOptions : ISettings
{
    public static string Section => "Https";

    [Setting("Sends callers by http to the https Site:Address; /api/health is still answered.")]
    public bool Redirect { get; init; }

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Redirect && SiteAddress.Parse(configuration) is { Root: var site } && site.Scheme != Uri.UriSchemeHttps)
            yield return $"Https:Redirect needs an https {SiteAddress.Setting}; it is '{site}'.";
    }
}

/// <summary>The reverse proxies that are trusted.</summary>
public sealed record ProxyOptions : ISettings
{
    public static string Section => "Proxy";

    [Setting("Addresses of the reverse proxies whose X-Forwarded-For and X-Forwarded-Proto count.")]
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    [Setting("Networks of such proxies, such as 10.0.0.0/24.")]
    public IReadOnlyList<string> KnownNetworks { get; init; } = [];

    public IEnumerable<string> Faults(IConfiguration configuration) =>
        KnownProxies
            .Where(p => !IPAddress.TryParse(p, out _))
            .Select(p => $"Proxy:KnownProxies has '{p}'; it must be an address such as 10.0.0.5.")
            .Concat(
                KnownNetworks
                    .Where(n => !IPNetwork.TryParse(n, out _))
                    .Select(n => $"Proxy:KnownNetworks has '{n}'; it must be a network such as 10.0.0.0/24.")
            );
}

/// <summary>Who may read the documentation of the API.</summary>
public sealed record DocsOptions : ISettings
{
    public static string Section => "Docs";

    [Setting("Whether /docs and /openapi are shown without sign-in.", Default = "false in Production")]
    public bool? Open { get; init; }
}

/// <summary>Frontends of other origins.</summary>
public sealed record CorsOptions : ISettings
{
    public static string Section => "Cors";

    [Setting("Origins whose scripts may call the API.", Default = "none; three local ones in Development")]
    public IReadOnlyList<string> Origins { get; init; } = [];
}

/// <summary>Access tokens of the API.</summary>
public sealed record JwtOptions : ISettings
{
    public static string Section => "Jwt";

    [Setting("Life of an access token.", Least = 1, Most = 10_080)]
    public int LifetimeMinutes { get; init; } = 480;

    [Setting("The name of this server in tokens.")]
    public string Issuer { get; init; } = "reportsadmin";

    [Setting("Whom tokens are for.")]
    public string Audience { get; init; } = "reportsadmin-api";
}

/// <summary>Sign-ins.</summary>
public sealed record SessionDurations : ISettings
{
    public static string Section => "Session";

    [Setting("Life of the session cookie while it is not used.", Least = 0.01, Most = 8_760)]
    public double Hours { get; init; } = 12;

    [Setting("A sign-in ends after this, however often it is used.", Least = 0.01, Most = 3_650)]
    public double MaxDays { get; init; } = 30;

    [Setting(
        "After this a browser's session is asked for password or code again before roles, undo, write-off and the like.",
        Least = 0.01,
        Most = 1_440
    )]
    public double ConfirmMinutes { get; init; } = 15;
}

/// <summary>Open pages.</summary>
public sealed record CircuitLimits : ISettings
{
    public static string Section => "Circuits";

    internal const string PerPerson = "Circuits:MaxPerPerson";
    internal const string PerAddress = "Circuits:MaxPerAddress";

    [Setting("How many pages of one person may be open at once, on each node.", Least = 1)]
    public int MaxPerPerson { get; init; } = 40;

    [Setting("How many pages without sign-in, such as public forms, may be open from one address.", Least = 1)]
    public int MaxPerAddress { get; init; } = 60;
}
