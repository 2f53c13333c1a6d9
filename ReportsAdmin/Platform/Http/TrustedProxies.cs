using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// The reverse proxies that may tell the address of a caller and whether they came by https. None by default: a caller who reaches
/// the server directly could otherwise write any address and escape the rate limits.
/// </summary>
internal static class TrustedProxies
{
    private const string Proxies = "Proxy:KnownProxies";
    private const string Networks = "Proxy:KnownNetworks";

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
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As far as the proxies are known, which ends at the first address that is not.
            ForwardLimit = null,
        };
        // The framework trusts loopback unless told otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        var faults = new List<string>();
        foreach (var text in Values(configuration, Proxies))
        {
            if (IPAddress.TryParse(text, out var address))
                options.KnownProxies.Add(address);
            else
                faults.Add($"{Proxies} has '{text}'; it must be an address such as 10.0.0.5.");
        }

        foreach (var text in Values(configuration, Networks))
        {
            if (IPNetwork.TryParse(text, out var network))
                options.KnownIPNetworks.Add(network);
            else
                faults.Add($"{Networks} has '{text}'; it must be a network such as 10.0.0.0/24.");
        }

        if (faults.Count > 0)
            throw new OptionsValidationException("Proxy", typeof(ForwardedHeadersOptions), faults);
        // The framework trusts everybody when both lists are empty.
        return options.KnownProxies.Count + options.KnownIPNetworks.Count > 0 ? options : null;
    }

    /// <summary>A list of the settings file, or one text with commas, as the environment and the command line have it.</summary>
    private static IEnumerable<string> Values(IConfiguration configuration, string name) =>
        configuration
            .GetSection(name)
            .GetChildren()
            .Select(c => c.Value)
            .Append(configuration[name])
            .SelectMany(v =>
                (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            );
}
