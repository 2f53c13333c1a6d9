using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Telemetry;

/// <summary>Traces, metrics and logs for those who run the application (Decisions/0039-telemetry.md).</summary>
public static class TelemetrySetup
{
    /// <summary>The meters and sources of our own begin so.</summary>
    public const string MeterName = "ReportsAdmin";

    private const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    private static readonly string[] Meters =
    [
        MeterName,
        MeterName + ".*",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.AspNetCore.Components.Server.Circuits",
        "Npgsql",
    ];

    /// <summary>Measures what happens; sends it nowhere unless the settings say where.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.Read<TelemetryOptions>();
        builder.Services.AddSingleton(options);
        if (options.JsonLogs)
            builder.Logging.AddJsonConsole(o => (o.IncludeScopes, o.UseUtcTimestamp) = (true, true));
        if (options.MetricsToken is not { Length: > 0 } && options.Otlp.Target is null)
            return builder;
        builder.Services.AddSingleton(JobMetrics.States);
        builder.Services.AddSingleton(JobMetrics.Oldest);
        builder.Services.AddHostedService<MetricSampler>();
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("reportsadmin", serviceInstanceId: Environment.MachineName))
            .WithMetrics(metrics => AddMetrics(metrics, options));
        if (options.Otlp.Target is not null)
            telemetry.WithTracing(traces => AddTraces(traces, options));
        return builder;
    }

    /// <summary>Maps <c>/metrics</c> when there is a token for it.</summary>
    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TelemetryOptions>().MetricsToken is not { Length: > 0 } token)
            return;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        app.MapPrometheusScrapingEndpoint(Path)
            // The token is checked here: a scraper is no person and has no session.
            .WithMetadata(new AllowAnonymousAttribute())
            .Add(endpoint => endpoint.RequestDelegate = Guard(endpoint.RequestDelegate!, expected));
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(Meters);
        if (options.MetricsToken is { Length: > 0 })
            metrics.AddPrometheusExporter();
        if (options.Otlp.Target is { } target)
            metrics.AddOtlpExporter(o => o.Endpoint = target);
    }

    private static void AddTraces(TracerProviderBuilder traces, TelemetryOptions options) =>
        traces
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Otlp.TraceShare)))
            .AddAspNetCoreInstrumentation(o => o.Filter = http => !IsNoise(http.Request.Path))
            .AddHttpClientInstrumentation()
            .AddSource(MeterName, MeterName + ".*", "Npgsql")
            .AddOtlpExporter(o => o.Endpoint = options.Otlp.Target!);

    private static bool IsNoise(PathString path) =>
        path.StartsWithSegments(Path) || path.StartsWithSegments("/health") || path.StartsWithSegments("/_blazor");

    private static RequestDelegate Guard(RequestDelegate next, byte[] expected) =>
        http =>
        {
            var sent = http.Request.Headers.Authorization.ToString();
            var known =
                sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && CryptographicOperations.FixedTimeEquals(
                    SHA256.HashData(Encoding.UTF8.GetBytes(sent[Scheme.Length..].Trim())),
                    expected
                );
            http.Response.Headers.CacheControl = "no-store";
            if (known)
                return next(http);
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return http.Response.WriteAsync("The token of the metrics is needed.", http.RequestAborted);
        };
}
