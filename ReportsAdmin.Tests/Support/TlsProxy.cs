using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ReportsAdmin.Tests.Support;

/// <summary>A reverse proxy on loopback that ends TLS and speaks plain http behind it, with the headers that such proxies set. It upgrades no connections.</summary>
public sealed class TlsProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;
    private readonly HttpMessageInvoker behind = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        }
    );

    private TlsProxy(WebApplication app, X509Certificate2 certificate) =>
        (this.app, this.certificate) = (app, certificate);

    /// <summary>Where browsers reach it: <c>https://localhost:port</c>, with a certificate that nobody knows.</summary>
    public string Address { get; private set; } = "";

    /// <param name="target">The address of the application: <c>http://127.0.0.1:port</c>.</param>
    public static async Task<TlsProxy> StartAsync(string target)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            }));
        var proxy = new TlsProxy(builder.Build(), certificate);
        proxy.app.Run(http => proxy.ForwardAsync(http, target));
        await proxy.app.StartAsync();
        var listening = proxy.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        proxy.Address = $"https://localhost:{new Uri(listening.Addresses.First()).Port}";
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        behind.Dispose();
        certificate.Dispose();
    }

    private async Task ForwardAsync(HttpContext http, string target)
    {
        if (http.WebSockets.IsWebSocketRequest || http.Request.Headers.Upgrade.Count > 0)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var request = Request(http, target);
        using var answer = await behind.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
                http.Response.Headers.Append(name, values.ToArray());
        }

        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static HttpRequestMessage Request(HttpContext http, string target)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(http.Request.Method),
            target + http.Request.GetEncodedPathAndQuery()
        );
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!name.StartsWith(':') && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        request.Headers.Host = http.Request.Host.Value;
        request.Headers.Remove("X-Forwarded-Proto");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", http.Connection.RemoteIpAddress!.ToString());
        return request;
    }
}
