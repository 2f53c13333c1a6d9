using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Jobs;

/// <summary>Jobs that come again.</summary>
public sealed class RecurringTests
{
    [Theory, EachDatabase]
    public async Task Three_nodes_make_each_occurrence_once_and_missed_ones_are_caught_up_once(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        fixture.Clock.Advance(DateTime.UtcNow.Date.AddDays(1).AddMinutes(-1) - fixture.Clock.GetUtcNow().UtcDateTime);
        var midnight = fixture.Clock.GetUtcNow().UtcDateTime.AddMinutes(1);
        int id;
        await using (var db = fixture.Db())
            id = await fixture.Node().Get<RecurringJobs>().AddAsync(db, Hourly(), default);
        for (var i = 0; i < 3; i++)
            await fixture.StartAsync([("PollSeconds", "0.05")], new TestKind("report", (_, _) => Task.CompletedTask));

        var expected = new List<DateTime>();
        for (var hour = 0; hour < 8; hour++)
        {
            fixture.Clock.Advance(midnight.AddHours(hour).AddSeconds(5) - fixture.Clock.GetUtcNow().UtcDateTime);
            expected.Add(midnight.AddHours(hour));
            await Eventually.IsTrueAsync(async () => (await fixture.JobsAsync()).Count == expected.Count);
        }

        // Five hours asleep: one job for the first that was missed, then on with the future.
        fixture.Clock.Advance(TimeSpan.FromHours(5.5));
        expected.Add(midnight.AddHours(8));
        await Eventually.IsTrueAsync(async () =>
            (await RecurringAsync(fixture, id)).NextAt > fixture.Clock.GetUtcNow().UtcDateTime
        );
        Assert.Equal(expected, (await fixture.JobsAsync()).Select(j => j.OccurrenceAt!.Value));
        var recurring = await RecurringAsync(fixture, id);
        Assert.Equal(
            (midnight.AddHours(13), midnight.AddHours(8), (await fixture.JobsAsync())[^1].Id),
            (recurring.NextAt, recurring.LastAt, recurring.LastJobId)
        );
        Assert.All(await fixture.JobsAsync(), j =>
            Assert.Equal((id, 7, "Hourly report"), (j.RecurringId, j.OwnerId, j.Title))
        );
    }

    [Theory, EachDatabase]
    public async Task A_recurring_job_is_changed_switched_off_and_removed(TestProvider provider)
    {
        await using var fixture = await JobsFixture.OpenAsync(provider);
        var recurring = fixture.Node().Get<RecurringJobs>();
        await using var db = fixture.Db();
        var id = await recurring.AddAsync(db, Hourly(), default);
        var job = await RecurringAsync(fixture, id);
        Assert.Equal(
            RecurringJobs.NextTimes("0 * * * *", "UTC", fixture.Clock.GetUtcNow().UtcDateTime, 1)[0],
            job.NextAt
        );
        job.Cron = "0 0 3 ? * SUN";
        await recurring.ChangeAsync(db, job, default);
        Assert.Equal(
            (DayOfWeek.Sunday, 3),
            (
                (await RecurringAsync(fixture, id)).NextAt!.Value.DayOfWeek,
                (await RecurringAsync(fixture, id)).NextAt!.Value.Hour
            )
        );
        job.Enabled = false;
        await recurring.ChangeAsync(db, job, default);
        Assert.Null((await RecurringAsync(fixture, id)).NextAt);
        Assert.Equal(
            "cron",
            Assert
                .Single(
                    (
                        await Assert.ThrowsAsync<DomainException>(() =>
                            recurring.ChangeAsync(db, With(job, "nonsense", "UTC"), default)
                        )
                    ).Fields
                )
                .Key
        );
        await recurring.RemoveAsync(db, id, default);
        Assert.Equal(
            ErrorKind.NotFound,
            (await Assert.ThrowsAsync<DomainException>(() => recurring.RemoveAsync(db, id, default))).Kind
        );
    }

    [Theory]
    [InlineData("* * * * *", "more often")]
    [InlineData("0/1 * * * * ?", "more often")]
    [InlineData("0,58 8,9 * * *", "more often")]
    [InlineData("0 0 30 2 *", "never")]
    [InlineData("*/5 * * * *", null)]
    [InlineData("0 8 29 2 *", null)]
    public void Times_that_never_come_or_come_all_the_time_are_a_problem(string cron, string? problem)
    {
        var told = RecurringJobs.TimesProblem(cron, "UTC", new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(problem is null, told is null);
        Assert.Contains(problem ?? "", told ?? "");
    }

    [Theory]
    // Five fields, weekdays 0 and 7 both Sunday; 2026-11-20 is a Friday.
    [InlineData("30 9 * * 1-5", "11-20 09:30, 11-23 09:30, 11-24 09:30")]
    [InlineData("0 8 * * 0", "11-22 08:00, 11-29 08:00, 12-06 08:00")]
    [InlineData("0 8 * * 7", "11-22 08:00, 11-29 08:00, 12-06 08:00")]
    [InlineData("0 8 * * 5-7", "11-20 08:00, 11-21 08:00, 11-22 08:00")]
    [InlineData("0 8 * * mon,Wed", "11-23 08:00, 11-25 08:00, 11-30 08:00")]
    [InlineData("0 8 1 jan *", "01-01 08:00, 01-01 08:00, 01-01 08:00")]
    [InlineData("*/20 10 20 * *", "11-20 10:00, 11-20 10:20, 11-20 10:40")]
    [InlineData("0 0 1 */3 *", "01-01 00:00, 04-01 00:00, 07-01 00:00")]
    // Day and weekday both given: either one will do, as in crontab.
    [InlineData("0 8 25 * 0", "11-22 08:00, 11-25 08:00, 11-29 08:00")]
    [InlineData("0 8 25 * mon,0", "11-22 08:00, 11-23 08:00, 11-25 08:00")]
    // Two patterns that meet on one day run once.
    [InlineData("0 8 22 * 0", "11-22 08:00, 11-29 08:00, 12-06 08:00")]
    // Six fields start with seconds; weekdays count as in five fields.
    [InlineData("0 0 8 ? * 1", "11-23 08:00, 11-30 08:00, 12-07 08:00")]
    [InlineData("0 0 8 ? * SUN", "11-22 08:00, 11-29 08:00, 12-06 08:00")]
    [InlineData("0 0 8 25 * 0", "11-22 08:00, 11-25 08:00, 11-29 08:00")]
    [InlineData("0/30 0 8 * * *", "11-20 08:00, 11-20 08:00, 11-21 08:00")]
    [InlineData("0 0 8 L * ?", "11-30 08:00, 12-31 08:00, 01-31 08:00")]
    [InlineData("0 8 L * *", "11-30 08:00, 12-31 08:00, 01-31 08:00")]
    [InlineData("0 8 * * 5#2", "12-11 08:00, 01-08 08:00, 02-12 08:00")]
    [InlineData("  0   8 * *  1 ", "11-23 08:00, 11-30 08:00, 12-07 08:00")]
    // A date that never comes.
    [InlineData("0 8 30 2 *", "")]
    public void A_cron_expression_gives_its_next_times(string cron, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                RecurringJobs
                    .NextTimes(cron, "UTC", new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), 3)
                    .Select(t => $"{t:MM-dd HH:mm}")
            )
        );

    [Fact]
    public void Wall_clock_times_hold_across_daylight_saving()
    {
        static string Times(string cron, string zone, string after, int count) =>
            string.Join(
                ", ",
                RecurringJobs
                    .NextTimes(cron, zone, DateTime.Parse(after).ToUniversalTime(), count)
                    .Select(t => $"{t:MM-dd HH:mm}")
            );
        // Nine o'clock is nine o'clock: an hour earlier in UTC from 29 March on.
        Assert.Equal(
            "03-28 08:00, 03-29 07:00, 03-30 07:00",
            Times("0 9 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)
        );
        // 02:30 does not exist on 29 March (it comes when the clocks have jumped) and exists twice on 25 October (it comes once).
        Assert.Equal(
            "03-28 01:30, 03-29 01:00, 03-30 00:30",
            Times("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)
        );
        Assert.Equal(
            "10-24 00:30, 10-25 00:30, 10-26 01:30",
            Times("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00Z", 3)
        );
        Assert.Equal(
            "03-28 03:30, 03-29 03:30, 10-25 03:30",
            $"{Times("0 9 * * *", "Asia/Kolkata", "2026-03-28T00:00:00Z", 2)}, {Times("0 9 * * *", "Asia/Kolkata", "2026-10-25T00:00:00Z", 1)}"
        );
    }

    [Theory]
    [InlineData("", "UTC", "cron")]
    [InlineData("61 * * * *", "UTC", "cron")]
    [InlineData("* * * *", "UTC", "cron")]
    [InlineData("0 8 * * 8", "UTC", "cron")]
    [InlineData("0 8 32 * 1", "UTC", "cron")]
    [InlineData("0 8 1 * 8", "UTC", "cron")]
    [InlineData("98 8 * * 1", "UTC", "cron")]
    [InlineData("99 8 * * 1", "UTC", "cron")]
    [InlineData("@daily", "UTC", "cron")]
    [InlineData("H 8 * * 1", "UTC", "cron")]
    // No year field: the schedules run until somebody switches them off.
    [InlineData("0 0 8 1 1 ? 2027", "UTC", "cron")]
    [InlineData("every day", "UTC", "cron")]
    [InlineData("0 8 * * *", "Mars/Olympus", "timeZone")]
    [InlineData("0 8 * * *", "../../etc/passwd", "timeZone")]
    [InlineData("0 8 * * *", "", "timeZone")]
    public void What_cannot_be_read_is_refused_by_its_field(string cron, string zone, string field) =>
        Assert.Equal(
            field,
            Assert
                .Single(
                    Assert
                        .Throws<DomainException>(() => RecurringJobs.NextTimes(cron, zone, DateTime.UnixEpoch, 1))
                        .Fields
                )
                .Key
        );

    private static RecurringJob Hourly() =>
        new()
        {
            Kind = "report",
            Title = "Hourly report",
            Arguments = "{}",
            OwnerId = 7,
            Cron = "0 * * * *",
            TimeZone = "UTC",
            Enabled = true,
        };

    private static RecurringJob With(RecurringJob job, string cron, string zone) =>
        new()
        {
            Id = job.Id,
            Kind = job.Kind,
            Title = job.Title,
            Arguments = job.Arguments,
            Cron = cron,
            TimeZone = zone,
            Enabled = true,
        };

    private static async Task<RecurringJob> RecurringAsync(JobsFixture fixture, int id)
    {
        await using var db = fixture.Db();
        return await db.Set<RecurringJob>().SingleAsync(r => r.Id == id);
    }
}
