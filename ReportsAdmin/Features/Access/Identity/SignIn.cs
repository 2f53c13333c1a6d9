using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A user whose password was right.</summary>
/// <param name="SecondFactor">Whether they must give a second factor too.</param>
public sealed record SignedIn(
    int UserId,
    string Name,
    string Email,
    string Role,
    string? Region,
    string? Contact,
    string? Department,
    string SecurityStamp,
    bool Active,
    DateTime CreatedAt,
    bool SecondFactor
)
{
    public static SignedIn Of(User user, string? department) =>
        new(
            user.Id,
            user.Name,
            user.Email ?? "",
            user.Role,
            user.Region,
            user.Contact,
            department,
            user.SecurityStamp ?? "",
            user.Active,
            user.CreatedAt,
            user.TwoFactorEnabled
        );
}

/// <summary>
/// Checks a password. An unknown email, a wrong password and an account that is not active get the same words and cost the same hash, so
/// nobody learns which accounts exist. Guessing is slowed down by <see cref="SignInAttempts"/>.
/// </summary>
public sealed class SignIn(
    IDbContextFactory<ReportsDb> contexts,
    IPasswordHasher<User> hasher,
    SignInAttempts attempts,
    AuditInbox audit,
    TimeProvider time
)
{
    public const string WrongWords = "Invalid email or password.";

    /// <summary>For how long a source counts as one from which the account was signed in to.</summary>
    internal static readonly TimeSpan Trust = TimeSpan.FromDays(90);

    // Made beforehand, or the first unknown email would take twice as long; beside the first page, which does not need it.
    private readonly Task<string> decoy = Task.Run(() => hasher.HashPassword(Nobody(), Guid.NewGuid().ToString()));

    /// <summary>The user, or null when email and password do not belong together.</summary>
    /// <exception cref="DomainException">Too many: this source must wait before it guesses again.</exception>
    public async Task<SignedIn?> CheckAsync(string email, string password, SessionOrigin origin, CancellationToken ct)
    {
        var normalized = email.Trim().ToUpperInvariant();
        await using var db = contexts.CreateDbContext();
        await RefuseTooManyAsync(db, normalized, origin, ct);
        var user = await db.Set<User>().AsTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        var verdict = hasher.VerifyHashedPassword(user ?? Nobody(), user?.PasswordHash ?? await decoy, password);
        if (user?.PasswordHash is null || !user.Active || verdict == PasswordVerificationResult.Failed)
        {
            attempts.Fail(normalized, origin.Address);
            audit.NoteStranger(AccessAudit.Refused(user, normalized, ReasonOf(user)));
            return null;
        }

        attempts.Succeed(normalized, origin.Address);
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = hasher.HashPassword(user, password);
            await db.SaveChangesAsync(ct);
        }

        return await DescribeAsync(db, user, ct);
    }

    /// <summary>An active user by id, as after a right password; null when there is none.</summary>
    internal async Task<SignedIn?> FindAsync(int userId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<User>().SingleOrDefaultAsync(u => u.Id == userId && u.Active, ct) is { } user
            ? await DescribeAsync(db, user, ct)
            : null;
    }

    private static async Task<SignedIn> DescribeAsync(ReportsDb db, User user, CancellationToken ct)
    {
        var department = await db.Set<UserDepartment>()
            .Where(d => d.UserId == user.Id)
            .Join(db.Set<Department>(), d => d.DepartmentId, d => d.Id, (_, d) => d.Name)
            .Order()
            .FirstOrDefaultAsync(ct);
        return SignedIn.Of(user, department);
    }

    private async Task RefuseTooManyAsync(ReportsDb db, string account, SessionOrigin origin, CancellationToken ct)
    {
        if (attempts.WaitOf(account, origin.Address, trusted: false) == TimeSpan.Zero)
            return;
        var since = time.GetUtcNow().UtcDateTime - Trust;
        var trusted = await db.Set<Session>()
            .AnyAsync(
                s =>
                    s.Address == origin.Address
                    && s.CreatedAt > since
                    && db.Set<User>().Any(u => u.Id == s.UserId && u.NormalizedEmail == account),
                ct
            );
        var wait = attempts.WaitOf(account, origin.Address, trusted);
        if (wait > TimeSpan.Zero)
            audit.NoteStranger(AccessAudit.Refused(null, account, "Too many wrong passwords"));
        SignInAttempts.Refuse(wait);
    }

    private static string ReasonOf(User? user) =>
        user switch
        {
            null => "Unknown address",
            { Active: false } => "The account is not active",
            { PasswordHash: null } => "The account has no password yet",
            _ => "Wrong password",
        };

    private static User Nobody() => new() { Name = "", Role = "" };
}
