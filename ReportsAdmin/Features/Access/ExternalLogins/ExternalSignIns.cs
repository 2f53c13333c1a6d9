using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.ExternalLogins;

/// <summary>
/// Finds the account of a person whom the company's provider knows. Nobody gets an account or a role by it: the account exists, invited
/// or active, and belongs to the provider's person once and for all, by their subject, after the first sign-in with a verified email.
/// </summary>
public sealed class ExternalSignIns(
    IDbContextFactory<ReportsDb> contexts,
    SignIn signIn,
    ILogger<ExternalSignIns> log,
    TimeProvider time
)
{
    /// <summary>Null when no active account belongs to the provider's person.</summary>
    public async Task<SignedIn?> FindAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        var (issuer, subject) = (principal.FindFirstValue("iss"), principal.FindFirstValue("sub"));
        if (issuer is not { Length: > 0 and <= 300 } || subject is not { Length: > 0 and <= 255 })
            return null;
        await using var db = contexts.CreateDbContext();
        var userId = await db.Set<ExternalLogin>()
            .Where(l => l.Issuer == issuer && l.Subject == subject)
            .Select(l => (int?)l.UserId)
            .SingleOrDefaultAsync(ct)
            ?? await LinkAsync(db, issuer, subject, principal, ct);
        return userId is { } id ? await signIn.FindAsync(id, ct) : null;
    }

    private async Task<int?> LinkAsync(
        ReportsDb db,
        string issuer,
        string subject,
        ClaimsPrincipal principal,
        CancellationToken ct
    )
    {
        if (
            principal.FindFirstValue("email") is not { Length: > 0 } email
            || !string.Equals(principal.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase)
        )
            return null;
        var normalized = email.Trim().ToUpperInvariant();
        var user = await db.Set<User>()
            .AsTracking()
            .SingleOrDefaultAsync(u => u.NormalizedEmail == normalized && u.Active, ct);
        // An account has one person of a provider: an address that was given to somebody else does not hand it over.
        if (user is null || await db.Set<ExternalLogin>().AnyAsync(l => l.UserId == user.Id && l.Issuer == issuer, ct))
            return null;
        user.EmailConfirmed = true;
        db.Add(
            new ExternalLogin
            {
                Issuer = issuer,
                Subject = subject,
                UserId = user.Id,
                CreatedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(ct);
        log.LogInformation("Account {UserId} is linked to its owner at the company's provider", user.Id);
        return user.Id;
    }
}
