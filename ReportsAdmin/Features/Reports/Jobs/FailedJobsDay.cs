using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Reports of the current user that failed during the last week.</summary>
public sealed class FailedJobsDay(ReportJobQueries jobs, BusinessClock clock) : IDaySource
{
    private const int Days = 7;

    public int Order => 60;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) => [JobQueue.TopicOfOwner(currentUser.UserId)];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ReportJobQueries.ReadPermission))
            return [];
        var page = await jobs.ListAsync(
            currentUser,
            new ReportJobFilter(
                ["failed"],
                OwnerId: currentUser.UserId,
                From: clock.StartOf(clock.Today.AddDays(-Days))
            ),
            new PageRequest(1, DaySection.Most),
            ct
        );
        return
        [
            new DaySection(
                "Failed reports",
                "error",
                page.Total,
                "/jobs?status=failed",
                [
                    .. page.Rows.Select(j => new DayItem(
                        j.Name,
                        j.ReportTitle,
                        $"/jobs/{ApiId.Of(ReportJobIds.ReportJob, j.JobId)}",
                        Dates.Moment(clock.ToLocal(j.FinishedAt ?? j.CreatedAt)),
                        false
                    )),
                ]
            ),
        ];
    }
}
