using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>
/// Checks the second factor of a person whose first was right. A code counts once, guessing is slowed down as that of passwords is, by
/// counts of its own: whoever does not know the password cannot make anybody wait here.
/// </summary>
public sealed class SecondFactorCheck(
    IDbContextFactory<ReportsDb> contexts,
    SecondFactorKeys keys,
    RecoveryCodes recovery,
    SignInAttempts attempts,
    AuditInbox audit,
    TimeProvider time
)
{
    public const string WrongWords = "That code is not valid. Codes change every 30 seconds, and each works once.";

    private const int MaxCode = 40;

    /// <summary>Whether it is a code of the person's app, or a recovery code, that was not used before.</summary>
    /// <exception cref="DomainException">Too many: this source must wait before it tries again.</exception>
    public async Task<bool> CheckAsync(int userId, string? code, SessionOrigin origin, CancellationToken ct)
    {
        var account = AccountOf(userId);
        await using var db = contexts.CreateDbContext();
        await RefuseTooManyAsync(db, userId, account, origin, ct);
        // Counted beforehand: of guesses sent side by side none may be looked at before the others count.
        attempts.Fail(account, origin.Address);
        if (code is not { Length: > 0 and <= MaxCode } || !await TakeAsync(db, userId, code.Trim(), ct))
        {
            audit.NoteStranger(AccessAudit.RefusedProof(userId, "Wrong code of the second factor"));
            return false;
        }

        attempts.Withdraw(account, origin.Address);
        return true;
    }

    internal async Task<bool> TakeAsync(ReportsDb db, int userId, string code, CancellationToken ct)
    {
        var factor = await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.UserId == userId, ct);
        if (factor?.ProtectedKey is not { } key)
            return false;
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length == AuthenticatorCodes.Digits && digits.All(char.IsAsciiDigit))
            return keys.Unprotect(key) is { } secret && await TakeCodeAsync(db, userId, secret, digits, ct);
        return factor.RecoverySalt is { } salt
            && RecoveryCodes.LooksLikeOne(code)
            && await TakeRecoveryAsync(db, userId, recovery.Hash(code, salt), ct);
    }

    private async Task<bool> TakeCodeAsync(ReportsDb db, int userId, byte[] key, string code, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (AuthenticatorCodes.StepOf(key, code, now) is not { } step)
            return false;
        // A step that cannot be yet was written while the clock was wrong; it must not lock the person out.
        var latest = AuthenticatorCodes.LastStepOf(now);
        return await db.Set<SecondFactor>()
                .Where(f => f.UserId == userId && (f.LastStep == null || f.LastStep < step || f.LastStep > latest))
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.LastStep, step), ct) == 1;
    }

    private async Task<bool> TakeRecoveryAsync(ReportsDb db, int userId, string hash, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await db.Set<RecoveryCode>()
                .Where(c => c.UserId == userId && c.Hash == hash && c.UsedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.UsedAt, now), ct) == 1;
    }

    private async Task RefuseTooManyAsync(
        ReportsDb db,
        int userId,
        string account,
        SessionOrigin origin,
        CancellationToken ct
    )
    {
        if (attempts.WaitOf(account, origin.Address, trusted: false) == TimeSpan.Zero)
            return;
        var since = time.GetUtcNow().UtcDateTime - SignIn.Trust;
        var trusted = await db.Set<Session>()
            .AnyAsync(s => s.UserId == userId && s.Address == origin.Address && s.CreatedAt > since, ct);
        var wait = attempts.WaitOf(account, origin.Address, trusted);
        if (wait > TimeSpan.Zero)
            audit.NoteStranger(AccessAudit.RefusedProof(userId, "Too many wrong codes"));
        SignInAttempts.Refuse(wait, "codes");
    }

    private static string AccountOf(int userId) => $"second factor {userId}";
}
