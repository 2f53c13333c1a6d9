using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Calendar;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Calendar;

/// <summary>A closed month takes no sheet and gives none back, but by an exception while it lasts. Today is 15 May 2026.</summary>
public sealed class ClosedMonthTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private static readonly Period March = new(2026, 3);
    private static readonly Period April = new(2026, 4);

    [Theory, EachDatabase]
    public async Task A_sheet_of_a_closed_month_is_refused_when_it_is_read_and_when_it_is_committed(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 100), ("C-2", "Pune", 200)), "Mar-26");
        var staged = await fixture.StageAsync(Rows(("C-1", "Mumbai", 90)), "Mar-26");
        await CloseAsync(fixture, March);

        var refused = await Assert.ThrowsAsync<DomainException>(() => CommitAsync(fixture, staged));
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("March 2026 is closed for Mumbai", refused.Message, StringComparison.Ordinal);
        Assert.Equal(300_00, await OwedAsync(fixture));
        Assert.Equal(ImportState.Staged, (await DetailsAsync(fixture, staged)).State);

        var late = await fixture.StageAsync(Rows(("C-1", "Mumbai", 80)), "Feb-26");
        Assert.Contains(
            "February 2026 is closed",
            (await DetailsAsync(fixture, late)).Failure,
            StringComparison.Ordinal
        );

        // The other department, and the month after, are open.
        await fixture.UploadAsync(Rows(("P-1", "Mumbai", 50)), "Mar-26", departmentId: 2);
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 70)), "Apr-26");
    }

    [Theory, EachDatabase]
    public async Task Nothing_of_a_closed_month_is_undone_until_it_is_reopened(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var upload = await fixture.UploadAsync(Rows(("C-1", "Mumbai", 100)), "Mar-26");
        await CloseAsync(fixture, March);
        var refused = await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Imports.UndoAsync(CurrentUser.System, upload, default)
        );
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Equal(100_00, await OwedAsync(fixture));

        await CloseAsync(fixture, null);
        await fixture.Imports.UndoAsync(CurrentUser.System, upload, default);
        Assert.Equal(0, await OwedAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task An_exception_lets_one_region_in_for_its_time(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 100), ("C-2", "Pune", 200)), "Mar-26");
        await CloseAsync(fixture, March);
        await AllowAsync(fixture, new NewException(1, "mumbai", March, 2, "Credit note came late"));

        var both = await fixture.StageAsync(Rows(("C-1", "Mumbai", 90), ("C-2", "Pune", 190)), "Mar-26");
        var refused = await Assert.ThrowsAsync<DomainException>(() => CommitAsync(fixture, both));
        Assert.Contains("closed for Pune.", refused.Message, StringComparison.Ordinal);

        var one = await fixture.StageAsync(Rows(("C-1", "Mumbai", 90)), "Mar-26");
        await CommitAsync(fixture, one);
        Assert.Equal(290_00, await OwedAsync(fixture));

        var again = await fixture.StageAsync(Rows(("C-1", "Mumbai", 80)), "Mar-26");
        fixture.Clock.Advance(TimeSpan.FromDays(2));
        await Assert.ThrowsAsync<DomainException>(() => CommitAsync(fixture, again));
        Assert.Equal(290_00, await OwedAsync(fixture));
    }

    [Theory, EachDatabase]
    public async Task An_exception_can_be_ended_and_each_step_is_in_the_audit_log(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 100)), "Mar-26");
        await CloseAsync(fixture, March);
        await AllowAsync(fixture, new NewException(1, null, March, 2, "Correction"));
        var calendar = await CalendarAsync(fixture);
        var allowed = Assert.Single(calendar.Exceptions);
        Assert.Equal((March, null, "Correction"), (allowed.Month, allowed.Region, allowed.Reason));
        Assert.Equal(March, Assert.Single(calendar.Closed).Through);

        var staged = await fixture.StageAsync(Rows(("C-1", "Mumbai", 90)), "Mar-26");
        await fixture.Get<ClosingCommands>().EndAsync(CurrentUser.System, allowed.Id, default);
        await Assert.ThrowsAsync<DomainException>(() => CommitAsync(fixture, staged));
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            3,
            await db.Set<ReportsAdmin.Platform.Audit.AuditEntry>().CountAsync(e => e.Kind == "closed months")
        );
    }

    [Fact]
    public async Task Only_months_that_are_over_of_departments_that_are_seen_are_closed_by_who_may()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var commands = fixture.Get<ClosingCommands>();
        var running = await Assert.ThrowsAsync<DomainException>(() => CloseAsync(fixture, new Period(2026, 5)));
        Assert.Contains("month", running.Fields.Keys);
        var unknown = await Assert.ThrowsAsync<DomainException>(() =>
            commands.CloseAsync(CurrentUser.System, [99], March, default)
        );
        Assert.Contains("department", unknown.Fields.Keys);
        var open = await Assert.ThrowsAsync<DomainException>(() =>
            AllowAsync(fixture, new NewException(1, null, March, 2, "Not closed"))
        );
        Assert.Contains("month", open.Fields.Keys);
        var blank = await Assert.ThrowsAsync<DomainException>(() =>
            AllowAsync(fixture, new NewException(1, null, March, 31, " "))
        );
        Assert.Equal(["days", "reason"], blank.Fields.Keys.Order(StringComparer.Ordinal));

        // The right alone is not enough: a month is closed for all regions.
        var pune = CurrentUser.System with { Scope = CurrentUser.System.Scope with { Regions = ["pune"] } };
        foreach (
            var act in (Func<Task>[])
                [
                    () => commands.CloseAsync(pune, [1], March, default),
                    () => commands.AllowAsync(pune, new NewException(1, "pune", March, 2, "Mine"), default),
                    () => commands.EndAsync(pune, 1, default),
                ]
        )
            Assert.Equal(ErrorKind.Forbidden, (await Assert.ThrowsAsync<DomainException>(act)).Kind);
    }

    [Theory, EachDatabase]
    public async Task The_calendar_knows_what_came_first_what_stands_and_how_often_it_was_corrected(
        TestProvider provider
    )
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 100)), "Mar-26");
        var first = fixture.Clock.GetUtcNow().UtcDateTime;
        await fixture.UploadAsync(Rows(("C-1", "Mumbai", 90)), "Apr-26");
        fixture.Clock.Advance(TimeSpan.FromDays(3));
        var second = await fixture.UploadAsync(Rows(("C-1", "Mumbai", 80)), "Apr-26");

        var calendar = await CalendarAsync(fixture);
        var cell = Assert.Single(calendar.Cells);
        Assert.Equal((April, second, 2, first), (cell.Period, cell.UploadId, cell.Uploads, cell.FirstAt));
        // It has uploaded since the year before, so that April would be late without a sheet.
        Assert.Equal(March, Assert.Single(calendar.Places).Since);
    }

    private static Task CloseAsync(TestFixture fixture, Period? through) =>
        fixture.Get<ClosingCommands>().CloseAsync(CurrentUser.System, [1], through, default);

    private static Task AllowAsync(TestFixture fixture, NewException exception) =>
        fixture.Get<ClosingCommands>().AllowAsync(CurrentUser.System, exception, default);

    private static Task CommitAsync(TestFixture fixture, int upload) =>
        fixture.Imports.CommitAsync(CurrentUser.System, upload, MissingChoice.Carry, ErrorRows.Refuse, default);

    private static Task<UploadDetails> DetailsAsync(TestFixture fixture, int upload) =>
        fixture.Uploads.DetailsAsync(CurrentUser.System, upload, default);

    private static Task<UploadCalendar> CalendarAsync(TestFixture fixture) =>
        fixture
            .Get<UploadCalendarQueries>()
            .ReadAsync(CurrentUser.System, new FinancialYear(2026), null, null, default);

    private static async Task<long> OwedAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        return await db.Set<Snapshot>().Where(s => s.DepartmentId == 1).SumAsync(s => s.OutstandingPaise);
    }

    private static byte[] Rows(params (string Code, string Region, int Owed)[] rows) =>
        Sheet.Of([Header, .. rows.Select(r => $"{r.Code}|{r.Code}|{r.Region}|S-{r.Code}|2026-01-10|1000|{r.Owed}")]);
}
