using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>What the bell tells: reports that were finished, and the notifications of all rooms.</summary>
public sealed class NewsQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    NotificationOutbox notifications
)
{
    private const int Shown = 12;

    /// <summary>Newest first; no reports for those who may not read them.</summary>
    public async Task<IReadOnlyList<ReportNews>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var seen = await db.Set<NotificationsRead>()
            .Where(s => s.UserId == currentUser.UserId)
            .Select(s => (DateTime?)s.ReadAt)
            .SingleOrDefaultAsync(ct)
            ?? DateTime.MinValue;
        return
        [
            .. (await FinishedAsync(db, currentUser, seen, ct))
                .Concat(await NotificationsAsync(db, currentUser, seen, ct))
                .OrderByDescending(n => n.At)
                .Take(Shown),
        ];
    }

    private async Task<IEnumerable<ReportNews>> FinishedAsync(
        ReportsDb db,
        CurrentUser currentUser,
        DateTime seen,
        CancellationToken ct
    )
    {
        var finished = new List<JobState>();
        if (await RingsAsync(db, ReportNotifications.Ready, currentUser, ct))
            finished.Add(JobState.Completed);
        if (await RingsAsync(db, ReportNotifications.Failed, currentUser, ct))
            finished.Add(JobState.Failed);
        if (finished.Count == 0 || !currentUser.Can(ReportJobQueries.ReadPermission))
            return [];
        var rows = await JoinedRun
            .Of(
                db,
                (await VisibleRuns.OfAsync(db, currentUser, catalog, ct)).Where(r =>
                    r.OwnerId == currentUser.UserId
                    || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == currentUser.UserId)
                )
            )
            .Where(x => finished.Contains(x.Job.State))
            .OrderByDescending(x => x.Job.FinishedAt)
            .Take(Shown)
            .ToListAsync(ct);
        return rows.Select(x => new ReportNews(
            x.Run.Id,
            x.Run.Name,
            x.Status,
            x.Run.Format,
            x.Job.FinishedAt ?? x.Job.UpdatedAt,
            x.Job.ErrorMessage,
            (x.Job.FinishedAt ?? x.Job.UpdatedAt) > seen
        ));
    }

    private async Task<bool> RingsAsync(ReportsDb db, string kind, CurrentUser currentUser, CancellationToken ct) =>
        (await notifications.WaysAsync(db, kind, [currentUser.UserId], ct))[currentUser.UserId].Bell;

    private static async Task<IEnumerable<ReportNews>> NotificationsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        DateTime seen,
        CancellationToken ct
    )
    {
        var rows = await db.Set<Notification>()
            .Where(n => n.UserId == currentUser.UserId && n.InBell)
            .OrderByDescending(n => n.CreatedAt)
            .Take(Shown)
            .ToListAsync(ct);
        return rows.Select(n => new ReportNews(n.Id, n.Title, "", "", n.CreatedAt, n.Message, n.CreatedAt > seen)
        {
            Href = n.Href,
            IsProblem = n.IsProblem,
        });
    }
}
