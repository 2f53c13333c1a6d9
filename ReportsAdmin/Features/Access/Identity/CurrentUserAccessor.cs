using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>A user as a caller, with the stamp that their tokens and cookies must carry.</summary>
/// <param name="Stamp">Identity's security stamp: a new password or a role change gives a new one and so ends what carries the old.</param>
public sealed record KnownUser(CurrentUser CurrentUser, string Stamp);

/// <summary>
/// Turns users into callers: permissions of their role and the scope that role, departments and region give. Remembered for
/// half a minute on each node, and forgotten at once when the user or a role changes.
/// </summary>
public sealed class CurrentUserAccessor(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Topic of the signal that any user's rights may have changed.</summary>
    public const string ChangedTopic = Identities.ChangedTopic;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, (KnownUser? CurrentUser, DateTimeOffset Until)> known = new();
    private IDisposable? subscription;
    private int changes;

    /// <summary>The user as a caller; null when there is no such user, or they are inactive.</summary>
    public async Task<KnownUser?> FindAsync(int userId, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(ChangedTopic, ForgetAsync);
        var now = time.GetUtcNow();
        if (known.TryGetValue(userId, out var entry) && entry.Until > now)
            return entry.CurrentUser;
        var before = Volatile.Read(ref changes);
        var currentUser = await LoadAsync(userId, ct);
        // What was read while rights changed may be the old ones: it serves this call and is not remembered.
        if (before == Volatile.Read(ref changes))
            known[userId] = (currentUser, now + Remembered);
        return currentUser;
    }

    /// <summary>The user as a caller, for work done on their behalf; refuses when they may no longer do anything.</summary>
    public async Task<CurrentUser> OfUserAsync(int userId, CancellationToken ct) =>
        userId == CurrentUser.System.UserId
            ? CurrentUser.System
            : (await FindAsync(userId, ct))?.CurrentUser
                ?? throw DomainException.Forbidden("This account is no longer active.");

    /// <summary>Says, on every node, that rights have changed.</summary>
    public Task ChangedAsync() => notifier.PublishAsync(ChangedTopic);

    /// <summary>The scope engine: which rows a role, its departments and its region let a user see.</summary>
    /// <param name="role">The scope of the role; null for a role that no longer exists, which sees nothing.</param>
    public static Scope ScopeOf(RoleScope? role, string? region, IReadOnlyList<int> departments)
    {
        IReadOnlyList<int>? own = departments.Count == 0 ? null : departments;
        IReadOnlyList<string>? regions = region is null ? null : [region];
        return role switch
        {
            RoleScope.Everything => new Scope(null, own, false),
            RoleScope.Region => new Scope(regions, own, false),
            // An engineer without a region sees nothing rather than everything.
            RoleScope.OwnCustomers => new Scope(regions ?? [], own, true),
            _ => new Scope([], [], true),
        };
    }

    private Task ForgetAsync()
    {
        Interlocked.Increment(ref changes);
        known.Clear();
        return Task.CompletedTask;
    }

    private async Task<KnownUser?> LoadAsync(int userId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var user = await db.Set<User>().SingleOrDefaultAsync(u => u.Id == userId, ct);
        if (user is null || !user.Active)
            return null;
        var departments = await DepartmentTree.BelowAsync(
            db,
            await db.Set<UserDepartment>().Where(d => d.UserId == userId).Select(d => d.DepartmentId).ToListAsync(ct),
            ct
        );
        var role = RoleNames.ScopeOf(user.Role)
            ?? await db.Set<CompanyRole>()
                .Where(r => r.Name == user.Role)
                .Select(r => (RoleScope?)r.Scope)
                .SingleOrDefaultAsync(ct);
        var permissions = await db.Set<RolePermission>()
            .Where(p => p.Role == user.Role)
            .Select(p => p.Permission)
            .ToListAsync(ct);
        var currentUser = new CurrentUser(
            user.Id,
            user.Name,
            user.Role,
            permissions.ToHashSet(StringComparer.Ordinal),
            ScopeOf(role, user.Region, departments)
        );
        return new KnownUser(currentUser, user.SecurityStamp ?? "");
    }
}
