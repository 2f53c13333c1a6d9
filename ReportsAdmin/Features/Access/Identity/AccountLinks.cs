using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>Whom a link is for.</summary>
public sealed record LinkOwner(string Name, string Email);

/// <summary>A link's token, known only at this moment: the database has its hash.</summary>
public sealed record NewLink(string Token, DateTime ExpiresAt);

/// <summary>Issues one-time links and takes the password that is chosen with one. A person has one link that works: the latest.</summary>
public sealed class AccountLinks(
    IDbContextFactory<ReportsDb> contexts,
    IPasswordHasher<User> hasher,
    PasswordRules rules,
    AccountSecurity security,
    TimeProvider time
)
{
    public const int MaxName = 200;

    private const int TokenLength = 43;

    /// <summary>Issues a link in the caller's transaction; the person's links before it end.</summary>
    public async Task<NewLink> IssueAsync(
        ReportsDb db,
        int userId,
        string purpose,
        int createdById,
        CancellationToken ct
    )
    {
        await EndAllAsync(db, userId, ct);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = Now;
        var link = new AccountLink
        {
            Hash = Hash(token),
            UserId = userId,
            Purpose = purpose,
            CreatedById = createdById,
            CreatedAt = now,
            ExpiresAt = now + LinkPurposes.LifeOf(purpose),
        };
        db.Add(link);
        await db.SaveChangesAsync(ct);
        return new NewLink(token, link.ExpiresAt);
    }

    /// <summary>Ends the person's links, in the caller's transaction when there is one.</summary>
    public async Task EndAllAsync(ReportsDb db, int userId, CancellationToken ct)
    {
        var now = Now;
        await db.Set<AccountLink>()
            .Where(l => l.UserId == userId && l.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.EndedAt, now), ct);
    }

    /// <summary>Whom the link is for; null when it is unknown, of another purpose, used, replaced or expired, or its person is inactive.</summary>
    public async Task<LinkOwner?> FindAsync(string? token, string purpose, CancellationToken ct)
    {
        if (token is not { Length: TokenLength })
            return null;
        await using var db = contexts.CreateDbContext();
        return await Working(db, token, purpose)
            .Join(db.Set<User>().Where(u => u.Active), l => l.UserId, u => u.Id, (_, u) => u)
            .Select(u => new LinkOwner(u.Name, u.Email ?? ""))
            .SingleOrDefaultAsync(ct);
    }

    /// <summary>Sets the password, spends the link and ends every session of the person.</summary>
    /// <param name="name">The person's name in their own spelling; null leaves it.</param>
    /// <exception cref="DomainException">Not found: the link does not work. Invalid: the name or the password is refused; the link stays.</exception>
    public async Task<SignedIn> UseAsync(
        string? token,
        string purpose,
        string? name,
        string password,
        CancellationToken ct
    )
    {
        var owner = await FindAsync(token, purpose, ct) ?? throw Gone();
        var own = name is null ? owner.Name : name.Trim();
        if (own.Length is 0 or > MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {MaxName} characters.");
        rules.Check(password, own, owner.Email);
        var user = await SpendAsync(token!, purpose, own, password, ct);
        await security.PasswordChangedAsync(user.Id, wasThere: purpose == LinkPurposes.Reset, ct);
        return SignedIn.Of(user, department: null);
    }

    private async Task<User> SpendAsync(
        string token,
        string purpose,
        string name,
        string password,
        CancellationToken ct
    )
    {
        var now = Now;
        var hash = Hash(token);
        // Beforehand: a tenth of a second that no other writer needs to wait for.
        var passwordHash = hasher.HashPassword(new User { Name = name, Role = "" }, password);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // One statement takes the link, so that of two uses at the same moment one finds it spent.
        var taken = await Working(db, token, purpose).ExecuteUpdateAsync(s => s.SetProperty(l => l.EndedAt, now), ct);
        var id = await db.Set<AccountLink>().Where(l => l.Hash == hash).Select(l => l.UserId).FirstOrDefaultAsync(ct);
        var user = await db.Set<User>().AsTracking().SingleOrDefaultAsync(u => u.Id == id && u.Active, ct);
        if (taken == 0 || user is null)
            throw Gone();
        (user.Name, user.EmailConfirmed, user.UpdatedAt) = (name, true, now);
        user.PasswordHash = passwordHash;
        (user.SecurityStamp, user.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        var action = purpose == LinkPurposes.Invite ? AuditActions.InvitationAccepted : AuditActions.PasswordReset;
        db.Add(AuditExtensions.New(action, AccessAudit.Person, id, name).By(id, name));
        await db.SaveChangesAsync(ct);
        await EndAllAsync(db, id, ct);
        await transaction.CommitAsync(ct);
        return user;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private IQueryable<AccountLink> Working(ReportsDb db, string token, string purpose)
    {
        var (hash, now) = (Hash(token), Now);
        return db.Set<AccountLink>()
            .Where(l => l.Hash == hash && l.Purpose == purpose && l.EndedAt == null && l.ExpiresAt > now);
    }

    private static DomainException Gone() =>
        DomainException.NotFound("This link has been used, replaced or has expired.");

    private static string Hash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
