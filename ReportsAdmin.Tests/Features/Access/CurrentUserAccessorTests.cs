using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

public sealed class ViewersTests
{
    [Theory]
    [InlineData(RoleNames.Admin, "pune", "r:*;d:1,2;a:False")]
    [InlineData(RoleNames.CountryManager, "pune", "r:*;d:1,2;a:False")]
    [InlineData(RoleNames.Manager, "pune", "r:pune;d:1,2;a:False")]
    [InlineData(RoleNames.Manager, null, "r:*;d:1,2;a:False")]
    [InlineData(RoleNames.Engineer, "pune", "r:pune;d:1,2;a:True")]
    [InlineData(RoleNames.Engineer, null, "r:;d:1,2;a:True")]
    [InlineData("Gardener", null, "r:;d:;a:True")]
    public void A_role_gives_its_scope(string role, string? region, string key) =>
        Assert.Equal(key, CurrentUserAccessor.ScopeOf(RoleNames.ScopeOf(role), region, [1, 2]).Key);

    [Fact]
    public void Nobody_s_departments_are_all_departments() =>
        Assert.Null(CurrentUserAccessor.ScopeOf(RoleScope.Region, "pune", []).DepartmentIds);

    [Theory]
    [EachDatabase]
    public async Task A_demotion_bites_at_once(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);
        var token = (await fixture.LoginAsync(TestApp.Admin)).AccessToken;
        Assert.True((await fixture.WhoAsync(token))!.Can("users:manage"));

        await fixture.ChangeAsync(TestApp.Admin, u => u.Role = RoleNames.Engineer);
        await fixture.Get<CurrentUserAccessor>().ChangedAsync();

        var demoted = await fixture.WhoAsync(token);
        Assert.False(demoted!.Can("users:manage"));
        Assert.Equal(RoleNames.Engineer, demoted.Role);
    }

    [Fact]
    public async Task A_change_whose_signal_was_lost_bites_within_half_a_minute()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var token = (await fixture.LoginAsync(TestApp.Engineer)).AccessToken;
        Assert.NotNull(await fixture.WhoAsync(token));
        await fixture.ChangeAsync(TestApp.Engineer, u => u.Active = false);

        Assert.NotNull(await fixture.WhoAsync(token));
        fixture.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Null(await fixture.WhoAsync(token));
    }

    [Fact]
    public async Task A_permission_taken_from_a_role_does_not_come_back_at_the_next_start()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        await using var db = fixture.Db();
        await db.Set<RolePermission>()
            .Where(p => p.Role == RoleNames.Engineer && p.Permission == AccessQueries.TeamPermission)
            .ExecuteDeleteAsync();

        await fixture
            .Get<RolePermissions>()
            .GrantDefaultsAsync(new AccessFeature().Permissions, CancellationToken.None);

        Assert.False((await fixture.CurrentUserAsync(TestApp.Engineer)).Can(AccessQueries.TeamPermission));
    }

    [Fact]
    public async Task Work_for_a_person_who_left_is_refused()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var id = (await fixture.CurrentUserAsync(TestApp.Engineer)).UserId;
        await fixture.ChangeAsync(TestApp.Engineer, u => u.Active = false);
        await fixture.Get<CurrentUserAccessor>().ChangedAsync();

        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<CurrentUserAccessor>().OfUserAsync(id, CancellationToken.None)
        );
    }

    [Theory]
    [EachDatabase]
    public async Task An_engineer_sees_his_region_and_those_who_lead_the_company(TestProvider provider)
    {
        await using var fixture = await AccessFixture.OpenAsync(provider);

        var seen = await fixture.Queries.TeamAsync(
            await fixture.CurrentUserAsync(TestApp.Engineer),
            CancellationToken.None
        );

        Assert.Contains(seen, m => m.Email == TestApp.Engineer);
        Assert.Contains(seen, m => m.Email == "mumbai.manager@example.com");
        Assert.All(seen, m =>
            Assert.True(m.Region == "mumbai" || m.Role is RoleNames.Admin or RoleNames.CountryManager, m.Email)
        );
    }

    [Fact]
    public async Task An_engineer_is_found_by_id_or_by_a_name_that_is_his_alone_and_only_in_scope()
    {
        await using var fixture = await AccessFixture.OpenAsync();
        var chief = await fixture.CurrentUserAsync(TestApp.CountryManager);
        var imran = (await fixture.Queries.EngineersAsync(chief, CancellationToken.None)).Single(e =>
            e.Name == "Imran Shaikh"
        );
        await fixture.ChangeAsync("pune.engineer1@example.com", u => u.Name = "Same Name");
        await fixture.ChangeAsync("delhi.engineer1@example.com", u => u.Name = "Same Name");
        var outsider = chief with { Scope = new Scope(["pune"], null, false) };

        Assert.Equal(
            imran,
            await fixture.Queries.ResolveEngineerAsync(chief, " imran shaikh ", CancellationToken.None)
        );
        Assert.Equal(
            imran,
            await fixture.Queries.ResolveEngineerAsync(chief, ApiId.Of(ApiId.User, imran.Id), CancellationToken.None)
        );
        Assert.Contains(
            "2 engineers",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    fixture.Queries.ResolveEngineerAsync(chief, "Same Name", CancellationToken.None)
                )
            ).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "pune",
            (await fixture.Queries.ResolveEngineerAsync(outsider, "Same Name", CancellationToken.None)).Region
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Queries.ResolveEngineerAsync(outsider, ApiId.Of(ApiId.User, imran.Id), CancellationToken.None)
        );
    }

    [Theory]
    [InlineData("Bengaluru", "banglore")]
    [InlineData(" BANGALORE ", "banglore")]
    [InlineData("Mumbai Region", "mumbai")]
    [InlineData("wie", "wie")]
    [InlineData("Atlantis", null)]
    [InlineData("", null)]
    public void A_region_is_known_however_it_is_spelled(string text, string? code) =>
        Assert.Equal(code, Regions.Parse(text));

    [Fact]
    public void The_regions_are_the_eighteen_of_the_spec() =>
        Assert.Equal(
            "ahmedabad banglore chennai delhi export goa hyderabad indore jaipur kolkata mumbai nagpur odisha pune punjab raipur vizag wie",
            string.Join(' ', Regions.Defaults.All.Select(r => r.Code))
        );
}
