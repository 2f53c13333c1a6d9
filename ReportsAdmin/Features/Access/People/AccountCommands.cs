using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Access.People;

/// <summary>What an administrator changes on other people's accounts. An installation keeps an administrator who can sign in.</summary>
public sealed class AccountCommands(
    IDbContextFactory<ReportsDb> contexts,
    AccountLinks links,
    AccountSecurity security,
    WebhookOutbox webhooks,
    TimeProvider time
)
{
    /// <summary>Changes role, region, departments, superior and designation. Another role or region signs the person out everywhere.</summary>
    /// <param name="version"><see cref="PersonRow.Version"/> of what the change was based on.</param>
    /// <exception cref="DomainException">Conflict: the person was changed meanwhile, or is the last administrator. Forbidden: the role changes and the current user must confirm who they are first.</exception>
    public async Task ChangeAsync(
        CurrentUser currentUser,
        int userId,
        string version,
        PersonAssignment assignment,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await TakeAsync(db, currentUser, userId, ct);
        if (user.ConcurrencyStamp != version)
            throw DomainException.Conflict($"{user.Name} was changed meanwhile. Open the person again.");
        await PersonAssignments.CheckAsync(db, currentUser, userId, assignment, ct);
        var moved = user.Role != assignment.Role || user.Region != assignment.Region;
        if (user.Role != assignment.Role)
            currentUser.RequireConfirmed();
        if (moved && userId == currentUser.UserId)
            throw DomainException.Forbidden("Your own role and region are changed by somebody else.");
        if (user.Role == RoleNames.Admin && assignment.Role != RoleNames.Admin)
            await RequireAnotherAdminAsync(db, user, ct);
        Touch(user, endsSessions: moved);
        await PersonAssignments.WriteAsync(db, user, assignment, ct);
        await transaction.CommitAsync(ct);
        await TellAsync(userId, moved ? SessionEnds.AccessChanged : null, ct);
    }

    /// <summary>Ends the person's sessions, tokens and links; nothing of theirs runs any more.</summary>
    /// <exception cref="DomainException">Forbidden: oneself. Conflict: the last administrator.</exception>
    public async Task DeactivateAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        if (userId == currentUser.UserId)
            throw DomainException.Forbidden("Your own account is deactivated by somebody else.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await TakeAsync(db, currentUser, userId, ct);
        if (user.Role == RoleNames.Admin)
            await RequireAnotherAdminAsync(db, user, ct);
        user.Active = false;
        Touch(user, endsSessions: true);
        await db.SaveChangesAsync(ct);
        await links.EndAllAsync(db, userId, ct);
        await webhooks.WriteAsync(db, AccountEvents.Deactivated, new { UserId = userId }, ct);
        await transaction.CommitAsync(ct);
        await TellAsync(userId, SessionEnds.Deactivated, ct);
    }

    /// <summary>Ends the person's sessions on every device, as when a laptop was lost. API tokens stay.</summary>
    public async Task SignOutAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using (var db = contexts.CreateDbContext())
            await PeopleCommands.ManageableAsync(db, currentUser, userId, ct);
        await security.EndSessionsAsync(userId, SessionEnds.EndedByAdministrator, ct);
    }

    /// <summary>Lets the person sign in again, with the password that they had.</summary>
    public async Task ReactivateAsync(CurrentUser currentUser, int userId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await TakeAsync(db, currentUser, userId, ct);
        user.Active = true;
        Touch(user, endsSessions: true);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await TellAsync(userId, null, ct);
    }

    /// <summary>The person, tracked. Changes of accounts take place one after another, so that two administrators cannot remove each other.</summary>
    private static async Task<User> TakeAsync(ReportsDb db, CurrentUser currentUser, int userId, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        var first = await db.Set<User>().MinAsync(u => (int?)u.Id, ct);
        await db.Set<User>().Where(u => u.Id == first).LockAsync(u => u.AccessFailedCount, ct);
        return await PeopleCommands.ManageableAsync(db, currentUser, userId, ct);
    }

    private static async Task RequireAnotherAdminAsync(ReportsDb db, User user, CancellationToken ct)
    {
        var others = db.Set<User>()
            .Where(u => u.Id != user.Id && u.Role == RoleNames.Admin && u.Active && u.PasswordHash != null);
        if (!await others.AnyAsync(ct))
            throw DomainException.Conflict($"{user.Name} is the last administrator who can sign in.");
    }

    private void Touch(User user, bool endsSessions)
    {
        user.UpdatedAt = time.GetUtcNow().UtcDateTime;
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        if (endsSessions)
            user.SecurityStamp = Guid.NewGuid().ToString("N");
    }

    private async Task TellAsync(int userId, string? ending, CancellationToken ct)
    {
        if (ending is not null)
            await security.EndSessionsAsync(userId, ending, ct);
        await security.ChangedAsync();
    }
}
