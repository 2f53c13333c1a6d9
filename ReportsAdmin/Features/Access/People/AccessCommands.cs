using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A person's own account as their profile shows it.</summary>
public sealed record OwnAccount(
    string Name,
    string Email,
    string Role,
    string? Region,
    string? Contact,
    string? Designation
);

/// <summary>What people change on their own account, and the first administrator.</summary>
public sealed class AccessCommands(
    IDbContextFactory<ReportsDb> contexts,
    IPasswordHasher<User> hasher,
    PasswordRules rules,
    AccountSecurity security,
    TimeProvider time
)
{
    public async Task<OwnAccount> OwnAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<User>()
            .Where(u => u.Id == currentUser.UserId)
            .Select(u => new OwnAccount(u.Name, u.Email ?? "", u.Role, u.Region, u.Contact, u.Designation))
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Account not found.");
    }

    public async Task ChangeProfileAsync(CurrentUser currentUser, string name, string? contact, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 200)
            throw DomainException.Invalid("name", "Give a name of at most 200 characters.");
        if (contact is { Length: > 60 })
            throw DomainException.Invalid("contact", "A contact may have 60 characters.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (now, before) = (time.GetUtcNow().UtcDateTime, await OwnAsync(currentUser, ct));
        var after = (Name: name.Trim(), Contact: string.IsNullOrWhiteSpace(contact) ? null : contact.Trim());
        await db.Set<User>()
            .Where(u => u.Id == currentUser.UserId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.Name, after.Name)
                        .SetProperty(u => u.Contact, after.Contact)
                        .SetProperty(u => u.UpdatedAt, now),
                ct
            );
        await db.RecordAsync(
            AuditActions.Changed,
            AccessAudit.Person,
            currentUser.UserId,
            after.Name,
            ct,
            AuditField.Changes(("Name", before.Name, after.Name), ("Contact", before.Contact, after.Contact))
        );
        await transaction.CommitAsync(ct);
        await security.ChangedAsync();
    }

    /// <summary>Sets a new password; ends every other session and token of the person. Answers the new stamp, so that the caller's own session can go on.</summary>
    public async Task<SignedIn> ChangePasswordAsync(
        CurrentUser currentUser,
        string current,
        string next,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        security.RefuseGuessing(currentUser);
        var user = await db.Set<User>().AsTracking().SingleOrDefaultAsync(u => u.Id == currentUser.UserId, ct)
            ?? throw DomainException.NotFound("Account not found.");
        if (
            user.PasswordHash is null
            || hasher.VerifyHashedPassword(user, user.PasswordHash, current) == PasswordVerificationResult.Failed
        )
        {
            security.CountGuess(currentUser);
            throw DomainException.Invalid("current", "That is not your present password.");
        }

        rules.Check(next, user.Name, user.Email ?? "");
        if (current == next)
            throw DomainException.Invalid("next", "The new password is the present one.");
        SetPassword(user, next);
        await db.SaveChangesAsync(ct);
        await security.PasswordChangedAsync(user.Id, wasThere: true, ct);
        return SignedIn.Of(user, department: null);
    }

    /// <summary>True while nobody administers this installation.</summary>
    public async Task<bool> LacksAdminAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return !await db.Set<User>().AnyAsync(u => u.Role == RoleNames.Admin && u.PasswordHash != null, ct);
    }

    /// <summary>Makes the first administrator; a conflict when there is one.</summary>
    public async Task MakeFirstAdminAsync(string name, string email, string password, CancellationToken ct)
    {
        rules.Check(password, name, email);
        if (!email.Contains('@', StringComparison.Ordinal) || email.Length > 200)
            throw DomainException.Invalid("email", "Give an email address.");
        if (!await LacksAdminAsync(ct))
            throw DomainException.Conflict("This installation has an administrator.");
        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        var user = new User
        {
            Name = string.IsNullOrWhiteSpace(name) ? "Administrator" : name.Trim(),
            Email = email.Trim(),
            NormalizedEmail = email.Trim().ToUpperInvariant(),
            UserName = email.Trim(),
            NormalizedUserName = email.Trim().ToUpperInvariant(),
            EmailConfirmed = true,
            LockoutEnabled = true,
            Role = RoleNames.Admin,
            CreatedAt = now,
            UpdatedAt = now,
        };
        SetPassword(user, password);
        db.Add(user);
        if (!await db.Set<Department>().AnyAsync(ct))
            db.Add(
                new Department
                {
                    Name = "General",
                    Code = "GEN",
                    IsDefault = true,
                }
            );
        await db.SaveChangesAsync(ct);
    }

    private void SetPassword(User user, string password)
    {
        user.PasswordHash = hasher.HashPassword(user, password);
        (user.SecurityStamp, user.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        user.UpdatedAt = time.GetUtcNow().UtcDateTime;
    }
}
