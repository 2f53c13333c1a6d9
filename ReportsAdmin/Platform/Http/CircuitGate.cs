using System.Collections.Concurrent;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// Lets pages open circuits: only pages of this site, and only so many at once for a person or, before sign-in, for an address. Each
/// costs memory, so one caller could otherwise use up the server.
/// </summary>
internal sealed class CircuitGate(RequestDelegate next, Limits limits)
{
    private const string Protocol = "websocket";

    private static readonly PathString Hub = "/_blazor";

    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments(Hub))
            return next(http);
        if (!IsOfThisSite(http.Request))
            return Refuse(http, StatusCodes.Status403Forbidden);
        return IsWebSocket(http) ? CountedAsync(http) : next(http);
    }

    private async Task CountedAsync(HttpContext http)
    {
        var caller = RateCounts.CallerOf(http, byAddress: false);
        var most = limits.Of(
            http.Features.Get<CurrentUser>() is null ? CircuitLimits.PerAddress : CircuitLimits.PerPerson
        );
        try
        {
            if (open.AddOrUpdate(caller, 1, (_, count) => count + 1) > most)
                await Refuse(http, StatusCodes.Status429TooManyRequests);
            else
                await next(http);
        }
        finally
        {
            Leave(caller);
        }
    }

    private void Leave(string caller)
    {
        // Taken out with the last one, so that the callers of all time do not stay.
        if (open.AddOrUpdate(caller, 0, (_, count) => count - 1) <= 0)
            open.TryRemove(new KeyValuePair<string, int>(caller, 0));
    }

    // The hub brings its own middleware for web sockets, which has not run here.
    private static bool IsWebSocket(HttpContext http) =>
        http.Features.Get<IHttpExtendedConnectFeature>()?.Protocol == Protocol
        || string.Equals(http.Request.Headers.Upgrade, Protocol, StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers name the site whose script connects; other programs name none and have no cookies of a person either.</summary>
    private static bool IsOfThisSite(HttpRequest request) =>
        request.Headers.Origin is not [{ Length: > 0 } origin]
        || (
            Uri.TryCreate(origin, UriKind.Absolute, out var site)
            && HostString.FromUriComponent(site).Equals(WithoutDefaultPort(request))
        );

    // An origin leaves out the port of its scheme; the Host header may have it.
    private static HostString WithoutDefaultPort(HttpRequest request) =>
        request.Host.Port is 443 or 80 ? new HostString(request.Host.Host) : request.Host;

    private static Task Refuse(HttpContext http, int status)
    {
        // No page for it: nobody reads the answer, and the page would be asked for by the method of this request.
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
