using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A person as they are, for comparing a sheet with them.</summary>
/// <param name="DepartmentIds">Empty means all of them.</param>
public sealed record KnownPerson(int Id, PersonDraft Draft, IReadOnlyList<int> DepartmentIds);

/// <summary>Changes people whom a sheet speaks of, on the caller's context and in their transaction.</summary>
public static class PeopleCommands
{
    public const string ManagePermission = "users:manage";

    // Rooms above this one refer to people by columns of these names; this room must not know the rooms.
    private static readonly string[] Pointers =
    [
        "user_id",
        "owner_id",
        "engineer_id",
        "from_user_id",
        "to_user_id",
        "person_id",
        "delegate_id",
    ];

    /// <summary>The roles, and who may give which.</summary>
    public static Task<RoleSet> RolesAsync(ReportsDb db, CancellationToken ct) => RoleSet.LoadAsync(db, ct);

    /// <summary>The people whose accounts the current user manages: those of their regions and departments alone.</summary>
    internal static IQueryable<User> ManageableBy(ReportsDb db, CurrentUser currentUser)
    {
        var users = db.Set<User>().AsQueryable();
        if (currentUser.Scope.Regions is { } regions)
            users = users.Where(u => u.Region != null && regions.Contains(u.Region));
        if (currentUser.Scope.DepartmentIds is { } own)
            users = users.Where(u =>
                db.Set<UserDepartment>().Any(d => d.UserId == u.Id)
                && !db.Set<UserDepartment>().Any(d => d.UserId == u.Id && !own.Contains(d.DepartmentId))
            );
        return users;
    }

    /// <summary>A person whom the current user may change, tracked by the context.</summary>
    /// <exception cref="DomainException">Not found: unknown, or outside of the scope. Forbidden: above the current user's role.</exception>
    internal static async Task<User> ManageableAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int userId,
        CancellationToken ct
    )
    {
        var user = await ManageableBy(db, currentUser).AsTracking().SingleOrDefaultAsync(u => u.Id == userId, ct)
            ?? throw DomainException.NotFound("Person not found.");
        return (await RolesAsync(db, ct)).MayGive(currentUser, user.Role)
            ? user
            : throw DomainException.Forbidden($"{user.Name} has a role above yours.");
    }

    /// <summary>Everybody, by address without regard to case.</summary>
    public static async Task<Dictionary<string, KnownPerson>> KnownAsync(ReportsDb db, CancellationToken ct)
    {
        var users = await db.Set<User>().ToListAsync(ct);
        var addresses = users.ToDictionary(u => u.Id, u => u.Email);
        var departments = (await db.Set<UserDepartment>().ToListAsync(ct)).ToLookup(d => d.UserId, d => d.DepartmentId);
        return users.ToDictionary(
            u => u.Email ?? u.UserName ?? "",
            u => new KnownPerson(
                u.Id,
                new PersonDraft(
                    u.Email ?? "",
                    u.Name,
                    u.Role,
                    u.Region,
                    u.Contact,
                    u.Designation,
                    u.InField,
                    u.Zone,
                    u.FieldRegion,
                    u.Territory,
                    u.ReportsToId is { } boss ? addresses.GetValueOrDefault(boss) : null,
                    u.Active
                ),
                [.. departments[u.Id]]
            ),
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>Makes the person as the draft says. Another role, branch or state ends their sessions and tokens; the caller notifier <see cref="CurrentUserAccessor.ChangedTopic"/> after their commit.</summary>
    public static async Task CorrectAsync(
        ReportsDb db,
        int userId,
        PersonDraft draft,
        DateTime now,
        CancellationToken ct
    )
    {
        var user = await db.Set<User>().AsTracking().SingleAsync(u => u.Id == userId, ct);
        var endsSessions = user.Role != draft.Role || user.Region != draft.Region || user.Active != draft.Active;
        if (endsSessions)
            (user.SecurityStamp, user.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        var boss = draft.ReportsTo?.ToUpperInvariant();
        user.ReportsToId = boss is null
            ? null
            : await db.Set<User>()
                .Where(u => u.NormalizedEmail == boss)
                .Select(u => (int?)u.Id)
                .SingleOrDefaultAsync(ct);
        (user.Name, user.Role, user.Region, user.Contact, user.Designation) = (
            draft.Name,
            draft.Role,
            draft.Region,
            draft.Contact,
            draft.Designation
        );
        (user.InField, user.Zone, user.FieldRegion, user.Territory, user.Active, user.UpdatedAt) = (
            draft.InField,
            draft.Zone,
            draft.FieldRegion,
            draft.Territory,
            draft.Active,
            now
        );
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Binds people to departments.</summary>
    public static async Task AssignAsync(
        ReportsDb db,
        IEnumerable<int> userIds,
        IReadOnlyList<int> departmentIds,
        CancellationToken ct
    )
    {
        db.AddRange(
            userIds.SelectMany(u => departmentIds.Select(d => new UserDepartment { UserId = u, DepartmentId = d }))
        );
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Removes those who can never have signed in and whom nothing refers to; answers who is left.</summary>
    public static async Task<IReadOnlyList<int>> RemoveUnusedAsync(
        ReportsDb db,
        IReadOnlyList<int> userIds,
        CancellationToken ct
    )
    {
        var unused = (
            await db.Set<User>()
                .Where(u =>
                    userIds.Contains(u.Id)
                    && u.PasswordHash == null
                    && !db.Set<RefreshToken>().Any(t => t.UserId == u.Id)
                )
                .Select(u => u.Id)
                .ToListAsync(ct)
        ).ToHashSet();
        foreach (var (table, column) in PointersAt(db))
        {
            if (unused.Count > 0)
                unused.ExceptWith(await ReferredToAsync(db, table, column, unused, ct));
        }

        // A superior stays as long as somebody who stays reports to them.
        for (var before = -1; before != unused.Count; )
        {
            before = unused.Count;
            unused.ExceptWith(
                await db.Set<User>()
                    .Where(u => u.ReportsToId != null && unused.Contains(u.ReportsToId.Value) && !unused.Contains(u.Id))
                    .Select(u => u.ReportsToId!.Value)
                    .ToListAsync(ct)
            );
        }

        await db.Set<UserDepartment>().Where(d => unused.Contains(d.UserId)).ExecuteDeleteAsync(ct);
        if (await db.Set<User>().Where(u => unused.Contains(u.Id)).ExecuteDeleteAsync(ct) is > 0 and var removed)
            await db.RecordAsync(
                AuditActions.Removed,
                AccessAudit.Person,
                null,
                null,
                ct,
                AuditField.Fact("Records", removed)
            );
        return [.. userIds.Where(id => !unused.Contains(id))];
    }

    /// <summary>Every column that points at a person, but those of this room.</summary>
    public static IReadOnlyList<(string Table, string Column)> PointersAt(ReportsDb db) =>
        [
            .. db
                .Model.GetEntityTypes()
                .Where(e => e.ClrType.Namespace != typeof(User).Namespace && e.GetTableName() is not null)
                .SelectMany(e => e.GetProperties().Select(p => (Table: e.GetTableName()!, Column: p.GetColumnName())))
                .Where(c => Pointers.Contains(c.Column) || c.Column.EndsWith("_by_id", StringComparison.Ordinal))
                .Distinct(),
        ];

    private static async Task<List<int>> ReferredToAsync(
        ReportsDb db,
        string table,
        string column,
        IEnumerable<int> ids,
        CancellationToken ct
    )
    {
        var sql = $"""
            SELECT DISTINCT {column} AS "Value"
            FROM {table}
            WHERE {column} IN ({string.Join(", ", ids)})
            """;
        return await db.Database.SqlQueryRaw<int>(sql).ToListAsync(ct);
    }
}
