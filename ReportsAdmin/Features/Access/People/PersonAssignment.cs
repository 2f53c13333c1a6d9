using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>What an administrator decides about a person.</summary>
/// <param name="Region">The code of a region; null for none.</param>
/// <param name="DepartmentIds">Empty means all of them.</param>
public sealed record PersonAssignment(
    string Role,
    string? Region,
    IReadOnlyList<int> DepartmentIds,
    int? ReportsToId,
    string? Designation
);

/// <summary>Checks assignments against what the current user may decide, and writes them.</summary>
internal static class PersonAssignments
{
    public const int MaxDesignation = 60;

    private const int MaxLevels = 50;

    /// <exception cref="DomainException">Forbidden: above the current user's role, or outside of their scope. Invalid: with the field.</exception>
    public static async Task CheckAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int? userId,
        PersonAssignment assignment,
        CancellationToken ct
    )
    {
        var roles = await PeopleCommands.RolesAsync(db, ct);
        var role = roles.Find(assignment.Role) ?? throw DomainException.Invalid("role", "Choose a role.");
        if (!roles.MayGive(currentUser, assignment.Role))
            throw DomainException.Forbidden("You cannot give a role above your own.");
        if (assignment.Designation is { Length: > MaxDesignation })
            throw DomainException.Invalid("designation", $"A designation has at most {MaxDesignation} characters.");
        var known = await db.Set<User>().Where(u => u.Id == userId).Select(u => u.Region).SingleOrDefaultAsync(ct);
        CheckRegion(currentUser, assignment, role.Scope, known);
        await CheckDepartmentsAsync(db, currentUser, userId, assignment.DepartmentIds, ct);
        if (assignment.ReportsToId is { } superior)
            await CheckSuperiorAsync(db, userId, superior, ct);
    }

    /// <summary>Writes the assignment to a person who is tracked by the context and has a key.</summary>
    public static async Task WriteAsync(ReportsDb db, User user, PersonAssignment assignment, CancellationToken ct)
    {
        (user.Role, user.Region, user.ReportsToId) = (assignment.Role, assignment.Region, assignment.ReportsToId);
        user.Designation = string.IsNullOrWhiteSpace(assignment.Designation) ? null : assignment.Designation.Trim();
        var before = await db.Set<UserDepartment>()
            .Where(d => d.UserId == user.Id)
            .Select(d => d.DepartmentId)
            .ToListAsync(ct);
        if (!before.ToHashSet().SetEquals(assignment.DepartmentIds))
            db.Record(
                AuditActions.Changed,
                AccessAudit.Person,
                user.Id,
                user.Name,
                await DepartmentsAsync(db, before, assignment.DepartmentIds, ct)
            );
        await db.SaveChangesAsync(ct);
        await db.Set<UserDepartment>().Where(d => d.UserId == user.Id).ExecuteDeleteAsync(ct);
        await PeopleCommands.AssignAsync(db, [user.Id], [.. assignment.DepartmentIds.Distinct()], ct);
    }

    private static async Task<AuditField> DepartmentsAsync(
        ReportsDb db,
        IReadOnlyList<int> before,
        IReadOnlyList<int> after,
        CancellationToken ct
    )
    {
        var names = await db.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        return new AuditField("Departments", Names(before), Names(after));

        string Names(IReadOnlyList<int> ids) =>
            ids.Count == 0 ? "All" : string.Join(", ", ids.Select(id => names.GetValueOrDefault(id)).Order());
    }

    private static void CheckRegion(
        CurrentUser currentUser,
        PersonAssignment assignment,
        RoleScope scope,
        string? known
    )
    {
        if (assignment.Region is { } region && region != known && !Regions.IsActive(region))
            throw DomainException.Invalid("region", "Choose a region of the list.");
        if (scope == RoleScope.OwnCustomers && assignment.Region is null)
            throw DomainException.Invalid(
                "region",
                $"Choose a region: {(assignment.Role == RoleNames.Engineer ? "an engineer" : $"a person with the role {assignment.Role}")} without one sees no customers."
            );
        if (
            currentUser.Scope.Regions is { } own
            && (assignment.Region is null || !own.Contains(assignment.Region, StringComparer.Ordinal))
        )
            throw DomainException.Forbidden("This region is not one of yours.");
    }

    private static async Task CheckDepartmentsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int? userId,
        IReadOnlyList<int> ids,
        CancellationToken ct
    )
    {
        if (currentUser.Scope.DepartmentIds is { } own && (ids.Count == 0 || ids.Except(own).Any()))
            throw DomainException.Forbidden("Choose among your own departments.");
        var known = await db.Set<Department>()
            .Where(d =>
                ids.Contains(d.Id)
                && (d.Active || db.Set<UserDepartment>().Any(u => u.UserId == userId && u.DepartmentId == d.Id))
            )
            .CountAsync(ct);
        if (known != ids.Distinct().Count())
            throw DomainException.Invalid("departments", "One of the departments is inactive or no longer exists.");
    }

    private static async Task CheckSuperiorAsync(ReportsDb db, int? userId, int superior, CancellationToken ct)
    {
        if (!await db.Set<User>().AnyAsync(u => u.Id == superior && u.Active, ct))
            throw DomainException.Invalid("reportsTo", "This superior is not an active person.");
        int? above = superior;
        for (var level = 0; above is { } id && level < MaxLevels; level++)
        {
            if (id == userId)
                throw DomainException.Invalid("reportsTo", "This person would report to themselves.");
            above = await db.Set<User>().Where(u => u.Id == id).Select(u => u.ReportsToId).SingleOrDefaultAsync(ct);
        }
    }
}
