using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Filters;
using ReportsAdmin.Platform.Idempotency;

namespace ReportsAdmin.Platform.Http;

/// <summary>
/// With an <c>Idempotency-Key</c> header an operation that creates runs once: the same request again within a day gets the first
/// answer again, another request under the same key is a conflict. Refusals are not kept: the corrected request may use the key.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute, IAsyncResourceFilter
{
    public const string Header = "Idempotency-Key";

    /// <summary>Whoever is not signed in; their keys are those of their address.</summary>
    private const int Nobody = 0;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            await next();
            return;
        }

        if (key.Length > IdempotencyKey.MaxLength)
            throw DomainException.Invalid(Header, $"{Header} has at most {IdempotencyKey.MaxLength} characters.");
        var store = http.RequestServices.GetRequiredService<IdempotencyStore>();
        var userId = http.Features.Get<CurrentUser>()?.UserId ?? Nobody;
        if (userId == Nobody)
            key = OfAddress(http, key);
        var hash = await HashAsync(http.Request);
        switch (await store.ClaimAsync(userId, key, hash, http.RequestAborted))
        {
            case (ClaimOutcome.Answered, { } first):
                await ReplayAsync(http, first);
                break;
            case (ClaimOutcome.Claimed, _):
                await RunAsync(http, store, userId, key, next);
                break;
            case (ClaimOutcome.Taken, _):
                throw DomainException.Conflict($"This {Header} was used for another request.");
            default:
                throw DomainException.Conflict($"The first request with this {Header} is still at work.");
        }
    }

    private static async Task RunAsync(
        HttpContext http,
        IdempotencyStore store,
        int userId,
        string key,
        ResourceExecutionDelegate next
    )
    {
        var outward = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        var kept = false;
        try
        {
            var executed = await next();
            // A file is no creation: it is made again. Only JSON can be given again as it was.
            if (executed.Exception is null && http.Response.StatusCode < 300 && HasJson(http.Response))
            {
                var location = http.Response.Headers.Location.ToString();
                await store.KeepAsync(
                    userId,
                    key,
                    http.Response.StatusCode,
                    location.Length > 0 ? location : null,
                    answer.ToArray()
                );
                kept = true;
            }
        }
        finally
        {
            http.Response.Body = outward;
            if (!kept)
                await store.ReleaseAsync(userId, key);
        }

        answer.Position = 0;
        await answer.CopyToAsync(outward, http.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext http, IdempotencyKey first)
    {
        http.Response.StatusCode = first.Status!.Value;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (first.Location is { } location)
            http.Response.Headers.Location = location;
        await http.Response.Body.WriteAsync(first.Body, http.RequestAborted);
    }

    private static bool HasJson(HttpResponse response) =>
        response.ContentType?.StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) == true;

    private static string OfAddress(HttpContext http, string key) =>
        Convert.ToHexStringLower(
            SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{http.Connection.RemoteIpAddress}\n{key}"))
        );

    private static async Task<string> HashAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(System.Text.Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            sha.AppendData(buffer.AsSpan(0, read));
        request.Body.Position = 0;
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
