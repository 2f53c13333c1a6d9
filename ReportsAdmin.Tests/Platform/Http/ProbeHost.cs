using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReportsAdmin.Features;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Tests.Support;

namespace ReportsAdmin.Tests.Platform.Http;

/// <summary>The platform's pipeline in memory, with probe controllers and two callers who need no database.</summary>
public sealed class ProbeHost : IAsyncDisposable
{
    public const int Anybody = 1;
    public const int Chief = 2;

    private static readonly JwtKey Key = new(
        "probe",
        [.. Enumerable.Range(1, 32).Select(i => (byte)i)],
        new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero)
    );

    private readonly WebApplication app;

    private ProbeHost(WebApplication app, FakeClock clock) => (this.app, Clock) = (app, clock);

    public FakeClock Clock { get; }

    /// <summary>Stamps that still count; take one away and the person's tokens and cookies end.</summary>
    public HashSet<string> Stamps { get; } = ["fresh"];

    /// <summary>Every line that was logged, with its exception.</summary>
    public List<string> Log { get; } = [];

    public static async Task<ProbeHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var clock = new FakeClock();
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                EnvironmentName = Environments.Development,
                ApplicationName = typeof(ProbeHost).Assembly.GetName().Name,
            }
        );
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        ProbeHost? host = null;
        builder.Logging.ClearProviders().AddProvider(new ListLog(line => host?.Log.Add(line)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<ChangeNotifier>();
        builder.Services.AddSingleton(TestDatabase.At(":memory:"));
        builder.Services.AddHttp(
            builder.Configuration,
            builder.Environment,
            AllFeatures.List.SelectMany(f => f.ApiRoutes),
            AllFeatures.List.SelectMany(f => f.RateLimits)
        );
        builder.Services.AddSingleton(
            new Identities(
                (kid, _) => new(kid == Key.Kid ? Key : null),
                (id, stamp, _, _) => new(host!.Stamps.Contains(stamp) ? CurrentUserOf(id) : null)
            )
        );
        var app = builder.Build();
        host = new ProbeHost(app, clock);
        app.UseHttp(notFoundPage: "/no-such-page");
        await app.StartAsync();
        return host;
    }

    public HttpClient Anonymous() => app.GetTestClient();

    /// <summary>A client with a bearer token.</summary>
    public HttpClient As(int userId)
    {
        var client = Anonymous();
        var rules = app.Services.GetRequiredService<JwtRules>();
        var now = Clock.GetUtcNow();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            AccessTokens.Create(
                Key,
                new JsonObject
                {
                    ["iss"] = rules.Issuer,
                    ["aud"] = rules.Audience,
                    ["sub"] = ApiId.Of(ApiId.User, userId),
                    ["stamp"] = "fresh",
                    ["sid"] = "s",
                    ["iat"] = now.ToUnixTimeSeconds(),
                    ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
                }
            )
        );
        return client;
    }

    /// <summary>A client with the session cookie, as a browser has it.</summary>
    public async Task<HttpClient> WithCookieAsync(int userId)
    {
        var client = Anonymous();
        var answer = await client.GetAsync($"/probe-sign-in/{userId}");
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        return client;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static CurrentUser CurrentUserOf(int id) =>
        new(id, "Probe", "Manager", id == Chief ? new HashSet<string> { "probe:chief" } : [], Scope.Everything);

    private sealed class ListLog(Action<string> add) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => add($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}

public sealed record ProbeBody(string CustomerName, int InvoiceCount, string? Note, IReadOnlyList<string>? Names);

public sealed record ProbeAnswer(string CustomerName, DateTime CreatedAt);

[ApiController]
public abstract class ProbeController : ControllerBase
{
    [HttpGet("ok")]
    public ProbeAnswer Caller() =>
        new(HttpContext.CurrentUser().Name, new DateTime(2026, 5, 15, 6, 0, 0, 123, DateTimeKind.Utc));

    [HttpPost("body")]
    public ProbeAnswer Body(ProbeBody body) => new(body.CustomerName, DateTime.UnixEpoch);

    [HttpGet("number")]
    public int Number(int pageNumber) => pageNumber;

    [HttpGet("list")]
    public JsonResult List([FromQuery] string[] status, int pageNumber = 7) =>
        new($"[{string.Join(',', status)}]{pageNumber}");

    [HttpGet("chief")]
    [Permission("probe:chief")]
    public IActionResult ForChiefs() => NoContent();

    [HttpGet("nothing")]
    public IActionResult Nothing() => NotFound();

    [HttpGet("refused")]
    public IActionResult Refused() => throw DomainException.Invalid("month", "month is not a month.");

    [HttpGet("boom")]
    [HttpGet("boom/{token}")]
    public IActionResult Boom() => throw new InvalidOperationException("Host=db;Password=secret");

    [HttpGet("large")]
    public IActionResult Large() => throw new BadHttpRequestException("Request body too large.", 413);

    [HttpGet("stream")]
    public async Task Stream(CancellationToken ct)
    {
        Response.ContentType = "text/event-stream";
        await Response.WriteAsync("data: 1\n\n", ct);
        await Response.Body.FlushAsync(ct);
        await Task.Delay(Timeout.Infinite, ct);
    }

    [HttpGet("csv")]
    public IActionResult Csv() => Content(string.Concat(Enumerable.Repeat("a,b\n", 1_000)), "text/csv; charset=utf-8");

    [HttpGet("fresh")]
    public IActionResult Fresh(string version) =>
        HttpContext.HasFresh(HttpContext.CurrentUser(), version) ? StatusCode(304) : Ok(new { version });
}

[Route("api/probe/envelope")]
[ApiFormat<EnvelopeFormat>]
public sealed class EnvelopeProbe : ProbeController;

[Route("api/probe/tracker")]
[ApiFormat<TrackerFormat>]
public sealed class TrackerProbe : ProbeController;

[Route("api/probe/generation")]
[ApiFormat<GenerationFormat>]
public sealed class GenerationProbe : ProbeController;

[Route("api/probe/jobs")]
[ApiFormat<JobsFormat>]
public sealed class JobsProbe : ProbeController;

[Route("api/probe/roadmap")]
[ApiFormat<RoadmapFormat>]
public sealed class RoadmapProbe : ProbeController;

[ApiController]
public sealed class SessionProbe(IAntiforgery antiforgery) : ControllerBase
{
    [HttpGet("probe-sign-in/{id:int}")]
    [AllowAnonymous]
    public Task SignInAs(int id) =>
        HttpContext.SignInAsync(
            Authentication.Session,
            Authentication.Principal(Authentication.Session, id, "Probe", "Manager", "fresh", "s")
        );

    [HttpGet("probe-token")]
    public string Token() => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;

    [HttpGet("probe-page-boom")]
    public IActionResult PageBoom() => throw new InvalidOperationException("Host=db;Password=secret");
}
