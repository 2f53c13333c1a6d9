using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Features.FieldSales.Import;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>Whatever an answer of the dashboard rests on moves its version.</summary>
public sealed class DashboardVersionTests
{
    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Ledger_feed_team_and_midnight_move_it(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var seen = new HashSet<string> { await fixture.Get<ActivityQueries>().VersionAsync(default) };
        await using var db = fixture.Contexts.CreateDbContext();
        foreach (var topic in (string[])[SalesQueries.DataTopic, ActivityQueries.DataTopic])
        {
            await db.RaiseDataVersionAsync(topic, default);
            Assert.True(seen.Add(await fixture.Get<ActivityQueries>().VersionAsync(default)), topic);
        }

        await TeamCommands.EnrolAsync(
            db,
            [new PersonDraft("mdo@field.example.com", "Asha", RoleNames.Engineer, InField: true)],
            fixture.Clock.GetUtcNow().UtcDateTime,
            default
        );
        Assert.True(seen.Add(await fixture.Get<ActivityQueries>().VersionAsync(default)), "team");
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(seen.Add(await fixture.Get<ActivityQueries>().VersionAsync(default)), "midnight");
        Assert.False(seen.Add(await fixture.Get<ActivityQueries>().VersionAsync(default)), "nothing changed");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Sheets_requests_and_withdrawals_move_it_and_it_is_one_statement(TestProvider provider)
    {
        await using var fixture = await FieldSheets.SeedAsync(provider);
        var (activities, requests) = (fixture.Get<ActivityQueries>(), fixture.Get<RequestCommands>());
        var seen = new HashSet<string> { await activities.VersionAsync(default) };
        var asha = (await fixture.Get<SalesTeamQueries>().PeopleAsync(CurrentUser.System, default))
            .Single(p => p.Name == "Asha")
            .Id;
        foreach (
            var (kind, header, line) in ((string, string, string)[])
                [
                    ("visits", FieldSheets.Visits, "asha@example.com|R-01|2026-04-01|10:30|25"),
                    ("visit-targets", FieldSheets.Targets, "asha@example.com|Apr-26|20"),
                    ("distributors", FieldSheets.Distributors, "D-09|New|Yard|West|Pune|MH|Satara|Pune|||"),
                    ("products", FieldSheets.Products, "P-09|New|Seed|||"),
                    ("outlets", FieldSheets.Outlets, "R-09|New||West|Pune|Satara|Pune|||||||"),
                    ("stock-ledger", FieldSheets.Ledger, "D-01|P-01|2026-04-01|opening|1|1|"),
                    ("outlet-purchases", FieldSheets.Purchases, "R-01|P-01|2026-04-01|1|1"),
                ]
        )
        {
            var id = await fixture.UploadAsync(kind, header, line);
            Assert.True(seen.Add(await activities.VersionAsync(default)), kind);
            await fixture.Imports.UndoAsync(CurrentUser.System, id, default);
            Assert.True(seen.Add(await activities.VersionAsync(default)), kind + " undone");
        }

        var person = new CurrentUser(
            asha,
            "Asha",
            RoleNames.Engineer,
            new HashSet<string> { RequestCommands.RequestPermission },
            new Scope(["pune"], null, true)
        );
        var request = await requests.RequestAsync(person, new NewRequest(ApprovalKind.WorkPlan, "June"), default);
        Assert.True(seen.Add(await activities.VersionAsync(default)), "request");
        await requests.WithdrawAsync(person, request, default);
        Assert.True(seen.Add(await activities.VersionAsync(default)), "withdrawal");
        Assert.Equal(1, await StatementCount.OfAsync(fixture, () => activities.VersionAsync(default)));
    }
}
