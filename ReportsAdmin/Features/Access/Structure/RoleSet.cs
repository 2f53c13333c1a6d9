using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A role with what it carries.</summary>
public sealed record RoleInfo(string Name, RoleScope Scope, bool BuiltIn, IReadOnlySet<string> Permissions)
{
    /// <summary>0 for administrators, then by scope: who sees more is above who sees less.</summary>
    public int Level => Name == RoleNames.Admin ? 0 : 1 + (int)Scope;
}

/// <summary>The roles at one moment, and who may give which: nobody reaches above their own role.</summary>
public sealed record RoleSet
{
    private const int Unknown = 4;

    private readonly Dictionary<string, RoleInfo> byName;

    private RoleSet(IReadOnlyList<RoleInfo> all) =>
        (All, byName) = (all, all.ToDictionary(r => r.Name, StringComparer.Ordinal));

    /// <summary>The built-in ones in their order, then the company's own by name.</summary>
    public IReadOnlyList<RoleInfo> All { get; }

    public IReadOnlyList<string> Names => [.. All.Select(r => r.Name)];

    public RoleInfo? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>
    /// Whether the current user may give a role and change people who have it. An own role also must not carry what the current
    /// user lacks: otherwise people could give others, and by them themselves, more than they have.
    /// </summary>
    public bool MayGive(CurrentUser currentUser, string role)
    {
        if (currentUser.UserId == CurrentUser.System.UserId)
            return true;
        var given = Find(role);
        return LevelOf(currentUser.Role) <= LevelOf(role)
            && (
                given is null or { BuiltIn: true }
                || currentUser.Can(RoleQueries.ManagePermission)
                || given.Permissions.All(currentUser.Can)
            );
    }

    internal static async Task<RoleSet> LoadAsync(ReportsDb db, CancellationToken ct)
    {
        var own = await db.Set<CompanyRole>().Where(r => !r.BuiltIn).OrderBy(r => r.Name).ToListAsync(ct);
        var permissions = (await db.Set<RolePermission>().ToListAsync(ct)).ToLookup(p => p.Role, p => p.Permission);
        RoleInfo Of(string name, RoleScope scope, bool builtIn) =>
            new(name, scope, builtIn, permissions[name].ToHashSet(StringComparer.Ordinal));
        return new RoleSet([
            .. RoleNames.All.Select(r => Of(r, RoleNames.ScopeOf(r) ?? RoleScope.OwnCustomers, true)),
            .. own.Select(r => Of(r.Name, r.Scope, false)),
        ]);
    }

    // A role that nobody knows ranks below all of them.
    private int LevelOf(string role) => Find(role)?.Level ?? Unknown;
}
