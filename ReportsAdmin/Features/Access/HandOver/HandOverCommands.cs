using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.HandOver;

/// <summary>Moves the work of a person who leaves to a successor.</summary>
public sealed class HandOverCommands(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IHandOver> kinds,
    HandOverQueries queries,
    ChangeNotifier notifier,
    CurrentUserAccessor users
)
{
    /// <summary>Moves everything that the successor may have, in one transaction, and records it.</summary>
    /// <exception cref="DomainException">As <see cref="HandOverQueries.PreviewAsync"/>. Conflict: there is nothing to move.</exception>
    public async Task<HandOverResult> MoveAsync(CurrentUser currentUser, int fromId, int toId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Changes of the person's account wait, and two hand-overs of the same work take place one after another.
        await db.Set<User>().Where(u => u.Id == fromId).LockAsync(u => u.AccessFailedCount, ct);
        var context = await queries.ContextAsync(db, currentUser, fromId, toId, ct);
        var lines = new List<HandOverLine>();
        var topics = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var count = await kind.CountAsync(context, ct);
            var moved = count.Movable > 0 ? await kind.MoveAsync(context, ct) : 0;
            if (moved + count.Kept > 0)
                lines.Add(new(kind.Title, moved, count.Kept, count.Named));
            if (moved > 0)
                topics.UnionWith(kind.Topics);
        }

        var result = new HandOverResult(lines);
        if (result.Moved == 0)
            throw DomainException.Conflict($"{context.To.Name} can take over nothing of {context.FromName}.");
        await RecordAsync(context, result, ct);
        await transaction.CommitAsync(ct);
        foreach (var topic in topics)
            await notifier.PublishAsync(topic);
        await users.ChangedAsync();
        return result;
    }

    private static async Task RecordAsync(HandOverContext context, HandOverResult result, CancellationToken ct)
    {
        context.Db.Add(
            new HandOverRecord
            {
                FromUserId = context.FromId,
                ToUserId = context.To.UserId,
                ToName = context.To.Name,
                HandedOverById = context.By.UserId,
                HandedOverByName = context.By.Name,
                At = context.Now,
                Lines = JsonSerializer.Serialize(result.Lines),
            }
        );
        await context.Db.SaveChangesAsync(ct);
    }
}
