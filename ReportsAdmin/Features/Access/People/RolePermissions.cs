using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <summary>Gives each permission to its default roles the first time it is seen.</summary>
public sealed class RolePermissions(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>All permissions there are, as they were given at the start.</summary>
    public IReadOnlyList<PermissionEntry> Known { get; private set; } = [];

    public async Task GrantDefaultsAsync(IEnumerable<PermissionEntry> all, CancellationToken ct)
    {
        List<PermissionEntry> permissions = [.. all];
        Known = permissions;
        await using var db = contexts.CreateDbContext();
        var known = await db.Set<KnownPermission>().Select(k => k.Permission).ToListAsync(ct);
        foreach (var permission in permissions.Where(p => !known.Contains(p.Name, StringComparer.Ordinal)))
        {
            db.Add(new KnownPermission { Permission = permission.Name });
            db.AddRange(
                permission.DefaultRoles.Select(role => new RolePermission { Role = role, Permission = permission.Name })
            );
        }

        await db.SaveChangesAsync(ct);
    }
}
