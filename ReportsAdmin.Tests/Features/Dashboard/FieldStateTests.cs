using ReportsAdmin.Features.Dashboard;
using ReportsAdmin.Features.Dashboard.Pages;
using ReportsAdmin.Features.Sales;
using Xunit;

namespace ReportsAdmin.Tests.Features.Dashboard;

/// <summary>What the field pages keep in their address.</summary>
public sealed class FieldStateTests
{
    [Fact]
    public void The_dashboard_survives_its_address_and_leaves_the_usual_out()
    {
        var state = FieldState.Of("East & West", "mdo", "stock_mismatch", "-visits", "3");
        Assert.Equal("/field?zone=East%20%26%20West&role=MDO&type=stock_mismatch&sort=-visits&page=3", state.ToUri());
        Assert.Equal(new TeamFilter(null, "MDO", "East & West", "-visits"), state.ToTeam());
        Assert.Equal("/field", FieldState.Of(null, null, null, null, null).ToUri());
        Assert.Equal("/field", FieldState.Of(" ", "boss", "party", "--visits", "-1").ToUri());
        Assert.Equal(TeamFigureQueries.StandardSort, FieldState.Of(null, null, null, "salary", "x").Sort);
    }

    [Fact]
    public void The_approvals_survive_their_address()
    {
        Assert.Equal("/field/approvals?tab=decided&kind=workPlan&page=2", ApprovalsState.Of("decided", "workPlan", "2").ToUri());
        Assert.Equal("/field/approvals", ApprovalsState.Of("open", "holiday", "0").ToUri());
        Assert.All(ApprovalKinds.All, k => Assert.Equal(k, ApprovalKinds.Parse(ApprovalKinds.KeyOf(k))));
    }

    [Theory]
    [InlineData("Nadia", "Bengal", "East", "/field/distributors?territory=Nadia"), InlineData("", "Delhi NCR", "North", "/field/distributors?region=Delhi%20NCR"), InlineData("", "", "North", "/field/distributors?zone=North"), InlineData("", "", "", "/field/distributors")]
    public void A_person_leads_to_the_distributors_at_his_place(string territory, string region, string zone, string href) =>
        Assert.Equal(href, FieldState.PlaceHref(new TeamFigures(1, "A", "MDO", 0, 0, 0, territory, region, zone)));
}
