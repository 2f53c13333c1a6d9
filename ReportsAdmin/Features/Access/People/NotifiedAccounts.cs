using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Access.People;

/// <summary>The active people as those who send notifications need them.</summary>
internal static class NotifiedAccounts
{
    public static NotifiedPeople From(IServiceProvider services)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<ReportsDb>>();
        var viewers = services.GetRequiredService<CurrentUserAccessor>();
        return (ids, permission, ct) => ListAsync(contexts, viewers, (ids, permission), ct);
    }

    private static async Task<IReadOnlyList<NotifiedPerson>> ListAsync(
        IDbContextFactory<ReportsDb> contexts,
        CurrentUserAccessor viewers,
        (IReadOnlyCollection<int>? Ids, string? Permission) asked,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var users = db.Set<User>().Where(u => u.Active);
        if (asked.Ids is { } ids)
            users = users.Where(u => ids.Contains(u.Id));
        if (asked.Permission is { } permission)
            users = users.Where(u => db.Set<RolePermission>().Any(p => p.Role == u.Role && p.Permission == permission));
        var people = new List<NotifiedPerson>();
        foreach (
            var user in await users
                .OrderBy(u => u.Id)
                .Select(u => new
                {
                    u.Id,
                    u.Name,
                    u.Email,
                })
                .ToListAsync(ct)
        )
        {
            if (await viewers.FindAsync(user.Id, ct) is { CurrentUser.Own: { } own })
                people.Add(new NotifiedPerson(user.Id, user.Name, user.Email ?? "", own.Permissions));
        }

        return people;
    }
}
