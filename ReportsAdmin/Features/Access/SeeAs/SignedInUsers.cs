using ReportsAdmin.Features.Access.ApiTokens;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.SeeAs;

/// <summary>
/// Who a session or an API token acts as, asked at every request and act: its owner, or, read only, the person as whom the owner sees the
/// application, with what that person may do now.
/// </summary>
public sealed class SignedInUsers(CurrentUserAccessor users, Sessions sessions, ApiTokenCheck tokens)
{
    /// <summary>Null when the session or token no longer counts.</summary>
    /// <param name="stamp">Of the owner's account, as the cookie or token carries it.</param>
    public async ValueTask<CurrentUser?> FindAsync(int userId, string stamp, string session, CancellationToken ct)
    {
        if (session.StartsWith(ApiTokenCheck.ClaimPrefix, StringComparison.Ordinal))
            return await tokens.CurrentUserAsync(userId, session, ct);
        if (
            await users.FindAsync(userId, ct) is not { } known
            || Tokens.StampOf(known.Stamp) != stamp
            || await sessions.FindAsync(session, userId, ct) is not { } live
        )
            return null;
        var owner = known.CurrentUser with { MustConfirm = live.MustConfirm };
        return live.SeenAs is { } seenAs && await SeenAsync(owner, seenAs, ct) is { } seen ? seen : owner;
    }

    /// <summary>Null when the owner may not see the application as this person any more: somebody's rights changed meanwhile.</summary>
    private async Task<CurrentUser?> SeenAsync(CurrentUser owner, SeenAs seenAs, CancellationToken ct) =>
        (await users.FindAsync(seenAs.UserId, ct))?.CurrentUser is { } seen && SeeAsRules.Problem(owner, seen) is null
            ? seen with
            {
                SeenBy = new SeenBy(owner.UserId, owner.Name, seenAs.Until),
            }
            : null;
}
