using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ReportsAdmin.Platform.Http;

/// <summary>Says for the audit log who is behind a request; after authentication.</summary>
internal sealed class RequestActors(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var user = http.Features.Get<CurrentUser>();
        using var acting = Actor.Use(
            new Actor(user?.UserId, user?.Name, IsPage(http) ? ActorVia.Page : ActorVia.Api)
            {
                Address = http.Connection.RemoteIpAddress?.ToString(),
                RequestId = http.TraceIdentifier,
            }
        );
        await next(http);
    }

    // Pages call the API too, with their cookie.
    private static bool IsPage(HttpContext http) =>
        !http.IsApi() || http.User.Identity is { IsAuthenticated: true, AuthenticationType: Authentication.Session };
}

/// <summary>
/// Says the same for what happens in a circuit. The address is that of the connection that opened it; the person is who the circuit belongs to at
/// each act.
/// </summary>
internal sealed class CircuitActors(AuthenticationStateProvider sessions) : CircuitHandler
{
    private Actor opened = Actor.System;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        opened = Actor.Current with { Via = ActorVia.Page, RequestId = $"circuit {circuit.Id}" };
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            var user = (await sessions.GetAuthenticationStateAsync()).User;
            using var acting = Actor.Use(
                opened with
                {
                    UserId = ApiId.IntKeyOf(ApiId.User, user.FindFirstValue(SessionClaims.Subject)),
                    Name = user.Identity?.Name,
                }
            );
            await next(context);
        };
}
