using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;
using IPNetwork = System.Net.IPNetwork;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// The reverse proxies that may tell the address of a caller and whether they came by https. None by default: a caller who reaches
/// the server directly could otherwise write any address and escape the rate limits.
/// </summary>
internal static class TrustedProxies
{
    /// <summary>Takes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> from the configured proxies, from nobody else.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        if (From(app.Configuration) is { } options)
            app.UseForwardedHeaders(options);
    }

    /// <summary>Reads <c>Proxy:KnownProxies</c> and <c>Proxy:KnownNetworks</c>; null when neither names one.</summary>
    /// <exception cref="OptionsValidationException">A value is no address or no network; all faults are named.</exception>
    internal static ForwardedHeadersOptions? From(IConfiguration configuration)
    {
        var proxies = configuration.Read<ProxyOptions>();
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As far as the proxies are known, which ends at the first address that is not.
            ForwardLimit = null,
        };
        // The framework trusts loopback unless told otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in proxies.KnownProxies)
            options.KnownProxies.Add(IPAddress.Parse(address));
        foreach (var network in proxies.KnownNetworks)
            options.KnownIPNetworks.Add(IPNetwork.Parse(network));
        // The framework trusts everybody when both lists are empty.
        return options.KnownProxies.Count + options.KnownIPNetworks.Count > 0 ? options : null;
    }
}
