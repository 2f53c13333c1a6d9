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
    public void Columns_are_the_first_short_answers_until_others_are_chosen()
    {
        var form = new FormDefinition([
            new FormSection("s", "")
            {
                Fields =
                [
                    new("a", "A", FieldTypes.Text),
                    new("long", "Long", FieldTypes.TextArea),
                    new("photo", "Photo", FieldTypes.File),
                    new("b", "B", FieldTypes.Number),
                    new("c", "C", FieldTypes.Date),
                    new("d", "D", FieldTypes.Text),
                ],
            },
            new FormSection("group", "", Repeat: new FormRepeat(1, 2)) { Fields = [new("x", "X", FieldTypes.Text)] },
        ]);
        Assert.Equal(["a", "long", "b", "c", "d"], SubmissionColumns.All(form).Select(f => f.Id));
        Assert.Equal(["a", "b", "c"], SubmissionColumns.Shown(form, null).Select(f => f.Id));
        Assert.Equal(["long", "d"], SubmissionColumns.Shown(form, "d.long.odd").Select(f => f.Id));
        Assert.Equal("a.b.c.d", SubmissionColumns.Toggle(form, null, "d"));
        Assert.Null(SubmissionColumns.Toggle(form, "a.b.c.d", "d"));
        Assert.Equal("none", SubmissionColumns.Toggle(form, "a", "a"));
        Assert.Empty(SubmissionColumns.Shown(form, "none"));
        Assert.Equal("/forms/7?tab=submissions&columns=a.d", (new SubmissionsState(7) { Columns = "a.d" }).ToUri());
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
