using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features;

/// <summary>
/// Fills an empty database with the demo company, in Development and when asked to. That takes some ten seconds, so the
/// server answers meanwhile: pages say how far it is, everything else asks to come back (<see cref="DemoGate"/>).
/// </summary>
public sealed class DemoCompany(
    IServiceProvider services,
    IEnumerable<IFeature> features,
    IHostEnvironment environment,
    IConfiguration configuration
)
{
    private readonly IFeature[] parts = [.. features];
    private volatile bool isBeingMade;
    private volatile int done;

    public bool IsBeingMade => isBeingMade;

    /// <summary>How many parts of how many are filled.</summary>
    public (int Done, int All) Progress => (done, parts.Length);

    /// <summary>Before requests are answered: fills what is still missing, or, when there is nothing at all, leaves it to <see cref="MakeAsync"/>.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (!environment.IsDevelopment() || !configuration.Read<DemoOptions>().Enabled)
            return;
        await using (var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext())
            isBeingMade = !await db.Set<User>().AnyAsync(ct);
        if (!isBeingMade)
            await FillAsync(ct);
    }

    /// <summary>Does what <see cref="PrepareAsync"/> left.</summary>
    public async Task MakeAsync(CancellationToken ct)
    {
        if (!isBeingMade)
            return;
        await services.GetRequiredService<SchemaRunner>().PrepareAsync(FillAsync, ct);
        isBeingMade = false;
    }

    /// <summary>Each room fills only what is empty of its own.</summary>
    public async Task FillAsync(CancellationToken ct)
    {
        using var demo = Actor.Use(Actor.System with { IsRecorded = false });
        foreach (var part in parts)
        {
            await part.SeedDemoAsync(services, ct);
            done++;
        }
    }
}

/// <summary>Makes the demo company once the server answers. Without it a first look would show half a company, so a failure ends the process.</summary>
internal sealed class DemoWork(DemoCompany demo, IHostApplicationLifetime lifetime, ILogger<DemoWork> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host waits for the first step of its services before it listens.
        await Task.Yield();
        try
        {
            await demo.MakeAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogCritical(e, "The demo company could not be made; start again with an empty database");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}

/// <summary>What is answered while the demo company is being made.</summary>
public static class DemoGate
{
    public const string Page = "/preparing";

    /// <summary>Shows how far it is instead of any page; the browser asks again by itself. Before routing.</summary>
    public static void UseDemoPage(this WebApplication app)
    {
        var demo = app.Services.GetRequiredService<DemoCompany>();
        app.Use(
            (http, next) =>
            {
                if (demo.IsBeingMade && IsPage(http))
                {
                    http.Request.Path = Page;
                    http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    http.Response.Headers["Refresh"] = "1";
                }

                return next(http);
            }
        );
    }

    /// <summary>Asks clients of the API to come back, in their own format. After the errors of an API are formatted.</summary>
    public static void UseDemoRefusal(this WebApplication app)
    {
        var demo = app.Services.GetRequiredService<DemoCompany>();
        app.Use((http, next) => demo.IsBeingMade && http.IsApi() ? throw Later() : next(http));
    }

    private static DomainException Later() =>
        new(ErrorKind.Unavailable, "The demo company is being set up. Try again in a few seconds.")
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    private static bool IsPage(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method)
        && !http.IsApi()
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}
