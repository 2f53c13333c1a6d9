using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access.Structure;

public sealed class RoleCommandsTests
{
    private const string Remarks = "outstanding:edit";

    [Theory]
    [EachDatabase]
    public async Task What_a_role_loses_or_gets_counts_at_once_for_a_token_in_use(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var admin = await fixture.CurrentUserAsync(TestApp.Admin);
        var token = (await fixture.LoginAsync(TestApp.Engineer)).AccessToken;
        Assert.True((await fixture.WhoAsync(token))!.Can(Remarks));

        await fixture.Get<RoleCommands>().SetAsync(admin, RoleNames.Engineer, Remarks, false, default);
        Assert.False((await fixture.WhoAsync(token))!.Can(Remarks));

        await fixture.Get<RoleCommands>().SetAsync(admin, RoleNames.Engineer, Remarks, true, default);
        await fixture.Get<RoleCommands>().SetAsync(admin, RoleNames.Engineer, Remarks, true, default);
        Assert.True((await fixture.WhoAsync(token))!.Can(Remarks));
        var row = await RoleAsync(fixture.Get<RoleQueries>(), admin, RoleNames.Engineer);
        Assert.Equal((admin.Name, 2), (row.ChangedBy, row.Version));
    }

    [Theory]
    [EachDatabase]
    public async Task An_own_role_gives_its_permissions_and_scope_and_is_renamed_with_its_people(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var commands = people.Get<RoleCommands>();
        await commands.CreateAsync(people.Asha, "Auditor", RoleNames.Engineer, RoleScope.Everything, default);
        await commands.SetAsync(people.Asha, "Auditor", Remarks, false, default);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", "Auditor", "pune");
        Assert.Equal(("Auditor", Scope.Everything.Key), (ravi.Role, ravi.Scope.Key));
        Assert.True(ravi.Can("outstanding:read"));
        Assert.False(ravi.Can(Remarks));

        await commands.ChangeAsync(people.Asha, "Auditor", 2, "Reviewer", RoleScope.Region, default);

        ravi = await people.UserAsync(ravi.UserId);
        Assert.Equal(("Reviewer", "pune"), (ravi.Role, Assert.Single(ravi.Scope.Regions!)));
        Assert.False(ravi.Can(Remarks));
        Assert.Equal("Reviewer", (await people.RowAsync("Ravi Iyer")).Role);
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            commands.DeleteAsync(people.Asha, "Reviewer", default)
        );
        Assert.Contains("1 person has the role Reviewer", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [EachDatabase]
    public async Task People_of_an_own_role_with_own_customers_are_engineers_who_need_a_region(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var commands = people.Get<RoleCommands>();
        await commands.CreateAsync(people.Asha, "Recovery agent", RoleNames.Engineer, RoleScope.OwnCustomers, default);
        await Assert.ThrowsAsync<DomainException>(() => people.JoinAsync(people.Asha, "Meera Das", "Recovery agent"));

        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", "Recovery agent", "pune");

        Assert.True(ravi.Scope.ChangesOnlyAssigned);
        Assert.Contains(await people.Get<AccessQueries>().EngineersAsync(people.Asha, default), e =>
            e.Id == ravi.UserId
        );
    }

    [Fact]
    public async Task A_role_whose_people_have_no_region_is_not_bound_to_regions()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var commands = people.Get<RoleCommands>();
        await commands.CreateAsync(people.Asha, "Auditor", RoleNames.Manager, RoleScope.Everything, default);
        await people.JoinAsync(people.Asha, "Ravi Iyer", "Auditor");

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            commands.ChangeAsync(people.Asha, "Auditor", 1, "Auditor", RoleScope.OwnCustomers, default)
        );

        Assert.Equal(ErrorKind.Conflict, error.Kind);
    }

    [Fact]
    public async Task Administrators_keep_what_administers_and_get_the_rest_back()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var commands = people.Get<RoleCommands>();
        foreach (var kept in RoleQueries.KeptByAdmin)
            await ForbiddenAsync(() => commands.SetAsync(people.Asha, RoleNames.Admin, kept, false, default));

        await commands.SetAsync(people.Asha, RoleNames.Admin, Remarks, false, default);
        var asha = await people.UserAsync(people.Asha.UserId);
        Assert.False(asha.Can(Remarks));
        await commands.SetAsync(asha, RoleNames.Engineer, Remarks, true, default);
        await commands.ResetAsync(asha, RoleNames.Admin, default);

        Assert.True((await people.UserAsync(asha.UserId)).Can(Remarks));
    }

    [Fact]
    public async Task The_default_of_a_built_in_role_comes_back_and_an_own_role_has_none()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var commands = people.Get<RoleCommands>();
        var before = (await RoleAsync(people.Get<RoleQueries>(), people.Asha, RoleNames.Manager)).Permissions;
        await commands.SetAsync(people.Asha, RoleNames.Manager, Remarks, false, default);
        await commands.SetAsync(people.Asha, RoleNames.Manager, "mail:manage", true, default);

        await commands.ResetAsync(people.Asha, RoleNames.Manager, default);

        var after = (await RoleAsync(people.Get<RoleQueries>(), people.Asha, RoleNames.Manager)).Permissions;
        Assert.Equal(before.Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
        await commands.CreateAsync(people.Asha, "Auditor", RoleNames.Manager, RoleScope.Region, default);
        await Assert.ThrowsAsync<DomainException>(() => commands.ResetAsync(people.Asha, "Auditor", default));
    }

    [Theory]
    [EachDatabase]
    public async Task Nobody_reaches_above_themselves(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var commands = people.Get<RoleCommands>();
        await commands.SetAsync(people.Asha, RoleNames.Manager, RoleQueries.ManagePermission, true, default);
        await commands.SetAsync(people.Asha, RoleNames.Manager, PeopleCommands.ManagePermission, true, default);
        var manager = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");

        await ForbiddenAsync(() => commands.SetAsync(manager, RoleNames.Admin, Remarks, false, default));
        await ForbiddenAsync(() => commands.SetAsync(manager, RoleNames.CountryManager, Remarks, false, default));
        await ForbiddenAsync(() => commands.SetAsync(manager, RoleNames.Manager, "mail:manage", true, default));
        await ForbiddenAsync(() => commands.CreateAsync(manager, "Boss", RoleNames.Admin, RoleScope.Region, default));
        await ForbiddenAsync(() =>
            commands.CreateAsync(manager, "Boss", RoleNames.Manager, RoleScope.Everything, default)
        );
        await ForbiddenAsync(() =>
            commands.SetAsync(manager, RoleNames.Manager, RoleQueries.ManagePermission, false, default)
        );
        await commands.CreateAsync(manager, "Clerk", RoleNames.Engineer, RoleScope.OwnCustomers, default);
    }

    [Fact]
    public async Task A_person_gives_an_own_role_only_with_what_they_have_themselves()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var commands = people.Get<RoleCommands>();
        await commands.SetAsync(people.Asha, RoleNames.Manager, PeopleCommands.ManagePermission, true, default);
        await commands.CreateAsync(people.Asha, "Postmaster", RoleNames.Engineer, RoleScope.OwnCustomers, default);
        await commands.SetAsync(people.Asha, "Postmaster", "mail:manage", true, default);
        var manager = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");

        await ForbiddenAsync(() => people.JoinAsync(manager, "Ravi Iyer", "Postmaster", "pune"));
        await people.JoinAsync(manager, "Meera Das", RoleNames.Engineer, "pune");

        Assert.Equal(
            [RoleNames.Manager, RoleNames.Engineer],
            await people.Get<RoleQueries>().GivableAsync(manager, default)
        );
    }

    [Theory]
    [InlineData("manager", ErrorKind.Invalid)]
    [InlineData("SYSTEM", ErrorKind.Invalid)]
    [InlineData("  ", ErrorKind.Invalid)]
    [InlineData("A name of more than forty characters is no name", ErrorKind.Invalid)]
    public async Task A_name_is_one_role_s_alone(string name, ErrorKind kind)
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);

        var error = await Assert.ThrowsAsync<DomainException>(() =>
            people.Get<RoleCommands>().CreateAsync(people.Asha, name, RoleNames.Manager, RoleScope.Region, default)
        );

        Assert.Equal(kind, error.Kind);
        Assert.Contains("name", error.Fields!.Keys);
    }

    [Fact]
    public async Task A_built_in_role_keeps_its_name_and_stays()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var commands = people.Get<RoleCommands>();
        await commands.SetAsync(people.Asha, RoleNames.Engineer, Remarks, false, default);

        await ForbiddenAsync(() =>
            commands.ChangeAsync(people.Asha, RoleNames.Engineer, 1, "Technician", RoleScope.OwnCustomers, default)
        );
        await ForbiddenAsync(() => commands.DeleteAsync(people.Asha, RoleNames.Engineer, default));
    }

    [Theory]
    [EachDatabase]
    public async Task A_default_view_follows_its_role_and_is_set_for_no_role_above_one_s_own(TestProvider provider)
    {
        await using var people = await PeopleFixture.OpenAsync(provider);
        var (commands, views) = (people.Get<RoleCommands>(), people.Get<SavedViewCommands>());
        await commands.CreateAsync(people.Asha, "Auditor", RoleNames.Manager, RoleScope.Region, default);
        var view = await views.SaveAsync(people.Asha, "customers", "Late", "bucket=>365", default);
        await views.MakeDefaultAsync(people.Asha, view, "Auditor", default);

        await commands.ChangeAsync(people.Asha, "Auditor", 1, "Reviewer", RoleScope.Region, default);
        Assert.Equal("Reviewer", await DefaultOfAsync(people, view));
        await commands.DeleteAsync(people.Asha, "Reviewer", default);
        Assert.Null(await DefaultOfAsync(people, view));

        var manager = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "pune");
        var own = await views.SaveAsync(manager, "customers", "Mine", "bucket=>365", default);
        await ForbiddenAsync(() => views.MakeDefaultAsync(manager, own, RoleNames.Admin, default));
        await views.MakeDefaultAsync(manager, own, RoleNames.Engineer, default);
    }

    [Fact]
    public async Task A_role_that_no_longer_exists_sees_nothing()
    {
        await using var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Manager, "pune");
        await using (var db = people.Db())
            await db.Set<User>()
                .Where(u => u.Id == ravi.UserId)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.Role, "Gardener"));
        await people.Get<CurrentUserAccessor>().ChangedAsync();

        var now = await people.UserAsync(ravi.UserId);

        Assert.Empty(now.Permissions);
        Assert.Equal("r:;d:;a:True", now.Scope.Key);
    }

    [Fact]
    public void Every_permission_has_a_group_and_a_description() => Assert.All(AllFeatures.Permissions, p =>
        {
            Assert.NotEmpty(p.Group);
            Assert.Matches("^[A-Z]", p.Title);
        });

    private static async Task<RoleRow> RoleAsync(RoleQueries queries, CurrentUser currentUser, string role) =>
        (await queries.MatrixAsync(currentUser, default)).Roles.Single(r => r.Name == role);

    private static async Task<string?> DefaultOfAsync(PeopleFixture people, int view)
    {
        await using var db = people.Db();
        return (await db.Set<SavedView>().SingleAsync(v => v.Id == view)).DefaultFor;
    }

    private static async Task ForbiddenAsync(Func<Task> act) =>
        Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
}
