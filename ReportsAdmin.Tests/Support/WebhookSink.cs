using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReportsAdmin.Tests.Support;

/// <summary>An HTTP server on a loopback port that keeps what is posted to it.</summary>
public sealed class WebhookSink : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<(string Body, string Signature)> posts = new();
    private int refusals;

    private WebhookSink(WebApplication server) => this.server = server;

    public string Url { get; private set; } = "";

    public IReadOnlyList<(string Body, string Signature)> Posts => [.. posts];

    public static async Task<WebhookSink> StartAsync()
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var server = builder.Build();
        var sink = new WebhookSink(server)
        {
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/alerts"),
        };
        server.MapPost("/alerts", sink.TakeAsync);
        await server.StartAsync();
        return sink;
    }

    /// <summary>Answers the next posts with 500.</summary>
    public void RefuseNext(int times) => refusals = times;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        posts.Enqueue((await reader.ReadToEndAsync(), http.Request.Headers["X-ReportsAdmin-Signature"].ToString()));
        http.Response.StatusCode = Interlocked.Decrement(ref refusals) >= 0 ? 500 : 204;
    }
}
