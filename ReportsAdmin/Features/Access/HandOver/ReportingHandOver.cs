using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.HandOver;

/// <summary>Who reports to the person reports to the successor; the successor takes the person's own superior.</summary>
internal sealed class ReportingHandOver : IHandOver
{
    private const int MaxLevels = 50;

    public string Title => "People reporting";

    public IReadOnlyList<string> Topics => [CurrentUserAccessor.ChangedTopic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct) =>
        HandOverCount.Of(await ItemsAsync(context, ct));

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var (db, from, to) = (context.Db, context.FromId, context.To.UserId);
        var ids = (await ItemsAsync(context, ct)).Where(i => i.Problem is null).Select(i => i.Id).ToList();
        var superior = await db.Set<User>().Where(u => u.Id == from).Select(u => u.ReportsToId).SingleAsync(ct);
        foreach (var user in await db.Set<User>().AsTracking().Where(u => ids.Contains(u.Id)).ToListAsync(ct))
        {
            user.ReportsToId = user.Id == to ? superior : to;
            (user.UpdatedAt, user.ConcurrencyStamp) = (context.Now, Guid.NewGuid().ToString());
        }

        await db.SaveChangesAsync(ct);
        return ids.Count;
    }

    private static async Task<List<HandOverItem<int>>> ItemsAsync(HandOverContext context, CancellationToken ct)
    {
        var above = await AboveAsync(context.Db, context.To.UserId, ct);
        var managed = PeopleCommands.ManageableBy(context.Db, context.By);
        var people = await context
            .Db.Set<User>()
            .Where(u => u.ReportsToId == context.FromId)
            .OrderBy(u => u.Name)
            .Select(u => new
            {
                u.Id,
                u.Name,
                Managed = managed.Any(m => m.Id == u.Id),
            })
            .ToListAsync(ct);
        return
        [
            .. people.Select(p => new HandOverItem<int>(
                p.Id,
                p.Name,
                !p.Managed ? "not among the people you manage"
                    : above.Contains(p.Id) ? $"{context.To.Name} reports to this person"
                    : null
            )),
        ];
    }

    /// <summary>The people above the successor: they cannot report to them.</summary>
    private static async Task<HashSet<int>> AboveAsync(ReportsDb db, int userId, CancellationToken ct)
    {
        var above = new HashSet<int>();
        int? next = userId;
        for (var level = 0; next is { } id && level < MaxLevels; level++)
        {
            next = await db.Set<User>().Where(u => u.Id == id).Select(u => u.ReportsToId).SingleOrDefaultAsync(ct);
            if (next is { } superior)
                above.Add(superior);
        }

        return above;
    }
}
