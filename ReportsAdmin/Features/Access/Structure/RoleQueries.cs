using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A role as its administrators see it.</summary>
/// <param name="People">How many people have it, inactive ones included.</param>
/// <param name="MayChange">Whether the current user may change what it carries.</param>
/// <param name="ChangedAt">UTC; null when nobody has changed it.</param>
public sealed record RoleRow(
    string Name,
    RoleScope Scope,
    bool BuiltIn,
    int Version,
    IReadOnlySet<string> Permissions,
    int People,
    bool MayChange,
    string? ChangedBy,
    DateTime? ChangedAt
);

/// <summary>What roles can carry, by group, and the roles.</summary>
public sealed record RoleMatrix(IReadOnlyList<PermissionEntry> Permissions, IReadOnlyList<RoleRow> Roles);

/// <summary>Roles and what they carry.</summary>
public sealed class RoleQueries(IDbContextFactory<ReportsDb> contexts, RolePermissions permissions)
{
    public const string ManagePermission = "roles:manage";

    /// <summary>What the administrators' role never loses: otherwise nobody could give it back.</summary>
    public static readonly IReadOnlySet<string> KeptByAdmin = new HashSet<string>(StringComparer.Ordinal)
    {
        ManagePermission,
        PeopleCommands.ManagePermission,
    };

    public async Task<RoleMatrix> MatrixAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var roles = await RoleSet.LoadAsync(db, ct);
        var rows = await db.Set<CompanyRole>().ToDictionaryAsync(r => r.Name, ct);
        var people = await db.Set<User>().CountByAsync(u => u.Role, ct);
        var changers = rows.Values.Select(r => r.ChangedById).OfType<int>().ToHashSet();
        var names = await db.Set<User>()
            .Where(u => changers.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        return new RoleMatrix(
            permissions.Known,
            [
                .. roles.All.Select(r =>
                {
                    var row = rows.GetValueOrDefault(r.Name);
                    return new RoleRow(
                        r.Name,
                        r.Scope,
                        r.BuiltIn,
                        row?.Version ?? 0,
                        r.Permissions,
                        (int)people.GetValueOrDefault(r.Name),
                        roles.MayGive(currentUser, r.Name),
                        row?.ChangedAt is null ? null : names.GetValueOrDefault(row.ChangedById ?? 0, "System"),
                        row?.ChangedAt
                    );
                }),
            ]
        );
    }

    /// <summary>The roles that the current user may give to people.</summary>
    public async Task<IReadOnlyList<string>> GivableAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(PeopleCommands.ManagePermission);
        await using var db = contexts.Reader();
        var roles = await RoleSet.LoadAsync(db, ct);
        return [.. roles.Names.Where(r => roles.MayGive(currentUser, r))];
    }

    /// <summary>All roles, and who may give which.</summary>
    public async Task<RoleSet> SetAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await RoleSet.LoadAsync(db, ct);
    }
}
