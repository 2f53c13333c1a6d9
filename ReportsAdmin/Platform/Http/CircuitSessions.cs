using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Http;

/// <summary>Ends a circuit's sign-in within half a minute of the session's end; <see cref="CircuitSessionWatch"/> is quicker.</summary>
internal sealed class CircuitSessions(ILoggerFactory loggers, Identities identities)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly ILogger log = loggers.CreateLogger<CircuitSessions>();

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    /// <summary>Ends the sign-in if its session has ended.</summary>
    public async Task CheckAsync()
    {
        try
        {
            if (!await ValidateAuthenticationStateAsync(await GetAuthenticationStateAsync(), CancellationToken.None))
                SetAuthenticationState(Task.FromResult(Nobody));
        }
        catch (Exception e)
        {
            // The regular check follows.
            log.LogWarning(e, "A circuit could not check its session");
        }
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) =>
        authenticationState.User.Identity is not { IsAuthenticated: true }
        || await identities.CurrentUserOfAsync(authenticationState.User, cancellationToken) is not null;
}

/// <summary>
/// Checks a circuit's session at once when anything about sessions, accounts or rights has changed. Only for circuits: a request that
/// ends its own session, such as a new password, goes on with the next one.
/// </summary>
internal sealed class CircuitSessionWatch(AuthenticationStateProvider sessions, ChangeNotifier notifier)
    : CircuitHandler,
        IDisposable
{
    private readonly List<IDisposable> subscriptions = [];

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        foreach (var topic in (string[])[Identities.ChangedTopic, Identities.SessionsTopic])
            subscriptions.Add(notifier.Subscribe(topic, () =>
                {
                    // Not awaited: whoever ends a session does not wait for the pages of everybody.
                    _ = ((CircuitSessions)sessions).CheckAsync();
                    return Task.CompletedTask;
                }));
        return Task.CompletedTask;
    }

    public void Dispose() => subscriptions.ForEach(s => s.Dispose());
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
