using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Passkeys;

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Synced">Whether it is kept by an account of the device's maker, on several devices.</param>
public sealed record PasskeyRow(int Id, string Name, bool Synced, DateTime CreatedAt, DateTime? LastUsedAt);

/// <summary>Lists and removes a person's passkeys. <see cref="PasskeyController"/> makes them.</summary>
public sealed class PasskeyCommands(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier, SecurityMails mails)
{
    public const string Topic = "passkeys";
    public const int MaxPasskeys = 20;

    public async Task<IReadOnlyList<PasskeyRow>> OwnAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireSelf();
        await using var db = contexts.CreateDbContext();
        return await db.Set<Passkey>()
            .Where(p => p.UserId == currentUser.UserId)
            .OrderByDescending(p => p.Id)
            .Select(p => new PasskeyRow(p.Id, p.Name, p.BackedUp, p.CreatedAt, p.LastUsedAt))
            .ToListAsync(ct);
    }

    /// <exception cref="DomainException">Forbidden: the person must confirm who they are first. Conflict: they have enough.</exception>
    public async Task RequireMayAddAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.RequireConfirmed();
        if ((await OwnAsync(currentUser, ct)).Count >= MaxPasskeys)
            throw DomainException.Conflict($"You have {MaxPasskeys} passkeys. Remove one first.");
    }

    /// <summary>Says, on every node, that a person's passkeys have changed, and tells the person by mail.</summary>
    /// <param name="what">A sentence.</param>
    public async Task ChangedAsync(int userId, string what)
    {
        await notifier.PublishAsync(Topic);
        await mails.TellAsync(userId, what);
    }

    /// <exception cref="DomainException">Forbidden: the person must confirm who they are first.</exception>
    public async Task RemoveAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.RequireConfirmed();
        await using var db = contexts.CreateDbContext();
        var passkey = await db.Set<Passkey>()
            .SingleOrDefaultAsync(p => p.Id == id && p.UserId == currentUser.UserId, ct);
        if (passkey is null)
            return;
        db.Remove(passkey);
        await db.SaveChangesAsync(ct);
        await ChangedAsync(currentUser.UserId, $"The passkey “{passkey.Name}” was removed.");
    }
}
