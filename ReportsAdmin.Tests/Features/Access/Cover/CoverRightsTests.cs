using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Cover;

/// <summary>The rights of a delegate, compared with those of the two people on every row and for every permission.</summary>
public sealed class CoverRightsTests
{
    private static readonly string[] RegionCodes = ["pune", "mumbai", "delhi"];
    private static readonly int[] Departments = [1, 2];
    private static readonly string[] Permissions = ["read", "edit", "upload"];

    private static readonly IReadOnlyList<string>?[] RegionSets = [null, [], ["pune"], ["mumbai"], ["pune", "mumbai"]];
    private static readonly IReadOnlyList<int>?[] DepartmentSets = [null, [1], [2], [1, 2]];
    private static readonly string[][] PermissionSets =
    [
        ["read"],
        ["read", "edit"],
        ["read", "edit", "upload"],
    ];

    [Fact]
    public void A_delegate_may_do_nothing_that_neither_of_the_two_may_do()
    {
        var people = People(1).ToList();
        var covered = People(2).ToList();
        var widened = 0;
        foreach (var own in people)
        foreach (var other in covered)
        {
            var both = CoverRights.Combine(own, [other]);
            if (both.Scope.Key != own.Scope.Key)
                widened++;
            foreach (var permission in Permissions)
            foreach (var region in RegionCodes)
            foreach (var department in Departments)
            foreach (int? assigned in new int?[] { null, 1, 2, 3 })
            {
                var allowed = Sees(both, permission, region, department);
                if (allowed && !Sees(own, permission, region, department))
                    Assert.True(Sees(other, permission, region, department), Text(own, other, permission, region));
                if (!Changes(both, permission, region, department, assigned) || assigned == own.UserId)
                    continue;
                Assert.True(
                    Changes(own, permission, region, department, assigned)
                        || Changes(other, permission, region, department, assigned),
                    $"{Text(own, other, permission, region)} assigned to {assigned}"
                );
            }
        }

        Assert.True(widened > 100, $"{widened} delegates see more.");
    }

    [Fact]
    public void A_delegate_keeps_all_that_is_their_own()
    {
        foreach (var own in People(1))
        foreach (var other in People(2))
        {
            var both = CoverRights.Combine(own, [other]);
            Assert.Superset(own.Permissions.ToHashSet(), both.Permissions.ToHashSet());
            Assert.True(both.Scope.Contains(own.Scope));
            Assert.True(own.Scope.ChangesOnlyAssigned || !both.Scope.ChangesOnlyAssigned);
            Assert.Equal(own.Scope, both.Own.Scope);
        }
    }

    [Fact]
    public void A_cover_without_a_problem_gives_the_whole_scope_of_the_person()
    {
        foreach (var own in People(1))
        foreach (var other in People(2))
        {
            var both = CoverRights.Combine(own, [other]);
            Assert.Equal(CoverRights.Problem(own, other) is null, both.Scope.Contains(other.Scope));
        }
    }

    [Fact]
    public void Several_covers_allow_nothing_that_none_of_the_people_may_do()
    {
        var random = new Random(13);
        var people = Enumerable.Range(1, 3).Select(id => People(id).ToArray()).ToArray();
        for (var round = 0; round < 4_000; round++)
        {
            var all = people.Select(p => p[random.Next(p.Length)]).ToList();
            var both = CoverRights.Combine(all[0], [all[1], all[2]]);
            foreach (var permission in Permissions)
            foreach (var region in RegionCodes)
            foreach (var department in Departments)
                if (Sees(both, permission, region, department))
                    Assert.Contains(all, p => Sees(p, permission, region, department));
        }
    }

    [Fact]
    public void Peers_of_two_regions_stand_in_for_each_other()
    {
        var asha = Person(1, ["mumbai"], null, ["read", "edit"], onlyAssigned: true);
        var ravi = Person(2, ["pune"], null, ["read", "edit"], onlyAssigned: true);

        var both = CoverRights.Combine(asha, [ravi]);

        Assert.Equal(["mumbai", "pune"], both.Scope.Regions);
        Assert.True(both.ActsFor(2, "edit", "pune", 1));
        Assert.Equal("P1 for P2", both.NameFor("edit", "pune", 1, 2));
        Assert.Equal("P1", both.NameFor("edit", "mumbai", 1, 1));
        Assert.Equal("P1", asha.NameFor("edit", "mumbai", 1, 1));
    }

    [Fact]
    public void Rights_of_administration_are_never_delegated()
    {
        var known = AllFeatures.Permissions;
        var admin = Person(1, null, null, [.. known.Select(p => p.Name), "unknown"]);

        var delegable = CoverRights.Delegable(admin, known);

        Assert.DoesNotContain(PeopleCommands.ManagePermission, delegable.Permissions);
        Assert.DoesNotContain("unknown", delegable.Permissions);
        Assert.DoesNotContain(delegable.Permissions, p =>
            known.Single(k => k.Name == p).DefaultRoles is [RoleNames.Admin]
        );
        Assert.True(delegable.Can(AccessQueries.TeamPermission));
    }

    private static bool Sees(CurrentUser person, string permission, string region, int department) =>
        person.Can(permission) && person.Scope.CoversRegion(region) && person.Scope.CoversDepartment(department);

    private static bool Changes(CurrentUser person, string permission, string region, int department, int? assigned) =>
        Sees(person, permission, region, department)
        && (!person.Scope.ChangesOnlyAssigned || person.ActsFor(assigned, permission, region, department));

    private static IEnumerable<CurrentUser> People(int id) =>
        from regions in RegionSets
        from departments in DepartmentSets
        from permissions in PermissionSets
        from onlyAssigned in new[] { false, true }
        select Person(id, regions, departments, permissions, onlyAssigned);

    private static CurrentUser Person(
        int id,
        IReadOnlyList<string>? regions,
        IReadOnlyList<int>? departments,
        string[] permissions,
        bool onlyAssigned = false
    ) => new(id, $"P{id}", "Role", permissions.ToHashSet(), new Scope(regions, departments, onlyAssigned));

    private static string Text(CurrentUser own, CurrentUser other, string permission, string region) =>
        $"{own.Scope.Key} {string.Join(' ', own.Permissions)} covers {other.Scope.Key} {string.Join(' ', other.Permissions)}: {permission} in {region}";
}
