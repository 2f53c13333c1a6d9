using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Pages;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>What the field pages keep in their address.</summary>
public sealed class SalesDashboardStateTests
{
    [Fact]
    public void The_dashboard_survives_its_address_and_leaves_the_usual_out()
    {
        var state = SalesDashboardState.Of("East & West", "mdo", "stock_mismatch", "-visits", "3");
        Assert.Equal("/field?zone=East%20%26%20West&role=MDO&type=stock_mismatch&sort=-visits&page=3", state.ToUri());
        Assert.Equal(new TeamFilter(null, "MDO", "East & West", "-visits"), state.ToTeam());
        Assert.Equal("/field", SalesDashboardState.Of(null, null, null, null, null).ToUri());
        Assert.Equal("/field", SalesDashboardState.Of(" ", "boss", "party", "--visits", "-1").ToUri());
        Assert.Equal(TeamFigureQueries.StandardSort, SalesDashboardState.Of(null, null, null, "salary", "x").Sort);
    }

    [Fact]
    public void The_approvals_survive_their_address()
    {
        Assert.Equal(
            "/field/approvals?tab=decided&kind=workPlan&page=2",
            ApprovalsState.Of("decided", "workPlan", "2", true, true).ToUri()
        );
        Assert.Equal("/field/approvals", ApprovalsState.Of("open", "holiday", "0", true, true).ToUri());
        Assert.Equal("/field/approvals?tab=mine", ApprovalsState.Of("mine", null, null, true, true).ToUri());
        Assert.All(ApprovalKinds.All, k => Assert.Equal(k, ApprovalKinds.Parse(ApprovalKinds.KeyOf(k))));
    }

    [Theory]
    [
        InlineData(null, false, ApprovalsTab.Mine),
        InlineData("decided", false, ApprovalsTab.Mine),
        InlineData("mine", false, ApprovalsTab.Mine)
    ]
    [
        InlineData(null, true, ApprovalsTab.Pending),
        InlineData("decided", true, ApprovalsTab.Decided),
        InlineData("mine", true, ApprovalsTab.Mine)
    ]
    public void Who_only_asks_sees_his_own_alone(string? tab, bool decides, ApprovalsTab shown)
    {
        Assert.Equal(shown, ApprovalsState.Of(tab, null, null, decides, true).Tab);
        if (decides)
            Assert.NotEqual(ApprovalsTab.Mine, ApprovalsState.Of(tab, null, null, true, false).Tab);
    }

    [Theory]
    [
        InlineData(DashboardCommands.DecidePermission, true),
        InlineData(RequestCommands.RequestPermission, true),
        InlineData(SalesQueries.ReadPermission, false)
    ]
    public void Who_asks_or_decides_has_the_approvals_in_his_menu(string permission, bool shown)
    {
        var currentUser = new CurrentUser(
            1,
            "A",
            RoleNames.Engineer,
            new HashSet<string> { permission },
            Scope.Everything
        );
        Assert.Equal(shown, new FieldSalesFeature().Menu.Single(m => m.Href == ApprovalsState.Path).IsFor(currentUser));
    }

    [Theory]
    [InlineData("₹1,23,456.50", 123456.50), InlineData(" 12 000 ", 12000), InlineData("-5", -5), InlineData("0", 0)]
    public void An_amount_is_read_as_people_write_it(string text, double rupees)
    {
        Assert.Equal((decimal)rupees, SalesText.RupeesOf(text, out var readable));
        Assert.True(readable);
    }

    [Theory]
    [
        InlineData("", true),
        InlineData("  ", true),
        InlineData("ten", false),
        InlineData("1.2.3", false),
        InlineData("1e5", false)
    ]
    public void What_is_no_amount_is_none(string text, bool expected)
    {
        Assert.Null(SalesText.RupeesOf(text, out var readable));
        Assert.Equal(expected, readable);
    }

    [Theory]
    [
        InlineData("Nadia", "Bengal", "East", "/field/distributors?territory=Nadia"),
        InlineData("", "Delhi NCR", "North", "/field/distributors?region=Delhi%20NCR"),
        InlineData("", "", "North", "/field/distributors?zone=North"),
        InlineData("", "", "", "/field/distributors")
    ]
    public void A_person_leads_to_the_distributors_at_his_place(
        string territory,
        string region,
        string zone,
        string href
    ) =>
        Assert.Equal(
            href,
            SalesDashboardState.PlaceHref(new TeamFigures(1, "A", "MDO", 0, 0, 0, territory, region, zone))
        );
}
