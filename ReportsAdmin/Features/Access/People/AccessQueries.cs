using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.People;

/// <param name="Active">False for a department that is kept for its history and not offered for anything new.</param>
public sealed record DepartmentOption(
    int Id,
    string Name,
    string BucketEdges,
    bool AgesByDueDate,
    bool IsDefault,
    bool Active = true
);

public sealed record EngineerOption(int Id, string Name, string? Region, string Email);

public sealed record PersonName(int Id, string Name, string Email);

/// <summary>A person as the team page and <c>GET /api/users</c> show them: nothing secret.</summary>
public sealed record TeamMember(
    int Id,
    string Name,
    string Email,
    string Role,
    string? Region,
    string? Contact,
    string? Designation,
    int? ReportsToId,
    IReadOnlyList<string> Departments,
    bool Active,
    DateTime CreatedAt,
    DateTime UpdatedAt
);

/// <summary>People and departments, as far as the current user sees them.</summary>
public sealed class AccessQueries(IDbContextFactory<ReportsDb> contexts, CurrentUserAccessor viewers)
{
    public const string TeamPermission = "team:read";

    private static readonly IReadOnlyList<string> NoDepartments = [];

    /// <summary>The departments of the current user, in the order of their names.</summary>
    public async Task<IReadOnlyList<DepartmentOption>> DepartmentsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var query = db.Set<Department>().AsQueryable();
        if (currentUser.Scope.DepartmentIds is { } own)
            query = query.Where(d => own.Contains(d.Id));
        return await query
            .OrderBy(d => d.Name)
            .Select(d => new DepartmentOption(
                d.Id,
                d.Name,
                d.BucketEdges,
                d.AgeingBasis == AgeingBasis.DueDate,
                d.IsDefault,
                d.Active
            ))
            .ToListAsync(ct);
    }

    /// <summary>The engineers of the current user's regions and departments, in the order of their names.</summary>
    public async Task<IReadOnlyList<EngineerOption>> EngineersAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await Visible(db, currentUser)
            .Where(u => u.Active && !u.InField)
            .Where(u =>
                u.Role == RoleNames.Engineer
                || db.Set<CompanyRole>().Any(r => r.Name == u.Role && r.Scope == RoleScope.OwnCustomers)
            )
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Select(u => new EngineerOption(u.Id, u.Name, u.Region, u.Email!))
            .ToListAsync(ct);
    }

    /// <summary>An engineer named by their id on the wire or by a name that only one visible engineer has.</summary>
    public async Task<EngineerOption> ResolveEngineerAsync(
        CurrentUser currentUser,
        string idOrName,
        CancellationToken ct
    )
    {
        var engineers = await EngineersAsync(currentUser, ct);
        if (ApiId.KeyOf(ApiId.User, idOrName) is { } id)
            return engineers.FirstOrDefault(e => e.Id == id)
                ?? throw DomainException.Invalid("engineerId", "Engineer not found.");
        var named = engineers.Where(e => e.Name.Equals(idOrName.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        return named switch
        {
            [var one] => one,
            [] => throw DomainException.Invalid("engineerId", $"Engineer '{idOrName}' not found."),
            _ => throw DomainException.Invalid(
                "engineerId",
                $"{named.Count} engineers are called '{idOrName}'; use the id instead."
            ),
        };
    }

    /// <summary>The people whom the current user sees: those of their regions and departments, those above them, and themselves. The field team is not among them.</summary>
    public async Task<IReadOnlyList<TeamMember>> TeamAsync(CurrentUser currentUser, CancellationToken ct) =>
        await StreamTeamAsync(currentUser, ct).ToListAsync(ct);

    /// <summary>The same people, one by one as they are read.</summary>
    public async IAsyncEnumerable<TeamMember> StreamTeamAsync(
        CurrentUser currentUser,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(TeamPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var people = Visible(db, currentUser).Where(u => !u.InField || u.Id == currentUser.UserId);
        await foreach (var member in MembersAsync(db, people, ct))
            yield return member;
    }

    /// <summary>The field team, as far as the current user sees it.</summary>
    public async Task<IReadOnlyList<TeamMember>> FieldTeamAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(TeamPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await MembersAsync(db, Visible(db, currentUser).Where(u => u.InField), ct).ToListAsync(ct);
    }

    /// <summary>Names and addresses of users, for rooms that show whose something is. The caller has checked that the current user sees it.</summary>
    public async Task<IReadOnlyDictionary<int, PersonName>> PeopleAsync(
        IReadOnlyCollection<int> userIds,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        return await db.Set<User>()
            .Where(u => userIds.Contains(u.Id))
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToDictionaryAsync(p => p.Id, ct);
    }

    /// <summary>The active people who should know what became of something of a user's: that user, their manager, the administrators, and the others named.</summary>
    public async Task<IReadOnlyList<PersonName>> ResponsibleAsync(
        int userId,
        IReadOnlyCollection<int> others,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var manager = await db.Set<User>()
            .Where(u => u.Id == userId)
            .Select(u => u.ReportsToId)
            .SingleOrDefaultAsync(ct);
        return await db.Set<User>()
            .Where(u =>
                u.Active && (u.Id == userId || u.Id == manager || u.Role == RoleNames.Admin || others.Contains(u.Id))
            )
            .OrderBy(u => u.Id)
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToListAsync(ct);
    }

    /// <summary>The active people of the office who have a permission and see a region and a department by their own rights, in the order of their names.</summary>
    public async Task<IReadOnlyList<PersonName>> WhoSeeAsync(
        string permission,
        string region,
        int departmentId,
        CancellationToken ct
    )
    {
        var sees = await WhoSeeAsync(permission, [(region, departmentId)], ct);
        return [.. sees.Select(s => s.Person)];
    }

    /// <summary>The same for many places at once: each pair of a person and a place that they see.</summary>
    public async Task<IReadOnlyList<(PersonName Person, (string Region, int DepartmentId) Place)>> WhoSeeAsync(
        string permission,
        IReadOnlyCollection<(string Region, int DepartmentId)> places,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var people = await InOffice(db, permission)
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Select(u => new PersonName(u.Id, u.Name, u.Email ?? ""))
            .ToListAsync(ct);
        var sees = new List<(PersonName, (string, int))>();
        foreach (var person in people)
            sees.AddRange((await CoveredAsync(person.Id, places, ct)).Select(place => (person, place)));
        return sees;
    }

    /// <summary>Whether a person sees each of the places in this way.</summary>
    public async Task<bool> SeesAsync(
        int userId,
        string permission,
        IReadOnlyCollection<(string Region, int DepartmentId)> places,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        return await InOffice(db, permission).AnyAsync(u => u.Id == userId, ct)
            && (await CoveredAsync(userId, places, ct)).Count() == places.Count;
    }

    private static IQueryable<User> InOffice(ReportsDb db, string permission) =>
        db.Set<User>()
            .Where(u =>
                u.Active
                && !u.InField
                && db.Set<RolePermission>().Any(p => p.Role == u.Role && p.Permission == permission)
            );

    /// <summary>What their rights say is asked as the person would be, without leave cover.</summary>
    private async Task<IEnumerable<(string Region, int DepartmentId)>> CoveredAsync(
        int userId,
        IReadOnlyCollection<(string Region, int DepartmentId)> places,
        CancellationToken ct
    ) =>
        (await viewers.FindAsync(userId, ct))?.CurrentUser.Own is { } own
            ? places.Where(p => own.Scope.CoversRegion(p.Region) && own.Scope.CoversDepartment(p.DepartmentId))
            : [];

    /// <summary>The users that a filter means: one by id as the wire writes it, else those whose name contains the text. What they made is visible or not by its own rules.</summary>
    public async Task<IReadOnlyList<int>> MeantAsync(string idOrName, CancellationToken ct)
    {
        if (ApiId.KeyOf(ApiId.User, idOrName) is { } key and <= int.MaxValue)
            return [(int)key];
        var text = idOrName.Trim().ToUpperInvariant();
        await using var db = contexts.Reader();
        return await db.Set<User>().Where(u => u.Name.ToUpper().Contains(text)).Select(u => u.Id).ToListAsync(ct);
    }

    /// <summary>A demo account as a caller, for filling the demo company.</summary>
    public async Task<CurrentUser> DemoViewerAsync(string email, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var normalized = email.ToUpperInvariant();
        var id = await db.Set<User>().Where(u => u.NormalizedEmail == normalized).Select(u => u.Id).SingleAsync(ct);
        return await viewers.OfUserAsync(id, ct);
    }

    private static async IAsyncEnumerable<TeamMember> MembersAsync(
        ReportsDb db,
        IQueryable<User> people,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var ids = people.Select(u => u.Id);
        var departments = (
            await db.Set<UserDepartment>()
                .Where(d => ids.Contains(d.UserId))
                .Join(db.Set<Department>(), d => d.DepartmentId, d => d.Id, (u, d) => new { u.UserId, d.Name })
                .ToListAsync(ct)
        ).ToLookup(d => d.UserId, d => d.Name);
        var members = people
            .OrderBy(u => u.Name)
            .ThenBy(u => u.Id)
            .Select(u => new TeamMember(
                u.Id,
                u.Name,
                u.Email ?? "",
                u.Role,
                u.Region,
                u.Contact,
                u.Designation,
                u.ReportsToId,
                NoDepartments,
                u.Active,
                u.CreatedAt,
                u.UpdatedAt
            ));
        await foreach (var member in members.AsAsyncEnumerable().WithCancellation(ct))
            yield return member with
            {
                Departments = [.. departments[member.Id].Order(StringComparer.Ordinal)],
            };
    }

    private static IQueryable<User> Visible(ReportsDb db, CurrentUser currentUser)
    {
        var users = db.Set<User>().AsQueryable();
        var leaders = new[] { RoleNames.Admin, RoleNames.CountryManager };
        if (currentUser.Scope.Regions is { } regions)
            users = users.Where(u =>
                u.Id == currentUser.UserId
                || leaders.Contains(u.Role)
                || db.Set<CompanyRole>().Any(r => r.Name == u.Role && r.Scope == RoleScope.Everything)
                || (u.Region != null && regions.Contains(u.Region))
            );
        if (currentUser.Scope.DepartmentIds is { } own)
        {
            users = users.Where(u =>
                u.Id == currentUser.UserId
                || leaders.Contains(u.Role)
                || db.Set<CompanyRole>().Any(r => r.Name == u.Role && r.Scope == RoleScope.Everything)
                || !db.Set<UserDepartment>().Any(d => d.UserId == u.Id)
                || db.Set<UserDepartment>().Any(d => d.UserId == u.Id && own.Contains(d.DepartmentId))
            );
        }

        return users;
    }
}
