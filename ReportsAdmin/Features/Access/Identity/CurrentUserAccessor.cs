using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Cover;
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
    BusinessClock clock,
    RolePermissions permissions
)
{
    /// <summary>Topic of the signal that any user's rights may have changed.</summary>
    public const string ChangedTopic = Identities.ChangedTopic;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, (KnownUser? CurrentUser, DateTime Until)> known = new();
    private IDisposable? subscription;
    private long changed = long.MinValue;

    /// <summary>The user as a caller; null when there is no such user, or they are inactive.</summary>
    public async Task<KnownUser?> FindAsync(int userId, CancellationToken ct)
    {
        subscription ??= notifier.Subscribe(ChangedTopic, ForgetAsync);
        var now = clock.UtcNow;
        if (known.TryGetValue(userId, out var entry) && entry.Until > now)
            return entry.CurrentUser;
        var since = ReadSnapshot.Since;
        var currentUser = await LoadAsync(userId, ct);
        // What was read while rights changed, or in a snapshot from before, may be the old ones: it serves this call and is not remembered.
        if (since > Interlocked.Read(ref changed))
            known[userId] = (currentUser, UntilOf(now));
        return currentUser;
    }

    /// <summary>The user as a caller, for work done on their behalf; refuses when they may no longer do anything.</summary>
    public async Task<CurrentUser> OfUserAsync(int userId, CancellationToken ct) =>
        userId == CurrentUser.System.UserId
            ? CurrentUser.System
            : (await FindAsync(userId, ct))?.CurrentUser
                ?? throw DomainException.Forbidden("This account is no longer active.");

    /// <summary>The user with their own rights, without those of people for whom they stand in; refuses as <see cref="OfUserAsync"/> does.</summary>
    public async Task<CurrentUser> OwnAsync(int userId, CancellationToken ct) => (await OfUserAsync(userId, ct)).Own;

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
        Interlocked.Exchange(ref changed, Stopwatch.GetTimestamp());
        known.Clear();
        return Task.CompletedTask;
    }

    /// <summary>A period of leave begins and ends with the company's day, so nothing is remembered beyond it.</summary>
    private DateTime UntilOf(DateTime now)
    {
        var tomorrow = clock.StartOf(clock.Today.AddDays(1));
        return now + Remembered < tomorrow ? now + Remembered : tomorrow;
    }

    private async Task<KnownUser?> LoadAsync(int userId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        if (await LoadOwnAsync(db, userId, ct) is not { } own)
            return null;
        var covered = new List<CurrentUser>();
        foreach (var id in await LeaveCovers.OfDelegateAsync(db, userId, clock.Today, ct))
        {
            if (await LoadOwnAsync(db, id, ct) is { } person)
                covered.Add(CoverRights.Delegable(person.CurrentUser, permissions.Known));
        }

        return own with
        {
            CurrentUser = CoverRights.Combine(own.CurrentUser, covered),
        };
    }

    private static async Task<KnownUser?> LoadOwnAsync(ReportsDb db, int userId, CancellationToken ct)
    {
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
