using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Passkeys;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Access.SecondFactors;

/// <summary>What the profile shows of a person's second factor.</summary>
/// <param name="Since">When it was turned on; null when it is off.</param>
/// <param name="CodesLeft">Recovery codes that were not used.</param>
/// <param name="Required">Whether the company asks for one from the person's role.</param>
public sealed record SecondFactorState(DateTime? Since, int CodesLeft, bool Required);

/// <summary>A key to be scanned; it counts once a code of it was entered.</summary>
/// <param name="Key">For typing it by hand.</param>
/// <param name="QrCode">A picture as a <c>data:</c> address.</param>
public sealed record NewAuthenticator(string Key, string QrCode);

/// <summary>Turns a second factor on and off.</summary>
public sealed class SecondFactorCommands(
    IDbContextFactory<ReportsDb> contexts,
    SecondFactorKeys keys,
    RecoveryCodes recovery,
    SignInRules rules,
    AccountSecurity security,
    TimeProvider time
)
{
    public async Task<SecondFactorState> StateAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireSelf();
        await using var db = contexts.CreateDbContext();
        var since = await db.Set<SecondFactor>()
            .Where(f => f.UserId == currentUser.UserId && f.ProtectedKey != null)
            .Select(f => f.ConfirmedAt)
            .SingleOrDefaultAsync(ct);
        var left = await db.Set<RecoveryCode>().CountAsync(c => c.UserId == currentUser.UserId && c.UsedAt == null, ct);
        return new(since, since is null ? 0 : left, await rules.RequiresSecondFactorAsync(currentUser.Role, ct));
    }

    /// <summary>Makes a key; one in use stays until the new one's first code. Each call makes another: a key that somebody may have seen before is not used.</summary>
    /// <param name="company">Shown by the app beside the code.</param>
    public async Task<NewAuthenticator> BeginAsync(int userId, string company, CancellationToken ct)
    {
        await using (var db = contexts.CreateDbContext())
            await db.Set<SecondFactor>()
                .Where(f => f.UserId == userId)
                .ExecuteUpdateAsync(s => s.SetProperty(f => f.PendingKey, (string?)null), ct);
        return await PendingAsync(userId, company, ct);
    }

    /// <summary>The key that waits for its first code; a new one when there is none.</summary>
    public async Task<NewAuthenticator> PendingAsync(int userId, string company, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var email = await db.Set<User>().Where(u => u.Id == userId).Select(u => u.Email ?? "").SingleAsync(ct);
        var factor = await db.Set<SecondFactor>().AsTracking().SingleOrDefaultAsync(f => f.UserId == userId, ct);
        if (factor is null)
            db.Add(factor = new SecondFactor { UserId = userId });
        if (factor.PendingKey is not { } pending || keys.Unprotect(pending) is not { } key)
            factor.PendingKey = keys.Protect(key = AuthenticatorCodes.NewKey());
        await db.SaveChangesAsync(ct);
        return new(AuthenticatorCodes.Spelled(key), QrCodes.SvgUrl(AuthenticatorCodes.Address(key, company, email)));
    }

    /// <summary>Takes the first code of the new key, which is in use from then on; answers the recovery codes, which are not shown again.</summary>
    /// <exception cref="DomainException">Invalid: the code is not of the key that was shown. Too many guesses.</exception>
    public async Task<IReadOnlyList<string>> ConfirmAsync(int userId, string? code, CancellationToken ct)
    {
        security.RefuseGuessing(userId);
        await using var db = contexts.CreateDbContext();
        var shown = await db.Set<SecondFactor>()
            .Where(f => f.UserId == userId)
            .Select(f => f.PendingKey)
            .SingleOrDefaultAsync(ct);
        var now = time.GetUtcNow().UtcDateTime;
        var digits = code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (
            shown is not { } pending
            || keys.Unprotect(pending) is not { } key
            || AuthenticatorCodes.StepOf(key, digits, now) is not { } step
        )
        {
            security.CountGuess(userId);
            throw DomainException.Invalid("code", "That code is not valid. Enter the one that the app shows now.");
        }

        var codes = recovery.Create();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement takes the key, so that of two presses one finds it taken.
        var taken = await db.Set<SecondFactor>()
            .Where(f => f.UserId == userId && f.PendingKey == pending)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(f => f.ProtectedKey, pending)
                        .SetProperty(f => f.PendingKey, (string?)null)
                        .SetProperty(f => f.ConfirmedAt, now)
                        .SetProperty(f => f.LastStep, step)
                        .SetProperty(f => f.RecoverySalt, codes.Salt),
                ct
            );
        if (taken == 0)
            throw DomainException.Conflict("This key is in use already, or a newer one was shown since.");
        await RenewAsync(db, userId, codes, ct);
        await MarkAsync(db, userId, on: true, ct);
        await transaction.CommitAsync(ct);
        await security.ChangedAsync(userId, "An authenticator app was set up for two-factor sign-in.");
        return codes.Codes;
    }

    /// <summary>Whether somebody whose account the current user manages has a second factor.</summary>
    public async Task<bool> IsOnAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.CreateDbContext();
        return await PeopleCommands
            .ManageableBy(db, currentUser)
            .AnyAsync(u => u.Id == userId && u.TwoFactorEnabled, ct);
    }

    /// <summary>New recovery codes; the old ones no longer count.</summary>
    /// <exception cref="DomainException">Conflict: the person has no second factor. Forbidden: they must confirm who they are first.</exception>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireConfirmed();
        var codes = recovery.Create();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var taken = await db.Set<SecondFactor>()
            .Where(f => f.UserId == currentUser.UserId && f.ProtectedKey != null)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.RecoverySalt, codes.Salt), ct);
        if (taken == 0)
            throw DomainException.Conflict("Two-factor sign-in is off.");
        await RenewAsync(db, currentUser.UserId, codes, ct);
        await transaction.CommitAsync(ct);
        await security.ChangedAsync(
            currentUser.UserId,
            "New recovery codes were created. The old ones no longer work."
        );
        return codes.Codes;
    }

    /// <summary>Turns the person's own second factor off.</summary>
    /// <exception cref="DomainException">Forbidden: the company requires it, or they must confirm who they are first.</exception>
    public async Task RemoveAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireConfirmed();
        if (await rules.RequiresSecondFactorAsync(currentUser.Role, ct))
            throw DomainException.Forbidden("Your company requires two-factor sign-in for your role.");
        await RemoveAsync(currentUser.UserId, ct);
        await security.ChangedAsync(currentUser.UserId, "Two-factor sign-in was turned off.");
    }

    /// <summary>Takes the second factor and the passkeys of somebody who lost them, and signs them out everywhere.</summary>
    /// <exception cref="DomainException">Not found or forbidden: not one whose account the current user manages, or themselves.</exception>
    public async Task ResetAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        currentUser.RequireConfirmed();
        if (userId == currentUser.UserId)
            throw DomainException.Forbidden("Your own two-factor sign-in is changed on your profile.");
        await using (var db = contexts.CreateDbContext())
            await PeopleCommands.ManageableAsync(db, currentUser, userId, ct);
        await RemoveAsync(userId, ct);
        // Whoever has lost a phone has lost the passkeys on it.
        await using (var db = contexts.CreateDbContext())
        {
            db.RemoveRange(await db.Set<Passkey>().Where(p => p.UserId == userId).ToListAsync(ct));
            await db.SaveChangesAsync(ct);
        }

        await security.EndSessionsAsync(userId, SessionEnds.FactorReset, ct);
        await security.ChangedAsync(
            userId,
            "An administrator turned off your two-factor sign-in and removed your passkeys. You are signed out everywhere."
        );
    }

    private async Task RemoveAsync(int userId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(ct);
        await db.Set<SecondFactor>().Where(f => f.UserId == userId).ExecuteDeleteAsync(ct);
        await MarkAsync(db, userId, on: false, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RenewAsync(ReportsDb db, int userId, NewRecoveryCodes codes, CancellationToken ct)
    {
        var before = await db.Set<RecoveryCode>().Where(c => c.UserId == userId).ExecuteDeleteAsync(ct);
        if (before > 0)
            db.Record(
                AuditActions.Changed,
                AccessAudit.Person,
                userId,
                null,
                new AuditField("Recovery codes", null, null)
            );
        db.AddRange(codes.Hashes.Select(h => new RecoveryCode { UserId = userId, Hash = h }));
        await db.SaveChangesAsync(ct);
    }

    private static async Task MarkAsync(ReportsDb db, int userId, bool on, CancellationToken ct)
    {
        // Tracked, so that the audit log sees it.
        var user = await db.Set<User>().AsTracking().SingleAsync(u => u.Id == userId, ct);
        user.TwoFactorEnabled = on;
        await db.SaveChangesAsync(ct);
    }
}
