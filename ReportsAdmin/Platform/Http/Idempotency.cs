using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Http;

/// <summary>The answer that the first request with a key got. A row without a status stands for a request still at work.</summary>
public sealed class IdempotencyKey
{
    public int UserId { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required string RequestHash { get; init; }

    public int? Status { get; set; }

    public string? Location { get; set; }

    public byte[]? Body { get; set; }

    public DateTime CreatedAt { get; set; }
}

/// <summary>
/// With an <c>Idempotency-Key</c> header an operation that creates runs once: the same request again within a day gets the first
/// answer again, another request under the same key is a conflict. Refusals are not kept: the corrected request may use the key.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute, IAsyncResourceFilter
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A process that died in the middle must not lock its key for a day.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0)
        {
            await next();
            return;
        }

        if (key.Length > MaxLength)
            throw DomainException.Invalid(Header, $"{Header} has at most {MaxLength} characters.");
        var contexts = http.RequestServices.GetRequiredService<IDbContextFactory<ReportsDb>>();
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var mine = new IdempotencyKey
        {
            UserId = http.CurrentUser().UserId,
            Key = key,
            RequestHash = await HashAsync(http.Request),
            CreatedAt = now,
        };
        if (await ClaimAsync(contexts, mine, http.RequestAborted) is { } first)
        {
            await ReplayAsync(http, first);
            return;
        }

        await RunAsync(http, contexts, mine, next);
    }

    private static async Task RunAsync(
        HttpContext http,
        IDbContextFactory<ReportsDb> contexts,
        IdempotencyKey mine,
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
            if (executed.Exception is null && http.Response.StatusCode < 300)
            {
                await KeepAsync(http.Response, contexts, mine, answer.ToArray());
                kept = true;
            }
        }
        finally
        {
            http.Response.Body = outward;
            if (!kept)
                await ReleaseAsync(contexts, mine);
        }

        answer.Position = 0;
        await answer.CopyToAsync(outward, http.RequestAborted);
    }

    private static async Task KeepAsync(
        HttpResponse response,
        IDbContextFactory<ReportsDb> contexts,
        IdempotencyKey mine,
        byte[] body
    )
    {
        await using var db = contexts.CreateDbContext();
        var location = response.Headers.Location.ToString();
        // Not the request's token: what was created must be remembered even when the caller has gone.
        await db.Set<IdempotencyKey>()
            .Where(k => k.UserId == mine.UserId && k.Key == mine.Key)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(k => k.Status, response.StatusCode)
                        .SetProperty(k => k.Location, location.Length > 0 ? location : null)
                        .SetProperty(k => k.Body, body),
                CancellationToken.None
            );
    }

    private static async Task ReleaseAsync(IDbContextFactory<ReportsDb> contexts, IdempotencyKey mine)
    {
        await using var db = contexts.CreateDbContext();
        await db.Set<IdempotencyKey>()
            .Where(k => k.UserId == mine.UserId && k.Key == mine.Key && k.Status == null)
            .ExecuteDeleteAsync(CancellationToken.None);
    }

    /// <summary>Null when the key is this request's now; otherwise the answer to give again.</summary>
    private static async Task<IdempotencyKey?> ClaimAsync(
        IDbContextFactory<ReportsDb> contexts,
        IdempotencyKey mine,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var (expired, abandoned) = (mine.CreatedAt - Kept, mine.CreatedAt - Abandoned);
        await db.Set<IdempotencyKey>()
            .Where(k => k.CreatedAt < expired || (k.Status == null && k.CreatedAt < abandoned))
            .ExecuteDeleteAsync(ct);
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO idempotency_keys (user_id, key, request_hash, created_at)
            VALUES ({mine.UserId}, {mine.Key}, {mine.RequestHash}, {mine.CreatedAt})
            ON CONFLICT (user_id, key) DO NOTHING
            """,
            ct
        );
        if (added == 1)
            return null;
        var first = await db.Set<IdempotencyKey>()
            .SingleOrDefaultAsync(k => k.UserId == mine.UserId && k.Key == mine.Key, ct);
        if (first?.RequestHash != mine.RequestHash)
            throw DomainException.Conflict($"This {Header} was used for another request.");
        return first.Status is null
            ? throw DomainException.Conflict($"The first request with this {Header} is still at work.")
            : first;
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
