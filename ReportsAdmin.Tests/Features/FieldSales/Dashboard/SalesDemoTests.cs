using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>The demo company has something of today at whatever hour it is founded, on both databases.</summary>
public sealed class SalesDemoTests
{
    [Theory, EachDatabase]
    public async Task A_company_founded_at_midnight_on_a_sunday_the_first_has_a_full_dashboard(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        // The demo company brings its own departments.
        await using (var empty = fixture.Contexts.CreateDbContext())
            await empty.Set<Department>().ExecuteDeleteAsync();
        fixture.Clock.Advance(new DateTime(2026, 10, 31, 18, 40, 0) - fixture.Clock.GetUtcNow().UtcDateTime);
        foreach (var feature in (IFeature[])[new AccessFeature(), new FieldSalesFeature()])
            await feature.SeedDemoAsync(fixture.Get<IServiceProvider>(), default);
        var clock = fixture.Get<BusinessClock>();
        Assert.Equal((new DateOnly(2026, 11, 1), DayOfWeek.Sunday), (clock.Today, clock.Today.DayOfWeek));

        var manager = await fixture.Get<AccessQueries>().DemoViewerAsync("manager@example.com", default);
        manager = manager with
        {
            Permissions = new HashSet<string>
            {
                SalesQueries.ReadPermission,
                DashboardCommands.DecidePermission,
                AccessQueries.TeamPermission,
            },
        };
        var engineer = await fixture.Get<AccessQueries>().DemoViewerAsync("engineer@example.com", default);
        var own = await fixture
            .Get<ApprovalQueries>()
            .MineAsync(
                engineer with
                {
                    Permissions = new HashSet<string> { RequestCommands.RequestPermission },
                },
                null,
                new PageRequest(1, 10),
                default
            );
        Assert.Equal([ApprovalState.Rejected, ApprovalState.Approved], own.Rows.Select(r => r.State));
        var pending = await fixture.Get<ApprovalQueries>().PendingAsync(manager, default);
        Assert.Equal(
            (8, 3, 2, 2, 1),
            (
                pending.Total,
                pending.Of(ApprovalKind.TravelClaim),
                pending.Of(ApprovalKind.ActivityReimbursement),
                pending.Of(ApprovalKind.WorkPlan),
                pending.Of(ApprovalKind.StockTransfer)
            )
        );
        var latest = (
            await fixture
                .Get<ActivityQueries>()
                .RecentAsync(manager, new ActivityFilter(ActivityTypes.VisitCompleted), new PageRequest(1, 10), default)
        ).Rows;
        Assert.Equal(10, latest.Count);
        Assert.All(latest, a => Assert.InRange(a.At, clock.StartOf(clock.Today), clock.UtcNow));
        // The company was not filled from sheets, so there are no uploads to tell of.
        foreach (var type in ActivityTypes.All.Where(t => t != ActivityTypes.DataUploaded))
            Assert.True(
                (
                    await fixture
                        .Get<ActivityQueries>()
                        .RecentAsync(manager, new ActivityFilter(type), new PageRequest(1, 1), default)
                ).Total > 5,
                type
            );

        await using (var told = fixture.Contexts.CreateDbContext())
            Assert.False(await told.Set<Activity>().AnyAsync(a => a.Type == ActivityTypes.VisitCompleted));

        var metrics = await fixture.Get<SalesMetricsQueries>().MetricsAsync(manager, null, default);
        Assert.All(
            (SalesTrend[])[metrics.LiquidationTrend, metrics.SalesTrend, metrics.BalanceTrend, metrics.MdoTrend],
            t => Assert.True(t.Comparable)
        );
        Assert.InRange(metrics.ActiveMdos, 100, 124);
        var team = await fixture
            .Get<TeamFigureQueries>()
            .TeamAsync(manager, new TeamFilter(), new PageRequest(1, 100), default);
        Assert.InRange(team.Total, 150, 200);
        Assert.All(team.Rows, r =>
            Assert.True(r is { LiquidationPercent: > 0 and <= 100, VisitsTarget: > 0 } || r.Role == "ZBH", r.ToString())
        );
        Assert.DoesNotContain(await fixture.Get<AccessQueries>().TeamAsync(manager, default), m =>
            m.Email.EndsWith("@field.example.com", StringComparison.Ordinal)
        );
        Assert.Equal(team.Total, (await fixture.Get<AccessQueries>().FieldTeamAsync(manager, default)).Count);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.False(await db.Set<User>().AnyAsync(u => u.InField && u.PasswordHash != null));
        Assert.InRange(await db.Set<Visit>().CountAsync(), 35_000, 55_000);
        Assert.False(await db.Set<Visit>().AnyAsync(v => v.At > clock.UtcNow));
    }
}
