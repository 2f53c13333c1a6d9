using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReportsAdmin.Tests.Support;

/// <summary>What was posted, with the headers of Standard Webhooks.</summary>
public sealed record WebhookPost(string Body, string Id, string Timestamp, string Signature)
{
    public JsonElement Data => JsonDocument.Parse(Body).RootElement.GetProperty("data");

    /// <summary>Checks the signature as a receiver does.</summary>
    public bool IsSignedWith(string secret)
    {
        var hash = HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]),
            Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")
        );
        return Signature == "v1," + Convert.ToBase64String(hash);
    }
}

/// <summary>An HTTP server on a loopback port that keeps what is posted to it.</summary>
public sealed class WebhookSink : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<WebhookPost> posts = new();
    private int refusals;

    private WebhookSink(WebApplication server) => this.server = server;

    public string Url { get; private set; } = "";

    public IReadOnlyList<WebhookPost> Posts => [.. posts];

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
        server.MapPost("/elsewhere", () => Results.Redirect(sink.Url, preserveMethod: true));
        server.MapPost("/slow", ct => Task.Delay(TimeSpan.FromMinutes(1), ct.RequestAborted));
        server.MapPost("/long", () => Results.Text("<b>taken</b>\r\n" + new string('x', 5_000_000)));
        await server.StartAsync();
        return sink;
    }

    /// <summary>Answers the next posts with 500.</summary>
    public void RefuseNext(int times) => refusals = times;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        posts.Enqueue(
            new WebhookPost(
                await reader.ReadToEndAsync(),
                headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(),
                headers["webhook-signature"].ToString()
            )
        );
        http.Response.StatusCode = Interlocked.Decrement(ref refusals) >= 0 ? 500 : 204;
    }
}
