using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Posts one alert to the webhook, signed: <c>X-ReportsAdmin-Signature: t=UNIX,v1=HEX</c>, where HEX is the HMAC-SHA256 of <c>UNIX.BODY</c> under the secret.</summary>
internal sealed class WebhookHandler(
    IDbContextFactory<ReportsDb> contexts,
    AlertOptions options,
    WebhookClient client,
    TimeProvider time
) : IJobHandler
{
    public const string JobKind = "alerts.webhook";
    public const string SignatureHeader = "X-ReportsAdmin-Signature";

    private const int Attempts = 6;
    private const int MaxError = 300;

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromMinutes(1);

    public int? MaxRunning => 1;

    public static NewJob JobOf(long alertId) =>
        new(JobKind, "Alert to the webhook", FormattableString.Invariant($"{{\"alertId\":{alertId}}}"), 0)
        {
            MaxAttempts = Attempts,
            UniqueKey = FormattableString.Invariant($"alert:{alertId}"),
        };

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var id = context.Read<Arguments>().AlertId;
        await using var db = contexts.CreateDbContext();
        var alert = await db.Set<Alert>().SingleOrDefaultAsync(a => a.Id == id && a.DeliveredAt == null, ct);
        if (alert is null || options.Webhook is not { Target: { } target, Secret: { } secret })
            return;
        var error = await PostAsync(alert, target, secret, ct);
        var deliveredAt = error is null ? time.GetUtcNow().UtcDateTime : (DateTime?)null;
        await db.Set<Alert>()
            .Where(a => a.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(a => a.DeliveredAt, deliveredAt).SetProperty(a => a.DeliveryError, error),
                CancellationToken.None
            );
        if (error is not null)
            throw new JobFailure("webhook", "The webhook did not take the alert.", retryable: true);
    }

    /// <summary>Null when it was taken, else why not.</summary>
    private async Task<string?> PostAsync(Alert alert, Uri target, string secret, CancellationToken ct)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                id = alert.Id,
                kind = alert.Kind,
                title = alert.Title,
                detail = alert.Detail,
                count = alert.Count,
                firstAt = alert.FirstAt,
                lastAt = alert.LastAt,
            }
        );
        var at = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(SignatureHeader, FormattableString.Invariant($"t={at},v1={Sign(secret, at, body)}"));
        try
        {
            using var answer = await client.SendAsync(request, ct);
            return answer.IsSuccessStatusCode
                ? null
                : FormattableString.Invariant($"It answered {(int)answer.StatusCode}.");
        }
        catch (Exception e)
            when (e is HttpRequestException or SocketException or IOException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            var why = e is OperationCanceledException ? "It did not answer in time." : e.Message;
            return why.Length > MaxError ? why[..MaxError] : why;
        }
    }

    private static string Sign(string secret, long at, string body) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(secret),
                Encoding.UTF8.GetBytes(FormattableString.Invariant($"{at}.{body}"))
            )
        );

    private sealed record Arguments(long AlertId);
}

/// <summary>Sends requests out: bounded in time, without redirects, proxies or cookies, and to public addresses alone unless others are allowed.</summary>
internal sealed class WebhookClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient client;

    public WebhookClient(AlertOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = Patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (!options.Webhook.AllowPrivate)
            handler.ConnectCallback = PublicAddresses.ConnectAsync;
        client = new HttpClient(handler) { Timeout = Patience };
    }

    // The body of the answer means nothing and is not read.
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

    public void Dispose() => client.Dispose();
}
