using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Cover;

/// <summary>
/// What a delegate may do while they stand in for others. A person's rights are one set of permissions over one rectangle of regions
/// and departments, so two people's rights cannot always be joined exactly. What is joined here never allows anything, on any row,
/// that neither the delegate nor one of the covered people may do; where an exact join is not possible, less is given.
/// </summary>
public static class CoverRights
{
    /// <summary>The rights that can be delegated: those of administration (by default given to administrators alone) cannot, nor those that nobody knows.</summary>
    public static CurrentUser Delegable(CurrentUser person, IEnumerable<PermissionEntry> known) =>
        person with
        {
            Permissions = known
                .Where(p => p.DefaultRoles.Any(r => r != RoleNames.Admin) && person.Can(p.Name))
                .Select(p => p.Name)
                .ToHashSet(StringComparer.Ordinal),
        };

    /// <summary>The delegate with what they may do besides their own.</summary>
    public static CurrentUser Combine(CurrentUser own, IReadOnlyList<CurrentUser> covered)
    {
        if (covered.Count == 0)
            return own;
        var both = covered.Aggregate(own, Join);
        return both with { Own = own, Covers = covered };
    }

    /// <summary>Why the delegate would not see what the person sees; null when they would.</summary>
    public static string? Problem(CurrentUser own, CurrentUser covered)
    {
        if (own.Scope.Contains(covered.Scope))
            return null;
        if (Union(own.Scope, covered.Scope) is null)
            return $"{own.Name} and {covered.Name} differ in regions and in departments: together, {own.Name} would see more than either. Choose someone with the same region or the same departments.";
        return CanWiden(own, covered)
            ? null
            : $"{own.Name} may do more than {covered.Name}, and would have these rights in the regions and departments of {covered.Name} too. Choose someone whose role allows no more, or who already sees these.";
    }

    private static CurrentUser Join(CurrentUser own, CurrentUser covered)
    {
        var scope = CanWiden(own, covered) ? Union(own.Scope, covered.Scope) ?? own.Scope : own.Scope;
        var coversAll = covered.Scope.Contains(scope);
        // The delegate changes all that they see only where the covered person may do so, with every permission of the two.
        var changesAll = coversAll && !covered.Scope.ChangesOnlyAssigned && Within(own, covered);
        // What the covered person may do with their own customers only is not given to someone who changes all that they see.
        var gains = coversAll && (own.Scope.ChangesOnlyAssigned || !covered.Scope.ChangesOnlyAssigned);
        return own with
        {
            Permissions = gains
                ? own.Permissions.Union(covered.Permissions).ToHashSet(StringComparer.Ordinal)
                : own.Permissions,
            Scope = scope with { ChangesOnlyAssigned = own.Scope.ChangesOnlyAssigned && !changesAll },
        };
    }

    /// <summary>Whether the delegate's own permissions may hold in the covered person's scope too.</summary>
    private static bool CanWiden(CurrentUser own, CurrentUser covered) =>
        Within(own, covered) && (own.Scope.ChangesOnlyAssigned || !covered.Scope.ChangesOnlyAssigned);

    private static bool Within(CurrentUser own, CurrentUser covered) => own.Permissions.All(covered.Can);

    /// <summary>The scope that sees exactly what one of the two sees; null when there is none.</summary>
    private static Scope? Union(Scope one, Scope other)
    {
        if (one.Contains(other))
            return one;
        if (other.Contains(one))
            return other;
        if (SameRegions(one, other))
            return one with { DepartmentIds = [.. one.DepartmentIds!.Union(other.DepartmentIds!)] };
        return SameDepartments(one, other)
            ? one with
            {
                Regions = [.. one.Regions!.Union(other.Regions!, StringComparer.Ordinal)],
            }
            : null;
    }

    private static bool SameRegions(Scope one, Scope other) =>
        one.Regions is null
            ? other.Regions is null
            : other.Regions is { } regions && one.Regions.ToHashSet(StringComparer.Ordinal).SetEquals(regions);

    private static bool SameDepartments(Scope one, Scope other) =>
        one.DepartmentIds is null
            ? other.DepartmentIds is null
            : other.DepartmentIds is { } departments && one.DepartmentIds.ToHashSet().SetEquals(departments);
}
