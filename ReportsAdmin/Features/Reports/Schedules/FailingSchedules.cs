using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Alerts;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>The rule about schedules whose latest run failed.</summary>
internal static class FailingSchedules
{
    public static readonly AlertRule Rule = new(
        "failing-schedules",
        "Schedules fail",
        "Schedules whose latest run, or the report of it, failed.",
        "schedules",
        1,
        CountAsync
    )
    {
        Href = "/schedules",
    };

    private static async Task<AlertMeasure?> CountAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var since = now.AddDays(-7);
        var count = await db.Set<ReportSchedule>()
            .CountAsync(
                s =>
                    db.Set<RecurringJob>()
                        .Any(r =>
                            r.Id == s.RecurringId
                            && db.Set<Job>()
                                .Any(j => j.Id == r.LastJobId && j.State == JobState.Failed && j.FinishedAt > since)
                        )
                    || db.Set<ReportRun>()
                        .Any(run =>
                            run.ScheduleId == s.Id
                            && !db.Set<ReportRun>().Any(later => later.ScheduleId == s.Id && later.Id > run.Id)
                            && db.Set<Job>()
                                .Any(j => j.Id == run.JobId && j.State == JobState.Failed && j.FinishedAt > since)
                        ),
                ct
            );
        return new AlertMeasure(
            count,
            count == 1
                ? "The latest run of one schedule failed."
                : FormattableString.Invariant($"The latest runs of {count} schedules failed.")
        );
    }
}
