using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace ReportsAdmin.Platform.Audit;

/// <summary>A file leaves by this address, and that is recorded. Every action that answers with a file has this or <see cref="NotAuditedAttribute"/>.</summary>
/// <param name="kind">The kind of record that the file is of: <c>document</c>, <c>upload</c>.</param>
/// <param name="route">The value of the route or the query that names the record; null when the file is of many.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AuditedDownloadAttribute(string kind, string? route = null) : Attribute
{
    public string Kind { get; } = kind;

    public string? Route { get; } = route;
}

/// <summary>A file that tells nothing of anybody: nobody needs to know who took it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotAuditedAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}

/// <summary>Records files that leave, by whatever endpoint: an attachment without any attribute is recorded too.</summary>
internal sealed class AuditDownloads(RequestDelegate next, AuditInbox inbox)
{
    private const int MaxQuery = 500;

    private static readonly string[] Secret = ["token", "access_token", "password", "key", "signature"];

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        finally
        {
            // Also when the reader broke off: part of the file has gone.
            if (IsFile(http))
                await NoteAsync(http);
        }
    }

    private static bool IsFile(HttpContext http)
    {
        if (
            !http.Response.HasStarted
            || http.Response.StatusCode is not (200 or 206)
            || HttpMethods.IsHead(http.Request.Method)
        )
            return false;
        var metadata = http.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<NotAuditedAttribute>() is not null || IsLaterPart(http))
            return false;
        var disposition = http.Response.Headers.ContentDisposition.ToString();
        return metadata?.GetMetadata<AuditedDownloadAttribute>() is not null
            ? disposition.Length > 0
            : disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A viewer reads a file in parts: the first is the download.</summary>
    private static bool IsLaterPart(HttpContext http) =>
        http.Response.StatusCode == 206
        && ContentRangeHeaderValue.TryParse(http.Response.Headers.ContentRange.ToString(), out var range)
        && range.From > 0;

    private ValueTask NoteAsync(HttpContext http)
    {
        var audited = http.GetEndpoint()?.Metadata.GetMetadata<AuditedDownloadAttribute>();
        var name = ContentDispositionHeaderValue.TryParse(
            http.Response.Headers.ContentDisposition.ToString(),
            out var d
        )
            ? (d.FileNameStar.HasValue ? d.FileNameStar : d.FileName).Value?.Trim('"')
            : null;
        var fields = new List<AuditField> { AuditField.Fact("File", name) };
        if (http.Response.ContentLength is { } bytes)
            fields.Add(AuditField.Fact("Bytes", bytes));
        if (QueryOf(http) is { Length: > 0 } query)
            fields.Add(AuditField.Fact("Filter", query));
        fields.Add(AuditField.Fact("Path", http.Request.Path.Value));
        var entry = AuditExtensions.New(
            AuditActions.Downloaded,
            audited?.Kind ?? "file",
            RecordOf(http, audited?.Route),
            null,
            fields
        );
        if (entry.ActorId is not null)
            return inbox.NoteAsync(entry, CancellationToken.None);
        inbox.NoteStranger(entry);
        return ValueTask.CompletedTask;
    }

    private static string? RecordOf(HttpContext http, string? route)
    {
        if (route is null)
            return null;
        var text = http.Request.RouteValues[route]?.ToString() ?? http.Request.Query[route].ToString();
        return ApiId.AnyKeyOf(text) is { } key ? key.ToString(CultureInfo.InvariantCulture)
            : text.Length == 0 ? null
            : text;
    }

    private static string QueryOf(HttpContext http)
    {
        var parts = http
            .Request.Query.Where(q => q.Value.Count > 0 && !Secret.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
            .Select(q => $"{q.Key}={q.Value}");
        var text = string.Join(' ', parts);
        return text.Length > MaxQuery ? text[..MaxQuery] : text;
    }
}

public static class AuditDownloadsSetup
{
    /// <summary>Records downloads; after the sign-in of the request is known.</summary>
    public static IApplicationBuilder UseAudit(this IApplicationBuilder app) => app.UseMiddleware<AuditDownloads>();
}
