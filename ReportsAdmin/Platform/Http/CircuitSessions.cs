using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Server;

namespace ReportsAdmin.Platform.Http;

/// <summary>Ends a circuit's sign-in within half a minute of the session's end: a page may stay open for days.</summary>
internal sealed class CircuitSessions(ILoggerFactory loggers, Identities identities)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) =>
        authenticationState.User.Identity is not { IsAuthenticated: true }
        || await identities.CurrentUserOfAsync(authenticationState.User, cancellationToken) is not null;
}

/// <summary>
/// Puts the token for changes into the head of a page: <c>&lt;AntiforgeryMeta /&gt;</c> renders
/// <c>&lt;meta name="ra-antiforgery" content="…"&gt;</c>; scripts send it as the header <c>RequestVerificationToken</c>.
/// </summary>
public sealed class AntiforgeryMeta(AntiforgeryStateProvider antiforgery) : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (antiforgery.GetAntiforgeryToken() is not { } token)
            return;
        builder.OpenElement(0, "meta");
        builder.AddAttribute(1, "name", "ra-antiforgery");
        builder.AddAttribute(2, "content", token.Value);
        builder.CloseElement();
    }
}
