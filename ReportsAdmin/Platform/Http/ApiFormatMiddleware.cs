using System.Globalization;
using System.Net;
using System.Net.Mime;
using System.Text.Json;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// The one place where a "no" becomes an answer over HTTP: a <see cref="DomainException"/> as its family says it, a bug as a generic
/// sentence with a trace id, and every bare 401, 403, 404, 405, 413, 415 and 500 with the body its caller can read.
/// </summary>
internal sealed class ApiFormatMiddleware(
    RequestDelegate next,
    TimeProvider time,
    ILogger<ApiFormatMiddleware> log,
    OutageOf? outageOf = null
)
{
    private static readonly Dictionary<string, string> NoDetails = [];

    public async Task InvokeAsync(HttpContext http)
    {
        await AnswerAsync(http);
        if (http.Response.StatusCode is StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
            log.LogWarning(
                "{Method} {Path} was refused with {Status} for user {UserId} at {Address}; trace {TraceId}",
                http.Request.Method,
                PatternOf(http),
                http.Response.StatusCode,
                http.Features.Get<CurrentUser>()?.UserId,
                http.Connection.RemoteIpAddress,
                http.TraceIdentifier
            );
    }

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await SpeakAsync(http, http.Response.StatusCode, null, NoDetails);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has left; there is nobody to answer.
        }
        catch (DomainException error) when (!http.Response.HasStarted)
        {
            await RefuseAsync(http, error);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            Reset(http);
            await SpeakAsync(http, bad.StatusCode, null, NoDetails);
        }
        catch (Exception away) when (!http.Response.HasStarted && outageOf?.Invoke(away) is not null)
        {
            // No error: it would raise an alert for each request, which could not be written either.
            log.LogWarning(
                "{Method} {Path} could not be served: {Reason}",
                http.Request.Method,
                PatternOf(http),
                away.GetBaseException().Message
            );
            await RefuseAsync(http, outageOf(away)!);
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            await AnswerBugAsync(http, bug);
        }
    }

    private Task RefuseAsync(HttpContext http, DomainException error)
    {
        Reset(http);
        if (error.RetryAfter is { } wait)
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return SpeakAsync(http, ErrorCodes.StatusOf(error.Kind), error.Message, error.Fields, error.Code);
    }

    /// <summary>What the address has in common with others like it: the address itself may hold a one-time token or a name.</summary>
    private static string PatternOf(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? pattern : "an unknown address";

    private async Task AnswerBugAsync(HttpContext http, Exception bug)
    {
        log.LogError(
            bug,
            "{Method} {Path} failed; trace {TraceId}",
            http.Request.Method,
            PatternOf(http),
            http.TraceIdentifier
        );
        Reset(http);
        await SpeakAsync(
            http,
            500,
            $"Something went wrong on our side. Please report it with the number {http.TraceIdentifier}.",
            NoDetails
        );
    }

    // What an unfinished answer had said of its body no longer holds; headers of the request as a whole stay.
    private static void Reset(HttpContext http)
    {
        http.Response.ContentLength = null;
        foreach (
            var name in (string[])
                [
                    "Content-Type",
                    "Content-Disposition",
                    "Content-Encoding",
                    "ETag",
                    "Cache-Control",
                    "Last-Modified",
                    "Accept-Ranges",
                ]
        )
            http.Response.Headers.Remove(name);
    }

    private async Task SpeakAsync(
        HttpContext http,
        int status,
        string? message,
        IReadOnlyDictionary<string, string> details,
        string? code = null
    )
    {
        http.Response.StatusCode = status;
        if (status >= 500)
            http.Response.Headers["X-Trace-Id"] = http.TraceIdentifier;
        if (status == 401 && http.IsApi() && http.Response.Headers.WWWAuthenticate.Count == 0)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        var text = message ?? ErrorCodes.SentenceOf(status);
        if (!http.IsApi())
        {
            if (AcceptsHtml(http))
                await SpeakHtmlAsync(http, status, text);
            return;
        }

        var apiFormat = http.ApiFormat();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            apiFormat.Refuse(code ?? ErrorCodes.CodeOf(status), text, details, time.GetUtcNow().UtcDateTime),
            apiFormat.Json
        );
        http.Response.ContentType = MediaTypeNames.Application.Json + "; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static bool AcceptsHtml(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    // Of the last resort: it must stand without layout, style sheet or circuit.
    private static Task SpeakHtmlAsync(HttpContext http, int status, string text)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{status} · ReportsAdmin</title></head>
                <body style="font-family:system-ui,sans-serif;max-width:32rem;margin:15vh auto;padding:0 1.5rem;color:#1e293b"><h1 style="font-size:1.25rem">{WebUtility.HtmlEncode(
                    text
                )}</h1><p><a href="/">Back to the start</a></p></body></html>
                """
            ),
            http.RequestAborted
        );
    }
}
