using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.ApiTokens;

/// <summary>
/// Checks personal API tokens: what one may is what its person may now, as far as the token was given it. Remembered for half a minute
/// on each node, and forgotten at once when any is revoked.
/// </summary>
public sealed class ApiTokenCheck(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor users,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string Topic = "api-tokens";

    /// <summary>What the session claim of a token's caller begins with; ids of sessions are hexadecimal.</summary>
    public const string ClaimPrefix = "token-";

    /// <summary>How much of a token lists show.</summary>
    internal const int HintLength = 7;

    private const int SecretBytes = 32;
    private const int MaxRemembered = 10_000;
    private const int Chunk = 500;
    private static readonly int Length = ApiTokenScheme.Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (ApiToken Token, DateTime Until)> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> hashes = new();
    private readonly ConcurrentDictionary<int, bool> used = new();
    private IDisposable? subscription;
    private int changes;

    /// <summary>A new token; 256 random bits.</summary>
    internal static string NewToken() =>
        ApiTokenScheme.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    internal static string Hash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Whose token it is, and the text of its session claim; null when it is unknown, expired or revoked.</summary>
    public async ValueTask<(int UserId, string Session)?> FindAsync(string token, CancellationToken ct)
    {
        if (token.Length != Length || await ReadAsync(Hash(token), ct) is not { } found)
            return null;
        return (found.UserId, ClaimPrefix + ApiId.Of(AccessIds.ApiToken, found.Id));
    }

    /// <summary>The caller behind a session claim of a token; null when the token or its person no longer counts.</summary>
    public async ValueTask<CurrentUser?> CurrentUserAsync(int userId, string session, CancellationToken ct)
    {
        if (ApiId.IntKeyOf(AccessIds.ApiToken, session[ClaimPrefix.Length..]) is not { } id)
            return null;
        var token = hashes.TryGetValue(id, out var hash) ? await ReadAsync(hash, ct) : await ByIdAsync(id, ct);
        if (token is null || token.UserId != userId || await users.FindAsync(userId, ct) is not { } person)
            return null;
        used[id] = true;
        var given = token.Permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return person.CurrentUser with
        {
            Permissions = given.Where(person.CurrentUser.Can).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Writes down which tokens were used since the last call; called every minute, so that no request waits for it.</summary>
    public async Task WriteUsedAsync(CancellationToken ct)
    {
        var now = Now;
        await using var db = contexts.CreateDbContext();
        foreach (var ids in used.Keys.Chunk(Chunk))
        {
            await db.Set<ApiToken>()
                .Where(t => ids.Contains(t.Id) && (t.LastUsedAt == null || t.LastUsedAt < now))
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.LastUsedAt, now), ct);
            foreach (var id in ids)
                used.TryRemove(id, out _);
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async ValueTask<ApiToken?> ReadAsync(string hash, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(Topic, ForgetAsync);
        var now = Now;
        if (known.TryGetValue(hash, out var entry) && entry.Until > now)
            return entry.Token.ExpiresAt > now ? entry.Token : null;
        var before = Volatile.Read(ref changes);
        await using var db = contexts.CreateDbContext();
        var token = await Working(db, now).SingleOrDefaultAsync(t => t.Hash == hash, ct);
        if (token is null)
            return null;
        if (known.Count > MaxRemembered)
            known.Clear();
        // What was read while a token was revoked may be the old state: it serves this call and is not remembered.
        if (before == Volatile.Read(ref changes))
            (known[hash], hashes[token.Id]) = ((token, now + Remembered), hash);
        return token;
    }

    private async ValueTask<ApiToken?> ByIdAsync(int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await Working(db, Now).SingleOrDefaultAsync(t => t.Id == id, ct);
    }

    private static IQueryable<ApiToken> Working(ReportsDb db, DateTime now) =>
        db.Set<ApiToken>().Where(t => t.RevokedAt == null && t.ExpiresAt > now);

    private Task ForgetAsync()
    {
        Interlocked.Increment(ref changes);
        known.Clear();
        return Task.CompletedTask;
    }
}
