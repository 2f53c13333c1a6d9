using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Dashboard;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Dashboard;

/// <summary>Whatever an answer of the dashboard rests on moves its version.</summary>
public sealed class DashboardVersionTests
{
    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Ledger_feed_team_and_midnight_move_it(TestProvider provider)
    {
        await using var house = await TestHouse.OpenAsync(provider);
        var seen = new HashSet<string> { await house.Get<ActivityQueries>().VersionAsync(default) };
        await using var db = house.Contexts.CreateDbContext();
        foreach (var topic in (string[])[SalesQueries.DataTopic, ActivityQueries.DataTopic])
        {
            await db.RaiseDataVersionAsync(topic, default);
            Assert.True(seen.Add(await house.Get<ActivityQueries>().VersionAsync(default)), topic);
        }

        await TeamCommands.EnrolAsync(db, [new PersonDraft("mdo@field.example.com", "Asha", RoleNames.Engineer, InField: true)], house.Clock.GetUtcNow().UtcDateTime, default);
        Assert.True(seen.Add(await house.Get<ActivityQueries>().VersionAsync(default)), "team");
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(seen.Add(await house.Get<ActivityQueries>().VersionAsync(default)), "midnight");
        Assert.False(seen.Add(await house.Get<ActivityQueries>().VersionAsync(default)), "nothing changed");
    }
}
