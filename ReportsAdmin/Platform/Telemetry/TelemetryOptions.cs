using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Telemetry;

/// <summary>What the application tells of its work, from <c>Telemetry:*</c>. Nothing leaves it unless a setting says so.</summary>
public sealed record TelemetryOptions : ISettings
{
    public const int MinToken = 16;

    public static string Section => "Telemetry";

    [Setting(
        "Opens /metrics to those who send it as a bearer token; 16 characters or more. Without it there is no /metrics."
    )]
    public string? MetricsToken { get; init; }

    public OtlpOptions Otlp { get; init; } = new();

    [Setting("Whether the log is JSON, one line an entry, with trace ids.")]
    public bool JsonLogs { get; init; }

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(MetricsToken) && MetricsToken.Length < MinToken)
            yield return $"Telemetry:MetricsToken needs at least {MinToken} characters.";
        if (!string.IsNullOrEmpty(Otlp.Endpoint) && Otlp.Target is null)
            yield return "Telemetry:Otlp:Endpoint must be an http or https address.";
    }
}

/// <summary>Where traces and metrics are sent.</summary>
public sealed record OtlpOptions
{
    [Setting("Where traces and metrics are sent by OTLP, such as http://collector:4317.")]
    public string? Endpoint { get; init; }

    [Setting("The share of requests that are traced, from 0 to 1.", Least = 0, Most = 1)]
    public double TraceShare { get; init; } = 1;

    public Uri? Target =>
        Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : null;
}
