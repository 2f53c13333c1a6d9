using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>What the bell tells: reports that were finished, and notifications about schedules.</summary>
public sealed class NewsQueries(IDbContextFactory<ReportsDb> contexts, ReportCatalog catalog)
{
    private const int Shown = 12;

    /// <summary>Newest first; nothing for those who may not read reports.</summary>
    public async Task<IReadOnlyList<ReportNews>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ReportJobQueries.ReadPermission))
            return [];
        await using var db = contexts.CreateDbContext();
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
        var finished = new[] { JobState.Completed, JobState.Failed };
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

    private static async Task<IEnumerable<ReportNews>> NotificationsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        DateTime seen,
        CancellationToken ct
    )
    {
        var rows = await db.Set<Notification>()
            .Where(n => n.UserId == currentUser.UserId)
            .OrderByDescending(n => n.CreatedAt)
            .Take(Shown)
            .ToListAsync(ct);
        return rows.Select(n => new ReportNews(
            n.Id,
            n.Title,
            ReportStatus.Failed,
            "",
            n.CreatedAt,
            n.Message,
            n.CreatedAt > seen
        )
        {
            Href = n.Href,
        });
    }
}
