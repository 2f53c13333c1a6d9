using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Access.People;

/// <summary>Somebody to be invited; the address identifies them.</summary>
public sealed record NewPerson(string Name, string Email, PersonAssignment Assignment);

/// <summary>A link that was issued.</summary>
/// <param name="Address">To be copied; null where only the person may have it.</param>
/// <param name="Mailed">Whether a mail with the link is on its way.</param>
public sealed record IssuedLink(int UserId, string Email, Uri? Address, bool Mailed, DateTime ExpiresAt);

/// <summary>Invites people and lets them choose a new password, by one-time links.</summary>
public sealed class Invitations(
    IDbContextFactory<ReportsDb> contexts,
    AccountLinks links,
    AccountMails mails,
    AccountSecurity security,
    WebhookOutbox webhooks,
    TimeProvider time
)
{
    /// <summary>How many links a person gets within <see cref="Span"/> by asking: nobody's mailbox is filled by a stranger.</summary>
    private const int MaxAsked = 3;
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    /// <summary>Adds the person without a password, or takes one who has none yet, and sends the link.</summary>
    /// <exception cref="DomainException">Conflict: the address has an account, or one that is deactivated.</exception>
    public async Task<IssuedLink> InviteAsync(CurrentUser currentUser, NewPerson person, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        var (name, email) = Checked(person);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await FindAsync(db, currentUser, email, ct);
        await PersonAssignments.CheckAsync(db, currentUser, user?.Id, person.Assignment, ct);
        user ??= Add(db, email, person.Assignment.Role);
        (user.Name, user.UpdatedAt) = (name, time.GetUtcNow().UtcDateTime);
        try
        {
            await PersonAssignments.WriteAsync(db, user, person.Assignment, ct);
        }
        catch (DbUpdateException)
        {
            throw DomainException.Conflict("This address was invited at the same moment.");
        }

        return await SendAsync(db, user, LinkPurposes.Invite, currentUser, ct);
    }

    /// <summary>Sends a link to a person who has no password; the one before ends.</summary>
    public Task<IssuedLink> ResendAsync(CurrentUser currentUser, int userId, CancellationToken ct) =>
        SendAsync(currentUser, userId, LinkPurposes.Invite, ct);

    /// <summary>Sends a person a link to choose a new password. The present one works until the link is used.</summary>
    public Task<IssuedLink> ResetAsync(CurrentUser currentUser, int userId, CancellationToken ct) =>
        SendAsync(currentUser, userId, LinkPurposes.Reset, ct);

    /// <summary>Mails a link to the person of the address, if there is one with a password; says nothing either way.</summary>
    public async Task ResetByMailAsync(string email, CancellationToken ct)
    {
        if (!mails.IsSetUp)
            return;
        var normalized = email.Trim().ToUpperInvariant();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Set<User>()
            .SingleOrDefaultAsync(u => u.NormalizedEmail == normalized && u.Active && u.PasswordHash != null, ct);
        if (user is null)
            return;
        var since = time.GetUtcNow().UtcDateTime - Span;
        var asked = await db.Set<AccountLink>()
            .CountAsync(l => l.UserId == user.Id && l.CreatedById == 0 && l.CreatedAt > since, ct);
        if (asked < MaxAsked)
            await SendAsync(db, user, LinkPurposes.Reset, CurrentUser.System, ct);
    }

    private async Task<IssuedLink> SendAsync(CurrentUser currentUser, int userId, string purpose, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await PeopleCommands.ManageableAsync(db, currentUser, userId, ct);
        if (!user.Active)
            throw DomainException.Conflict($"{user.Name} is deactivated. Reactivate the account first.");
        if (purpose == LinkPurposes.Invite && user.PasswordHash is not null)
            throw DomainException.Conflict($"{user.Name} has a password already.");
        if (purpose == LinkPurposes.Reset && user.PasswordHash is null)
            throw DomainException.Conflict($"{user.Name} has no password yet. Send an invitation.");
        return await SendAsync(db, user, purpose, currentUser, ct);
    }

    /// <summary>Issues the link, writes the mail and commits the context's transaction.</summary>
    private async Task<IssuedLink> SendAsync(
        ReportsDb db,
        User user,
        string purpose,
        CurrentUser by,
        CancellationToken ct
    )
    {
        if (MailAddresses.ProblemOf(user.Email) is { } problem)
            throw DomainException.Invalid("email", problem);
        var link = await links.IssueAsync(db, user.Id, purpose, by.UserId, ct);
        var mail = await mails.WriteAsync(db, user, (purpose, link.Token), (by.UserId, by.Name), ct);
        if (purpose == LinkPurposes.Invite)
            await webhooks.WriteAsync(db, AccountEvents.Invited, new { UserId = user.Id, user.Role }, ct);
        await db.Database.CommitTransactionAsync(ct);
        await mails.AnnounceAsync(mail, by.UserId);
        await security.ChangedAsync();
        // Whoever has the link of a reset can become the person, so it goes to them alone where mail works.
        var shown = purpose == LinkPurposes.Invite || mail is null ? mails.AddressOf(purpose, link.Token) : null;
        return new IssuedLink(user.Id, user.Email!, shown, mail is not null, link.ExpiresAt);
    }

    private static (string Name, string Email) Checked(NewPerson person)
    {
        var (name, email) = (person.Name.Trim(), person.Email.Trim());
        if (name.Length is 0 or > AccountLinks.MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {AccountLinks.MaxName} characters.");
        return MailAddresses.ProblemOf(email) is { } problem
            ? throw DomainException.Invalid("email", problem)
            : (name, email);
    }

    private static async Task<User?> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        string email,
        CancellationToken ct
    )
    {
        var normalized = email.ToUpperInvariant();
        var found = await db.Set<User>()
            .Where(u => u.NormalizedEmail == normalized)
            .Select(u => new
            {
                u.Id,
                u.Active,
                HasPassword = u.PasswordHash != null,
            })
            .SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        if (found.HasPassword)
            throw DomainException.Conflict("A person with this address has an account already.");
        if (!found.Active)
            throw DomainException.Conflict("A person with this address is deactivated. Reactivate the account first.");
        return await PeopleCommands.ManageableAsync(db, currentUser, found.Id, ct);
    }

    private User Add(ReportsDb db, string email, string role)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var user = new User
        {
            Name = "",
            Role = role,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(user);
        return user;
    }
}
