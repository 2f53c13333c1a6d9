using ReportsAdmin.Features;
using ReportsAdmin.Features.Access.Cover;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Access;

/// <summary>"What can this person see?" says what the person's own requests are answered with.</summary>
public sealed class PersonAccessTests
{
    public static TheoryData<string, string?, int> People =>
        new()
        {
            { RoleNames.Admin, null, 3 },
            { RoleNames.CountryManager, null, 3 },
            { RoleNames.Manager, "pune", 2 },
            { RoleNames.Manager, null, 3 },
            { RoleNames.Engineer, "mumbai", 1 },
        };

    [Theory, MemberData(nameof(People))]
    public async Task The_page_says_what_the_person_s_own_pages_show(string role, string? region, int customers)
    {
        await using var people = await OpenAsync();
        var person = await people.JoinAsync(people.Asha, "Ravi Iyer", role, region);

        var access = (await AccessAsync(people, person.UserId))!;

        var month = await people
            .Get<ReportsAdmin.Features.Receivables.Dashboard.ReceivablesQueries>()
            .LatestPeriodAsync(person, default);
        var dashboard = await people
            .Get<ReportsAdmin.Features.Receivables.Dashboard.ReceivablesQueries>()
            .DashboardAsync(person, new(month, null, null), default);
        Assert.Equal(
            [("Customers", $"{customers}"), ("Outstanding", dashboard.Figures.Outstanding.ToRupeeText())],
            access.Figures
        );
        Assert.Equal(person.Scope.Key, access.Rights.Scope.Key);
        Assert.Equal(
            region is null || role == RoleNames.CountryManager ? null : [Regions.Display(region)],
            access.Regions
        );
        Assert.Equal(person.Permissions.Order(), access.Permissions.Select(p => p.Name).Order());
        Assert.Equal(
            AllFeatures.List.SelectMany(f => f.Menu).Where(m => m.IsFor(person)).Select(m => m.Href).Order(),
            access.Pages.Select(m => m.Href).Order()
        );
    }

    [Fact]
    public async Task Leave_cover_is_part_of_what_a_person_sees()
    {
        await using var people = await OpenAsync();
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var lata = await people.JoinAsync(people.Asha, "Lata Das", RoleNames.Engineer, "mumbai");
        var today = people.Get<BusinessClock>().Today;
        await people.Get<CoverCommands>().SetAsync(ravi, ravi.UserId, lata.UserId, today, today, default);

        var access = (await AccessAsync(people, lata.UserId))!;

        Assert.Equal(("Customers", "3"), access.Figures[0]);
        Assert.Equal(["Ravi Iyer"], access.Rights.Covers.Select(c => c.Name));
    }

    [Fact]
    public async Task An_inactive_person_sees_nothing_and_strangers_are_not_told()
    {
        await using var people = await OpenAsync();
        var ravi = await people.JoinAsync(people.Asha, "Ravi Iyer", RoleNames.Engineer, "pune");
        var neha = await people.JoinAsync(people.Asha, "Neha Rao", RoleNames.Manager, "mumbai");
        var managing = neha with { Permissions = new HashSet<string> { PeopleCommands.ManagePermission } };
        var queries = people.Get<PersonAccessQueries>();
        Task Ask(CurrentUser by) => queries.OfAsync(by, ravi.UserId, default);

        Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(() => Ask(neha))).Kind);
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<DomainException>(() => Ask(managing))).Kind);
        await people.Commands.DeactivateAsync(people.Asha, ravi.UserId, default);
        Assert.Null(await AccessAsync(people, ravi.UserId));
    }

    private static async Task<PersonAccess?> AccessAsync(PeopleFixture people, int id) =>
        (await people.Get<PersonAccessQueries>().OfAsync(people.Asha, id, default)).Access;

    private static async Task<PeopleFixture> OpenAsync()
    {
        var people = await PeopleFixture.OpenAsync(TestProvider.Sqlite);
        await people.UploadAsync();
        return people;
    }
}
