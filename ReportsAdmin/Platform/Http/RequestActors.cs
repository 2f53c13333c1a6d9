using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ReportsAdmin.Platform.Http;

/// <summary>Says for the audit log who is behind a request; after authentication.</summary>
internal sealed class RequestActors(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var actor = new Actor(null, null, IsPage(http) ? ActorVia.Page : ActorVia.Api)
        {
            Address = http.Connection.RemoteIpAddress?.ToString(),
            RequestId = http.TraceIdentifier,
        }.Of(http.Features.Get<CurrentUser>());
        using var acting = Actor.Use(ReadOnlyRequests.MayWrite(http) ? actor with { ReadOnly = null } : actor);
        await next(http);
    }

    // Pages call the API too, with their cookie.
    private static bool IsPage(HttpContext http) =>
        !http.IsApi() || http.User.Identity is { IsAuthenticated: true, AuthenticationType: Authentication.Session };
}

/// <summary>
/// Says the same for what happens in a circuit. The address is that of the connection that opened it; the person is who the circuit belongs to at
/// each act. A page that was opened while its session saw the application as somebody else, or that is open when that begins, shows what another
/// person sees: until it is loaded again nothing is written by it.
/// </summary>
internal sealed class CircuitActors(
    AuthenticationStateProvider sessions,
    Identities identities,
    ILogger<CircuitActors> log
) : CircuitHandler
{
    private const string Outdated = "This page shows what somebody else sees. Reload it, then try again.";

    private Actor opened = Actor.System;
    private Actor last = Actor.System;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        last = opened = Actor.Current with { Via = ActorVia.Page, RequestId = $"circuit {circuit.Id}" };
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            using var acting = Actor.Use(last = await NowAsync());
            await next(context);
        };

    private async Task<Actor> NowAsync()
    {
        try
        {
            var user = (await sessions.GetAuthenticationStateAsync()).User;
            var now = opened.Of(await identities.CurrentUserOfAsync(user, CancellationToken.None));
            return now.SeenAsId == opened.SeenAsId ? now : now with { ReadOnly = Outdated };
        }
        catch (Exception e)
        {
            // The act itself asks for the person again and says what is wrong; the circuit must not end by it.
            log.LogWarning(e, "A circuit could not ask for its person");
            return last;
        }
    }
}
