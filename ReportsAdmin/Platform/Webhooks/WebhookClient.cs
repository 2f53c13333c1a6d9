using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>What came of one try.</summary>
/// <param name="Status">Null when there was no answer.</param>
/// <param name="Text">The beginning of the answer, or why there was none.</param>
public sealed record WebhookAnswer(int? Status, string Text, int Milliseconds)
{
    public bool IsTaken => Status is >= 200 and < 300;
}

/// <summary>
/// Posts to webhooks: bounded in time and size, without redirects, proxies or cookies, and to public addresses alone unless others are
/// allowed. The address that is connected to is the one that was checked, so a name that changes what it leads to gains nothing.
/// </summary>
public sealed class WebhookClient : IDisposable
{
    /// <summary>Characters of an answer that are kept.</summary>
    public const int MaxExcerpt = 500;

    private const int MaxHeaderKilobytes = 16;

    private readonly HttpClient client;

    public WebhookClient(WebhookOptions options, HostAddresses resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = options.Timeout,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (!options.AllowPrivate)
            handler.ConnectCallback = (context, ct) => PublicAddresses.ConnectAsync(resolve, context.DnsEndPoint, ct);
        client = new HttpClient(handler) { Timeout = options.Timeout };
    }

    /// <summary>Posts the body; what goes wrong on the way is an answer without a status.</summary>
    public async Task<WebhookAnswer> PostAsync(
        Uri target,
        string body,
        IEnumerable<(string Name, string Value)> headers,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("user-agent", "ReportsAdmin-Webhooks/1");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var watch = Stopwatch.StartNew();
        try
        {
            // Bounds the reading of the answer too.
            using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
            bounded.CancelAfter(client.Timeout);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            var text = await ExcerptAsync(answer, bounded.Token);
            return new WebhookAnswer((int)answer.StatusCode, text, (int)watch.ElapsedMilliseconds);
        }
        catch (Exception e)
            when (e is HttpRequestException or SocketException or IOException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            var why = e is OperationCanceledException ? "It did not answer in time." : e.Message;
            return new WebhookAnswer(null, Plain(why), (int)watch.ElapsedMilliseconds);
        }
    }

    public void Dispose() => client.Dispose();

    private static async Task<string> ExcerptAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var content = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxExcerpt];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        var text = Plain(Encoding.UTF8.GetString(buffer, 0, read));
        return (int)answer.StatusCode is >= 300 and < 400 ? "Redirects are not followed. " + text : text;
    }

    private static string Plain(string text)
    {
        var plain = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return plain.Length > MaxExcerpt - 40 ? plain[..(MaxExcerpt - 40)] : plain;
    }
}
