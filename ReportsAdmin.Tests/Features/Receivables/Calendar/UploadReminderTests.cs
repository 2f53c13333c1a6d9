using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Calendar;
using ReportsAdmin.Features.Receivables.Calendar.Pages;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Calendar;

/// <summary>Who is told of missing sheets, and what the calendar says of a cell.</summary>
public sealed class UploadReminderTests
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    [Theory]
    // April is due on 10 May: three days before, the day after, and any other day.
    [InlineData("2026-05-07", "Due on 10 May 2026: 1 sheet of April 2026")]
    [InlineData("2026-05-11", "Late: 1 sheet of April 2026")]
    [InlineData("2026-05-10", null)]
    [InlineData("2026-05-12", null)]
    public async Task Who_uploads_is_told_once_of_the_regions_that_are_missing(string today, string? title)
    {
        await using var app = await new TestApp().StartAsync();
        var contexts = app.Services.GetRequiredService<IDbContextFactory<ReportsDb>>();
        await app.UploadAsync(
            Sheet.Of(
                Header,
                "C-1|Asha|Mumbai|S-1|2026-01-02|900|900",
                "C-2|Bharat|Pune|S-2|2026-01-02|90|90",
                "C-3|Chetan|Delhi|S-3|2026-01-02|90|90"
            ),
            "Mar-26"
        );
        await app.UploadAsync(
            Sheet.Of(Header, "C-1|Asha|Mumbai|S-1|2026-01-02|900|800", "C-3|Chetan|Delhi|S-3|2026-01-02|90|80"),
            "Apr-26"
        );
        var reminders = ActivatorUtilities.CreateInstance<UploadReminders>(
            app.Services,
            new BusinessClock(new FakeClock(DateTime.Parse(today + "T03:00:00", null).ToUniversalTime()))
        );
        await reminders.RemindAsync((_, _) => { }, default);
        await reminders.RemindAsync((_, _) => { }, default);

        await using var db = contexts.CreateDbContext();
        var told = await db.Set<Notification>()
            .Where(n => n.Kind == "receivables.upload-due")
            .Join(
                db.Set<User>(),
                n => n.UserId,
                u => u.Id,
                (n, u) =>
                    new
                    {
                        n.Title,
                        n.Message,
                        u.Email,
                    }
            )
            .ToListAsync();
        if (title is null)
        {
            Assert.Empty(told);
            return;
        }

        Assert.Contains(TestApp.CountryManager, told.Select(t => t.Email));
        Assert.DoesNotContain(TestApp.Engineer, told.Select(t => t.Email));
        Assert.All(told, t => Assert.Equal((title, "Pune"), (t.Title, t.Message)));
        Assert.Equal(told.Count, told.Select(t => t.Email).Distinct().Count());
    }

    [Fact]
    public void The_calendar_knows_received_late_expected_and_not_due()
    {
        var may = new Period(2026, 5);
        var calendar = new UploadCalendar(
            [new UploadingPlace(1, "Pump", "pune", new Period(2026, 4))],
            [
                new UploadCalendarCell(1, "pune", new Period(2026, 4), 3, At("2026-05-10"), At("2026-05-10"), 1),
                new UploadCalendarCell(1, "pune", may, 5, At("2026-06-20"), At("2026-06-11"), 2),
            ],
            10,
            [new ClosedRow(1, "Pump", may, "Asha", At("2026-06-30"))],
            []
        );
        // July is due by 10 August.
        var state = new UploadCalendarState(new FinancialYear(2026), calendar, new DateOnly(2026, 8, 10), utc => utc);
        var row = Assert.Single(state.Rows);
        Assert.Equal(
            [
                UploadCalendarStatus.Received,
                UploadCalendarStatus.ReceivedLate,
                UploadCalendarStatus.Late,
                UploadCalendarStatus.Expected,
                UploadCalendarStatus.Expected,
                UploadCalendarStatus.NotDue,
            ],
            state.Months.Take(6).Select(m => state.Look(row, m))
        );
        Assert.Equal([true, true, false], state.Months.Take(3).Select(m => state.IsClosed(row, m)));
    }

    private static DateTime At(string day) => DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
