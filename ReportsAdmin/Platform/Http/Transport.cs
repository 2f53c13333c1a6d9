using System.Net.Mime;
using System.Security.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Http;

/// <summary>What depends on whether callers come by https, and under which host name.</summary>
internal static class Transport
{
    private static readonly TimeSpan HstsAge = TimeSpan.FromDays(365);

    public static void AddTransport(this IServiceCollection services)
    {
        services.AddHsts(o =>
        {
            o.MaxAge = HstsAge;
            o.IncludeSubDomains = true;
        });
        services.Configure<KestrelServerOptions>(o =>
        {
            o.AddServerHeader = false;
            // Where no proxy ends TLS.
            o.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
        });
    }

    /// <summary>Asks browsers for https from now on (in Production), and sends them there when <c>Https:Redirect</c> is set.</summary>
    /// <exception cref="OptionsValidationException"><c>Https:Redirect</c> without an https <c>Site:Address</c>.</exception>
    public static void UseTransport(this WebApplication app)
    {
        if (app.Environment.IsProduction())
        {
            app.UseHsts();
            if (app.Configuration["AllowedHosts"] is null or "" or "*")
                app.Logger.LogWarning(
                    "AllowedHosts is not set: requests for any host name are answered. Set it to the name of this site"
                );
        }

        if (!app.Configuration.Read<HttpsOptions>().Redirect)
            return;
        var site = SiteAddress.From(app.Configuration).Root;
        var secure = site.GetLeftPart(UriPartial.Authority);
        app.Use(next =>
            http =>
                http.Request.IsHttps || IsProbe(http) ? next(http)
                : http.IsApi() ? RefuseAsync(http)
                : SendTo(secure, http)
        );
    }

    /// <summary>Writes an address of this server as its path: behind a proxy the scheme and the host that we see need not be those of the browser.</summary>
    public static void MakeLocationRelative(HttpContext http)
    {
        if (
            Uri.TryCreate(http.Response.Headers.Location, UriKind.Absolute, out var target)
            && Uri.TryCreate(
                UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host),
                UriKind.Absolute,
                out var own
            )
            && target.Scheme == own.Scheme
            && target.Authority == own.Authority
        )
            // Two slashes in front would name another host.
            http.Response.Headers.Location = "/" + (target.PathAndQuery + target.Fragment).TrimStart('/');
    }

    /// <summary>Load balancers ask for the health of a node by plain http.</summary>
    private static bool IsProbe(HttpContext http) => http.Request.Path.StartsWithSegments("/api/health");

    // A program that is sent on would go on sending its token in clear, and nobody would notice.
    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = MediaTypeNames.Text.Plain + "; charset=utf-8";
        return http.Response.WriteAsync("Call this address by https.", http.RequestAborted);
    }

    // To the configured host: the one that the caller wrote proves nothing.
    private static Task SendTo(string secure, HttpContext http)
    {
        var request = http.Request;
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location =
            secure + request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString;
        return Task.CompletedTask;
    }
}
