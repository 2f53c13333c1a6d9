using ReportsAdmin.Features.Access.Pages;
using ReportsAdmin.Features.Access.People;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

public sealed class TeamTreeTests
{
    [Fact]
    public void Everybody_stands_below_the_one_he_reports_to()
    {
        var tree = TeamTree.Of(
            [Person(1, null, RoleNames.Admin), Person(2, 1, RoleNames.Manager), Person(3, 2), Person(4, 99)],
            null
        );

        Assert.Equal([1, 4], tree.Tops.Select(m => m.Id));
        Assert.Equal([2], tree.ReportsOf(1).Select(m => m.Id));
        Assert.Equal([3], tree.ReportsOf(2).Select(m => m.Id));
        Assert.Equal(4, tree.Shown);
    }

    [Fact]
    public void A_search_keeps_those_above_whom_it_finds()
    {
        var tree = TeamTree.Of(
            [Person(1, null), Person(2, 1), Person(3, 2, region: "banglore"), Person(4, 1)],
            "bengaluru"
        );

        Assert.Equal(1, tree.Shown);
        Assert.Equal([1], tree.Tops.Select(m => m.Id));
        Assert.Equal([2], tree.ReportsOf(1).Select(m => m.Id));
        Assert.Equal("Bengaluru", Assert.Single(tree.Regions).Region);
    }

    [Fact]
    public void Role_and_region_narrow_the_list_and_senior_roles_come_first()
    {
        TeamMember[] team =
        [
            Person(1, null, RoleNames.Engineer, "pune"),
            Person(2, null, RoleNames.Manager, "pune"),
            Person(3, null, RoleNames.Engineer, "mumbai"),
        ];

        Assert.Equal([2, 1], TeamTree.Of(team, null, region: "pune").People.Select(m => m.Id));
        Assert.Equal([1, 3], TeamTree.Of(team, null, RoleNames.Engineer).People.Select(m => m.Id).Order());
        Assert.Equal([3], TeamTree.Of(team, null, RoleNames.Engineer, "mumbai").People.Select(m => m.Id));
    }

    [Fact]
    public void People_who_report_in_a_circle_are_still_all_shown_once()
    {
        var tree = TeamTree.Of([Person(1, 3), Person(2, 1), Person(3, 2), Person(4, 4)], null);

        var shown = new List<int>();
        Collect(tree, tree.Tops, shown);
        Assert.Equal([1, 2, 3, 4], shown.Order());
    }

    private static void Collect(TeamTree tree, IReadOnlyList<TeamMember> people, List<int> into)
    {
        foreach (var person in people)
        {
            into.Add(person.Id);
            Collect(tree, tree.ReportsOf(person.Id), into);
        }
    }

    private static TeamMember Person(int id, int? boss, string role = RoleNames.Engineer, string? region = null) =>
        new(
            id,
            $"Person {id}",
            $"p{id}@example.com",
            role,
            region,
            null,
            null,
            boss,
            [],
            true,
            DateTime.UnixEpoch,
            DateTime.UnixEpoch
        );
}
