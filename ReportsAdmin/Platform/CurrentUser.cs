using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform;

/// <summary>
/// The caller as a value: who they are, what they may do, and which rows they may see. Pages, controllers, exports and jobs all
/// pass one to the queries and commands; nothing reads an ambient user.
/// </summary>
/// <param name="UserId">Key of the user; 0 for the system itself.</param>
/// <param name="Role">Display name of the role, as spec 003 spells it: Admin, Country Manager, Manager, Engineer.</param>
public sealed record CurrentUser(int UserId, string Name, string Role, IReadOnlySet<string> Permissions, Scope Scope)
{
    private const int MaxRecordedName = 200;

    /// <summary>The system acting for itself (start-up, clean-up); sees and may do everything.</summary>
    public static readonly CurrentUser System = new(0, "System", "System", new AllPermissions(), Scope.Everything);

    /// <summary>Whether they signed in too long ago for acts that are guarded twice; false for programs and the system.</summary>
    public bool MustConfirm { get; init; }

    /// <summary>Who in truth looks, while an administrator sees the application as this person; null otherwise.</summary>
    public SeenBy? SeenBy { get; init; }

    /// <summary>Whose work it is in truth: what a caller uses up counts for this person.</summary>
    public int CallerId => SeenBy?.UserId ?? UserId;

    /// <summary>The people for whom this person stands in at present, each with what they may do themselves, administration left out.</summary>
    public IReadOnlyList<CurrentUser> Covers { get; init; } = [];

    /// <summary>The person with their own rights, without those of people for whom they stand in.</summary>
    public CurrentUser Own
    {
        get => field ?? this;
        init;
    }

    public bool Can(string permission) => Permissions.Contains(permission);

    /// <summary>Throws a forbidden <see cref="DomainException"/> unless the current user has the permission.</summary>
    public void Require(string permission)
    {
        if (!Can(permission))
            throw DomainException.Forbidden();
    }

    /// <summary>Throws a forbidden <see cref="DomainException"/> with <see cref="DomainException.ConfirmationCode"/> unless they signed in, or proved who they are, a short time ago.</summary>
    public void RequireConfirmed()
    {
        if (SeenBy is not null)
            throw DomainException.Forbidden(ReadOnlyWords(Name));
        if (MustConfirm)
            throw new DomainException(ErrorKind.Forbidden, "Confirm that it is you, then try again.")
            {
                Code = DomainException.ConfirmationCode,
            };
    }

    /// <summary>Throws a forbidden <see cref="DomainException"/> while somebody else sees the application as this person: what somebody signs in with is nobody else's to see.</summary>
    public void RequireSelf()
    {
        if (SeenBy is not null)
            throw DomainException.Forbidden($"Only {Name} sees this.");
    }

    /// <summary>Why nothing can be changed while an administrator sees the application as somebody.</summary>
    public static string ReadOnlyWords(string name) => $"You see the app as {name}: nothing can be changed.";

    /// <summary>True for a row that is assigned to this person, and for one that somebody for whom they stand in may change as assigned to them.</summary>
    public bool ActsFor(int? responsibleId, string permission, string region, int departmentId) =>
        responsibleId == UserId
        || Covers.Any(c => c.UserId == responsibleId && c.MayChange(permission, region, departmentId, responsibleId));

    /// <summary>
    /// The name that a record of a change shows: the person's own, or "Asha for Ravi" where only the rights of somebody for whom they
    /// stand in allow the change.
    /// </summary>
    /// <param name="permission">What the change asks for.</param>
    /// <param name="responsibleId">Whom the changed row is assigned to.</param>
    public string NameFor(string permission, string region, int departmentId, int? responsibleId)
    {
        if (Covers.Count == 0 || Own.MayChange(permission, region, departmentId, responsibleId))
            return Name;
        var covered = Covers.FirstOrDefault(c => c.MayChange(permission, region, departmentId, responsibleId));
        var name = covered is null ? Name : $"{Name} for {covered.Name}";
        return name.Length <= MaxRecordedName ? name : name[..MaxRecordedName];
    }

    // Own may be the user itself, which the text of a record would write without end.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"UserId = {UserId}, Name = {Name}, Role = {Role}, Scope = {Scope.Key}"
        );
        return true;
    }

    private bool MayChange(string permission, string region, int departmentId, int? responsibleId) =>
        Can(permission)
        && Scope.CoversRegion(region)
        && Scope.CoversDepartment(departmentId)
        && (!Scope.ChangesOnlyAssigned || responsibleId == UserId);

    private sealed class AllPermissions : HashSet<string>, IReadOnlySet<string>
    {
        bool IReadOnlySet<string>.Contains(string item) => true;
    }
}

/// <summary>An administrator who sees the application as somebody else.</summary>
/// <param name="Until">UTC; when it ends by itself.</param>
public sealed record SeenBy(int UserId, string Name, DateTime Until);

/// <summary>
/// Which rows a user sees. Null means no limit in that dimension; an empty list means nothing at all.
/// </summary>
/// <param name="Regions">Region codes as spec 003 spells them.</param>
/// <param name="ChangesOnlyAssigned">True for an engineer: sees the region, changes only customers assigned to them.</param>
public sealed record Scope(IReadOnlyList<string>? Regions, IReadOnlyList<int>? DepartmentIds, bool ChangesOnlyAssigned)
{
    public static readonly Scope Everything = new(null, null, false);

    public bool CoversRegion(string region) => Regions is null || Regions.Contains(region, StringComparer.Ordinal);

    public bool CoversDepartment(int departmentId) => DepartmentIds is null || DepartmentIds.Contains(departmentId);

    /// <summary>What is left of this scope when only some regions and departments are asked for; empty lists ask for all.</summary>
    public Scope Narrow(IReadOnlyCollection<string> regions, IReadOnlyCollection<int> departmentIds) =>
        this with
        {
            Regions = regions.Count == 0 ? Regions : [.. regions.Where(CoversRegion).Distinct(StringComparer.Ordinal)],
            DepartmentIds =
                departmentIds.Count == 0 ? DepartmentIds : [.. departmentIds.Where(CoversDepartment).Distinct()],
        };

    /// <summary>Whether everything that the other scope sees is seen by this one too.</summary>
    public bool Contains(Scope other) =>
        (Regions is null || (other.Regions is { } regions && regions.All(CoversRegion)))
        && (DepartmentIds is null || (other.DepartmentIds is { } departments && departments.All(CoversDepartment)));

    /// <summary>A stable text of the scope: part of every cache key and ETag.</summary>
    public string Key =>
        $"r:{(Regions is null ? "*" : string.Join(',', Regions.Order(StringComparer.Ordinal)))};d:{(DepartmentIds is null ? "*" : string.Join(',', DepartmentIds.Order()))};a:{ChangesOnlyAssigned}";
}
