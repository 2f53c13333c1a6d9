using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>Changes roles and what they carry. Open pages and tokens follow with their next act, on every node.</summary>
public sealed class RoleCommands(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    RolePermissions permissions,
    TimeProvider time,
    IEnumerable<RoleReference> references
)
{
    public const int MaxName = 40;

    private const string Topic = "roles";

    /// <summary>Adds a role of the company's own that carries what another one carries now, as far as the current user does too.</summary>
    /// <exception cref="DomainException">Forbidden: the role would be above the current user's. Invalid: with the field.</exception>
    public Task CreateAsync(
        CurrentUser currentUser,
        string name,
        string copyOf,
        RoleScope scope,
        CancellationToken ct
    ) =>
        WriteAsync(
            currentUser,
            async (db, roles) =>
            {
                var carried = Changeable(currentUser, roles, copyOf).Permissions.Where(currentUser.Can);
                CheckScope(currentUser, roles, scope);
                var role = new CompanyRole
                {
                    Name = NewName(roles, name, null),
                    NormalizedName = Normalized(name),
                    Scope = scope,
                };
                db.Add(Touched(role, currentUser));
                db.AddRange(carried.Select(p => new RolePermission { Role = role.Name, Permission = p }));
            },
            ct
        );

    /// <summary>Renames one of the company's own roles or changes its scope; its people keep their sessions.</summary>
    /// <exception cref="DomainException">Conflict: changed meanwhile, or people without a region would see nothing. Forbidden: built in, or above the current user's role.</exception>
    public Task ChangeAsync(
        CurrentUser currentUser,
        string role,
        int version,
        string name,
        RoleScope scope,
        CancellationToken ct
    ) =>
        WriteAsync(
            currentUser,
            async (db, roles) =>
            {
                var row = await OwnAsync(db, currentUser, roles, role, ct);
                if (row.Version != version)
                    throw DomainException.Conflict($"{role} was changed meanwhile. Reload the page and try again.");
                CheckScope(currentUser, roles, scope);
                if (scope == RoleScope.OwnCustomers && scope != row.Scope)
                    await CheckRegionsAsync(db, role, ct);
                var renamed = NewName(roles, name, role);
                (row.Name, row.NormalizedName, row.Scope) = (renamed, Normalized(renamed), scope);
                Touched(row, currentUser);
                if (renamed != role)
                    await RenameAsync(db, role, renamed, ct);
            },
            ct
        );

    /// <summary>Removes one of the company's own roles that nobody has.</summary>
    /// <exception cref="DomainException">Conflict: people have it. Forbidden: built in, or above the current user's role.</exception>
    public Task DeleteAsync(CurrentUser currentUser, string role, CancellationToken ct) =>
        WriteAsync(
            currentUser,
            async (db, roles) =>
            {
                var row = await OwnAsync(db, currentUser, roles, role, ct);
                if (await db.Set<User>().CountAsync(u => u.Role == role, ct) is > 0 and var people)
                    throw DomainException.Conflict(
                        $"{people} {(people == 1 ? "person has" : "people have")} the role {role}, inactive people included. Give them another role first."
                    );
                db.RemoveRange(await db.Set<RolePermission>().Where(p => p.Role == role).ToListAsync(ct));
                db.Remove(row);
                foreach (var reference in references)
                    await reference.RenameAsync(db, role, null, ct);
            },
            ct
        );

    /// <summary>Gives a permission to a role or takes it away; doing so twice is no error.</summary>
    /// <exception cref="DomainException">Forbidden: the role is above the current user's, they lack the permission, or administrators keep it.</exception>
    public Task SetAsync(CurrentUser currentUser, string role, string permission, bool granted, CancellationToken ct) =>
        WriteAsync(
            currentUser,
            async (db, roles) =>
            {
                var info = Changeable(currentUser, roles, role);
                if (permissions.Known.All(p => p.Name != permission))
                    throw DomainException.Invalid("permission", $"'{permission}' is not a permission.");
                CheckChange(currentUser, info, permission, granted);
                if (info.Permissions.Contains(permission) == granted)
                    return;
                await TouchAsync(db, currentUser, info, ct);
                await PutAsync(db, role, permission, granted, ct);
            },
            ct
        );

    /// <summary>Lets a built-in role carry again what it came with.</summary>
    public Task ResetAsync(CurrentUser currentUser, string role, CancellationToken ct) =>
        WriteAsync(
            currentUser,
            async (db, roles) =>
            {
                var info = Changeable(currentUser, roles, role);
                if (!info.BuiltIn)
                    throw DomainException.Conflict("Only a built-in role has a default.");
                foreach (var permission in permissions.Known)
                {
                    var granted = permission.DefaultRoles.Contains(role, StringComparer.Ordinal);
                    if (info.Permissions.Contains(permission.Name) == granted)
                        continue;
                    CheckChange(currentUser, info, permission.Name, granted);
                    await PutAsync(db, role, permission.Name, granted, ct);
                }

                await TouchAsync(db, currentUser, info, ct);
            },
            ct
        );

    private async Task WriteAsync(CurrentUser currentUser, Func<ReportsDb, RoleSet, Task> change, CancellationToken ct)
    {
        currentUser.Require(RoleQueries.ManagePermission);
        currentUser.RequireConfirmed();
        await using (var db = contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Changes of roles take place one after another: each is checked against what the one before has left.
            await db.RaiseDataVersionAsync(Topic, ct);
            await change(db, await RoleSet.LoadAsync(db, ct));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        await viewers.ChangedAsync();
    }

    private static RoleInfo Changeable(CurrentUser currentUser, RoleSet roles, string role)
    {
        var info = roles.Find(role) ?? throw DomainException.NotFound("Role not found.");
        return roles.MayGive(currentUser, role)
            ? info
            : throw DomainException.Forbidden($"The role {role} is above yours.");
    }

    private static void CheckChange(CurrentUser currentUser, RoleInfo role, string permission, bool granted)
    {
        if (granted && currentUser.Role != RoleNames.Admin && !currentUser.Can(permission))
            throw DomainException.Forbidden("You can only give what you have yourself.");
        if (!granted && role.Name == RoleNames.Admin && RoleQueries.KeptByAdmin.Contains(permission))
            throw DomainException.Forbidden("Administrators always manage people and roles.");
        if (!granted && role.Name == currentUser.Role && permission == RoleQueries.ManagePermission)
            throw DomainException.Forbidden("You cannot take the management of roles from your own role.");
    }

    private static void CheckScope(CurrentUser currentUser, RoleSet roles, RoleScope scope)
    {
        if (!Enum.IsDefined(scope))
            throw DomainException.Invalid("scope", "Choose what people of the role see.");
        var alike = RoleNames.All.Last(r => RoleNames.ScopeOf(r) == scope);
        if (!roles.MayGive(currentUser, alike))
            throw DomainException.Forbidden("People of this role would see more than you do.");
    }

    private static async Task CheckRegionsAsync(ReportsDb db, string role, CancellationToken ct)
    {
        if (await db.Set<User>().CountAsync(u => u.Role == role && u.Region == null, ct) is > 0 and var people)
            throw DomainException.Conflict(
                $"{people} {(people == 1 ? "person with this role has" : "people with this role have")} no region and would see nothing. Give them a region first."
            );
    }

    private static async Task<CompanyRole> OwnAsync(
        ReportsDb db,
        CurrentUser currentUser,
        RoleSet roles,
        string role,
        CancellationToken ct
    )
    {
        if (Changeable(currentUser, roles, role).BuiltIn)
            throw DomainException.Forbidden("A built-in role keeps its name and scope.");
        return await db.Set<CompanyRole>().AsTracking().SingleAsync(r => r.Name == role, ct);
    }

    private static string NewName(RoleSet roles, string name, string? before)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {MaxName} characters.");
        return roles.Names.Append(CurrentUser.System.Role).Any(r => r != before && Normalized(r) == Normalized(trimmed))
            ? throw DomainException.Invalid("name", $"There is a role {trimmed} already.")
            : trimmed;
    }

    private static string Normalized(string name) => name.Trim().ToUpperInvariant();

    private async Task RenameAsync(ReportsDb db, string role, string renamed, CancellationToken ct)
    {
        await db.Set<User>()
            .Where(u => u.Role == role)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.Role, renamed), ct);
        var carried = await db.Set<RolePermission>().Where(p => p.Role == role).ToListAsync(ct);
        db.RemoveRange(carried);
        db.AddRange(carried.Select(p => new RolePermission { Role = renamed, Permission = p.Permission }));
        foreach (var reference in references)
            await reference.RenameAsync(db, role, renamed, ct);
    }

    private static async Task PutAsync(ReportsDb db, string role, string permission, bool granted, CancellationToken ct)
    {
        if (granted)
            db.Add(new RolePermission { Role = role, Permission = permission });
        else
            db.RemoveRange(
                await db.Set<RolePermission>().Where(p => p.Role == role && p.Permission == permission).ToListAsync(ct)
            );
    }

    private async Task TouchAsync(ReportsDb db, CurrentUser currentUser, RoleInfo role, CancellationToken ct)
    {
        var row = await db.Set<CompanyRole>().AsTracking().SingleOrDefaultAsync(r => r.Name == role.Name, ct);
        if (row is null)
            db.Add(
                row = new CompanyRole
                {
                    Name = role.Name,
                    NormalizedName = Normalized(role.Name),
                    Scope = role.Scope,
                    BuiltIn = role.BuiltIn,
                }
            );
        Touched(row, currentUser);
    }

    private CompanyRole Touched(CompanyRole role, CurrentUser currentUser)
    {
        role.Version++;
        (role.ChangedById, role.ChangedAt) = (currentUser.UserId, time.GetUtcNow().UtcDateTime);
        return role;
    }
}
