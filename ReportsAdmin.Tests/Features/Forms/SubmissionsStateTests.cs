using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Addresses of the list of forms and of submissions, and the automation being settled.</summary>
public sealed class SubmissionsStateTests
{
    [Fact]
    public void An_address_is_read_and_written_back_and_nonsense_is_left_out()
    {
        var state = SubmissionsState.Of(7, "approved", "2026-01-01", "2026-01-31", "cement", "2", "3");
        Assert.Equal(
            "/forms/7?tab=submissions&status=approved&from=2026-01-01&until=2026-01-31&search=cement&version=2&page=3",
            state.ToUri()
        );
        Assert.Equal("/forms/7?tab=submissions", SubmissionsState.Of(7, "lost", "31.1.", "x", null, "-1", "0").ToUri());
        Assert.Equal("/forms?search=a%20b&state=closed", FormsState.Of("a b", "closed", "1").ToUri());
        Assert.Null(FormsState.Of(null, "odd", null).State);
    }

    [Fact]
    public void Days_are_those_of_the_company_and_the_last_is_included()
    {
        var filter = SubmissionsState
            .Of(7, null, "2026-01-31", "2026-01-31", null, null, null)
            .ToFilter(new BusinessClock(TimeProvider.System));
        Assert.Equal(new DateTime(2026, 1, 30, 18, 30, 0, DateTimeKind.Utc), filter.From);
        Assert.Equal(new DateTime(2026, 1, 31, 18, 30, 0, DateTimeKind.Utc), filter.To);
    }

    [Fact]
    public void Automation_is_changed_only_by_what_is_switched_on()
    {
        var state = new AutomationState(new AutomationSettings());
        Assert.False(state.Dirty);
        state.Every = "25";
        state.Cron = "0 9 * * *";
        Assert.False(state.Dirty);
        (state.Counts, state.Scheduled) = (true, true);
        Assert.Equal(new AutomationSettings(EveryN: 25, Cron: "0 9 * * *"), state.Read());
        state.Every = "some";
        Assert.Contains("everyN", Assert.Throws<DomainException>(state.Read).Fields.Keys);
    }
}
