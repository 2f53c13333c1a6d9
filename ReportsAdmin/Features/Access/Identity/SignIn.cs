using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A user whose password was right.</summary>
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
    DateTime CreatedAt
);

/// <summary>
/// Checks a password. An unknown email, a wrong password and a locked account get the same words and cost the same hash, so
/// nobody learns which accounts exist.
/// </summary>
public sealed class SignIn(
    IDbContextFactory<ReportsDb> contexts,
    IPasswordHasher<User> hasher,
    CurrentUserAccessor viewers,
    TimeProvider time,
    ILogger<SignIn> log
)
{
    public const string WrongWords = "Invalid email or password.";
    private const int FailuresAllowed = 5;
    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(10);

    // Made beforehand: the first unknown email would take twice as long otherwise.
    private readonly string decoy = hasher.HashPassword(Nobody(), Guid.NewGuid().ToString());

    /// <summary>The user, or null when email and password do not belong together.</summary>
    public async Task<SignedIn?> CheckAsync(string email, string password, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var normalized = email.Trim().ToUpperInvariant();
        await using var db = contexts.CreateDbContext();
        var user = await db.Set<User>().AsTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, ct);
        var verdict = hasher.VerifyHashedPassword(user ?? Nobody(), user?.PasswordHash ?? decoy, password);
        if (user?.PasswordHash is null)
            return null;
        if (user.LockoutEnd > now || !user.Active)
            return null;
        if (verdict == PasswordVerificationResult.Failed)
        {
            await CountFailureAsync(db, user.Id, now, ct);
            return null;
        }

        await ClearFailuresAsync(db, user, password, verdict, ct);
        var department = await db.Set<UserDepartment>()
            .Where(d => d.UserId == user.Id)
            .Join(db.Set<Department>(), d => d.DepartmentId, d => d.Id, (_, d) => d.Name)
            .Order()
            .FirstOrDefaultAsync(ct);
        return new SignedIn(
            user.Id,
            user.Name,
            user.Email ?? "",
            user.Role,
            user.Region,
            user.Contact,
            department,
            user.SecurityStamp ?? "",
            user.Active,
            user.CreatedAt
        );
    }

    private async Task ClearFailuresAsync(
        ReportsDb db,
        User user,
        string password,
        PasswordVerificationResult verdict,
        CancellationToken ct
    )
    {
        var rehash = verdict == PasswordVerificationResult.SuccessRehashNeeded;
        if (user.AccessFailedCount == 0 && !rehash)
            return;
        (user.AccessFailedCount, user.LockoutEnd) = (0, null);
        if (rehash)
            user.PasswordHash = hasher.HashPassword(user, password);
        await db.SaveChangesAsync(ct);
    }

    // Counted in the database, not in the row that was read: guesses sent side by side all count.
    private async Task CountFailureAsync(ReportsDb db, int userId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<User>()
            .Where(u => u.Id == userId)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct);
        var locked = await db.Set<User>()
            .Where(u => u.Id == userId && u.AccessFailedCount >= FailuresAllowed)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.AccessFailedCount, 0)
                        .SetProperty(u => u.LockoutEnd, (DateTimeOffset?)(now + Lockout)),
                ct
            );
        if (locked == 0)
            return;
        log.LogWarning(
            "User {UserId} is locked out for {Minutes} minutes after {Failures} wrong passwords",
            userId,
            Lockout.TotalMinutes,
            FailuresAllowed
        );
        await viewers.ChangedAsync();
    }

    private static User Nobody() => new() { Name = "", Role = "" };
}
