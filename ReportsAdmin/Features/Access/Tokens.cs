using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access;

/// <summary>An access token and the refresh token that follows it.</summary>
public sealed record TokenPair(string AccessToken, string RefreshToken, int ExpiresInSeconds);

/// <summary>Issues and checks access tokens, and rotates refresh tokens.</summary>
public sealed class Tokens(IDbContextFactory<ReportsDb> contexts, SigningKeys keys, Viewers viewers, TimeProvider time, IConfiguration configuration)
{
    private const string Issuer = "reportsadmin";
    private static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    /// <summary>Two tabs may refresh at the same moment: the second use within this time is no theft.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary><c>Auth:TokenMinutes</c>: clients of spec 003 know no refresh, so a working day by default.</summary>
    private readonly TimeSpan life = TimeSpan.FromMinutes(Math.Clamp(configuration.GetValue("Auth:TokenMinutes", 480), 1, 1440));

    /// <summary>What a token or cookie carries of the security stamp: enough to notice a change, nothing to learn from.</summary>
    public static string StampOf(string securityStamp) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(securityStamp)))[..16];

    public async Task<TokenPair> IssueAsync(int userId, string role, string securityStamp, string? family, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var session = family ?? Guid.NewGuid().ToString("N");
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Issuer,
            ["sub"] = WireId.Of(WireId.User, userId),
            ["role"] = role,
            ["sid"] = session,
            ["stamp"] = StampOf(securityStamp),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + life).ToUnixTimeSeconds(),
        };
        var access = Jws.Create(await keys.CurrentAsync(ct), claims);
        var refresh = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var db = contexts.CreateDbContext();
        db.Add(new RefreshToken { Hash = Hash(refresh), Family = session, UserId = userId, Stamp = StampOf(securityStamp), ExpiresAt = (now + RefreshLife).UtcDateTime });
        await db.SaveChangesAsync(ct);
        return new TokenPair(access, refresh, (int)life.TotalSeconds);
    }

    /// <summary>The viewer of a valid access token; null when the token is not valid or no longer is.</summary>
    public async Task<KnownViewer?> CheckAsync(string token, CancellationToken ct)
    {
        // The key is looked up before validating, because the lookup may go to the database.
        var key = KidOf(token) is { } kid ? await keys.FindAsync(kid, ct) : null;
        if (Jws.Validate(token, id => key?.Kid == id ? key : null, new JwsRules(Issuer, Issuer, TimeSpan.FromSeconds(30), TimeSpan.FromDays(1)), time.GetUtcNow(), out _) is not { } claims) return null;
        if (WireId.KeyOf(WireId.User, claims.GetProperty("sub").GetString()) is not { } userId || !claims.TryGetProperty("stamp", out var stamp) || stamp.ValueKind != JsonValueKind.String) return null;
        var viewer = await viewers.FindAsync((int)userId, ct);
        return viewer is not null && StampOf(viewer.Stamp) == stamp.GetString() ? viewer : null;
    }

    /// <summary>Exchanges a refresh token for a new pair; null when it is unknown, expired, ended or stolen.</summary>
    public async Task<(KnownViewer Viewer, TokenPair Pair)?> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        var hash = Hash(refreshToken);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        var taken = await db.Set<RefreshToken>().Where(t => t.Hash == hash && t.UsedAt == null && !t.Revoked && t.ExpiresAt > now).ExecuteUpdateAsync(s => s.SetProperty(t => t.UsedAt, now), ct);
        var row = await db.Set<RefreshToken>().SingleOrDefaultAsync(t => t.Hash == hash, ct);
        if (row is null || row.Revoked || row.ExpiresAt <= now) return null;
        if (taken == 0 && now - row.UsedAt > Grace)
        {
            await db.Set<RefreshToken>().Where(t => t.Family == row.Family).ExecuteUpdateAsync(s => s.SetProperty(t => t.Revoked, true), ct);
            return null;
        }

        var viewer = await viewers.FindAsync(row.UserId, ct);
        if (viewer is null || StampOf(viewer.Stamp) != row.Stamp) return null;
        return (viewer, await IssueAsync(row.UserId, viewer.Viewer.Role, viewer.Stamp, row.Family, ct));
    }

    /// <summary>Ends the family of a refresh token; an unknown token is fine.</summary>
    public async Task EndAsync(string refreshToken, CancellationToken ct)
    {
        var hash = Hash(refreshToken);
        await using var db = contexts.CreateDbContext();
        await db.Set<RefreshToken>().Where(t => db.Set<RefreshToken>().Any(x => x.Hash == hash && x.Family == t.Family)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Revoked, true), ct);
    }

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string? KidOf(string token)
    {
        try
        {
            var cut = token.IndexOf('.');
            if (cut is <= 0 or > 1024) return null;
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, cut)));
            return header.RootElement.ValueKind == JsonValueKind.Object && header.RootElement.TryGetProperty("kid", out var kid) && kid.ValueKind == JsonValueKind.String ? kid.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
