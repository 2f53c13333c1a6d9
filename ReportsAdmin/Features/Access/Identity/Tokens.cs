using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>An access token and the refresh token that follows it.</summary>
public sealed record TokenPair(string AccessToken, string RefreshToken, int ExpiresInSeconds);

/// <summary>Issues and checks access tokens, and rotates refresh tokens.</summary>
public sealed class Tokens(
    IDbContextFactory<ReportsDb> contexts,
    SigningKeys keys,
    Sessions sessions,
    CurrentUserAccessor viewers,
    JwtRules rules,
    TimeProvider time
)
{
    private static readonly TimeSpan RefreshLife = TimeSpan.FromDays(14);

    /// <summary>Two tabs may refresh at the same moment: a second use within this time gets the same successor, so that there is still one chain.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>What a token or cookie carries of the security stamp: enough to notice a change, nothing to learn from.</summary>
    public static string StampOf(string securityStamp) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(securityStamp)))[..16];

    public Task<TokenPair> IssueAsync(
        int userId,
        string role,
        string securityStamp,
        string session,
        CancellationToken ct
    ) =>
        IssueAsync(
            userId,
            role,
            securityStamp,
            (session, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))),
            ct
        );

    private async Task<TokenPair> IssueAsync(
        int userId,
        string role,
        string securityStamp,
        (string Session, string RefreshToken) sign,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = rules.Issuer,
            ["aud"] = rules.Audience,
            [SessionClaims.Subject] = ApiId.Of(ApiId.User, userId),
            [SessionClaims.Role] = role,
            [SessionClaims.Session] = sign.Session,
            [SessionClaims.Stamp] = StampOf(securityStamp),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + rules.MaxLife).ToUnixTimeSeconds(),
        };
        var access = AccessTokens.Create(await keys.CurrentAsync(ct), claims);
        await KeepAsync(
            new RefreshToken
            {
                Hash = Hash(sign.RefreshToken),
                Family = sign.Session,
                UserId = userId,
                Stamp = StampOf(securityStamp),
                ExpiresAt = (now + RefreshLife).UtcDateTime,
            },
            ct
        );
        return new TokenPair(access, sign.RefreshToken, (int)rules.MaxLife.TotalSeconds);
    }

    /// <summary>Writes a refresh token unless it is there: two uses of its predecessor at the same moment give the same one.</summary>
    private async Task KeepAsync(RefreshToken token, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        if (await db.Set<RefreshToken>().AnyAsync(t => t.Hash == token.Hash, ct))
            return;
        db.Add(token);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            await using var again = contexts.CreateDbContext();
            if (!await again.Set<RefreshToken>().AnyAsync(t => t.Hash == token.Hash, ct))
                throw;
        }
    }

    /// <summary>The token that follows another after one use of it: nobody can foretell it, and the same use gives the same again.</summary>
    private async Task<string> SuccessorOfAsync(string refreshToken, DateTime usedAt, CancellationToken ct) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(
                (await keys.CurrentAsync(ct)).Secret,
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"refresh\n{refreshToken}\n{usedAt.Ticks}")
                )
            )
        );

    /// <summary>Exchanges a refresh token for a new pair; null when it is unknown, expired, ended or stolen.</summary>
    public async Task<(KnownUser CurrentUser, TokenPair Pair)?> RefreshAsync(string refreshToken, CancellationToken ct)
    {
        var hash = Hash(refreshToken);
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        var taken = await db.Set<RefreshToken>()
            .Where(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.UsedAt, now), ct);
        var row = await db.Set<RefreshToken>().SingleOrDefaultAsync(t => t.Hash == hash, ct);
        if (row is null || row.ExpiresAt <= now || !await sessions.IsLiveAsync(row.Family, row.UserId, ct))
            return null;
        // A use in the future was written while the clock was wrong.
        if (taken == 0 && (now - row.UsedAt!.Value).Duration() > Grace)
        {
            if (!await TakeAgainAsync(db, row, now, ct))
            {
                await sessions.EndAsync(row.Family, SessionEnds.TokenReused, ct);
                return null;
            }

            row = await db.Set<RefreshToken>().SingleAsync(t => t.Hash == hash, ct);
        }

        var currentUser = await viewers.FindAsync(row.UserId, ct);
        if (currentUser is null || StampOf(currentUser.Stamp) != row.Stamp)
            return null;
        return (
            currentUser,
            await IssueAsync(
                row.UserId,
                currentUser.CurrentUser.Role,
                currentUser.Stamp,
                (row.Family, await SuccessorOfAsync(refreshToken, row.UsedAt!.Value, ct)),
                ct
            )
        );
    }

    /// <summary>
    /// A client that keeps its first token for ever (Docs/api/README.md) shows it again and never uses what it got for it. While
    /// no later token of the session was used, that is no theft: the unused ones end, so that one chain is left. A token that was
    /// shown after one that came from it is a copy in other hands.
    /// </summary>
    private static async Task<bool> TakeAgainAsync(ReportsDb db, RefreshToken token, DateTime now, CancellationToken ct)
    {
        var family = db.Set<RefreshToken>().Where(t => t.Family == token.Family && t.Hash != token.Hash);
        if (await family.AnyAsync(t => t.UsedAt >= token.UsedAt, ct))
            return false;
        await family.Where(t => t.UsedAt == null).ExecuteDeleteAsync(ct);
        return await db.Set<RefreshToken>()
                .Where(t => t.Hash == token.Hash)
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.UsedAt, now), ct) > 0;
    }

    /// <summary>Ends the session of a refresh token, its access tokens too; an unknown token is fine.</summary>
    public async Task EndAsync(string refreshToken, CancellationToken ct)
    {
        var hash = Hash(refreshToken);
        await using var db = contexts.CreateDbContext();
        if (
            await db.Set<RefreshToken>().Where(t => t.Hash == hash).Select(t => t.Family).SingleOrDefaultAsync(ct) is
            { } family
        )
            await sessions.EndAsync(family, SessionEnds.SignedOut, ct);
    }

    private static string Hash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
