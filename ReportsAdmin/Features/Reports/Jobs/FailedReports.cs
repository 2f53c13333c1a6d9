using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Tells owners of reports that failed for good, once for each failure. The bell shows them by the state of the job; this is for mail.</summary>
public sealed class FailedReports(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    JobQueue queue,
    TimeProvider time,
    ILogger<FailedReports> log
) : BackgroundService
{
    // The signal also comes when something else of an old failed job changes.
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(1);

    private readonly Channel<long> failed = Channel.CreateBounded<long>(
        new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        queue.Failed += Note;
        try
        {
            await foreach (var id in failed.Reader.ReadAllAsync(stoppingToken))
                await TryTellAsync(id, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
        finally
        {
            queue.Failed -= Note;
        }
    }

    private void Note(long jobId) => failed.Writer.TryWrite(jobId);

    private async Task TryTellAsync(long jobId, CancellationToken ct)
    {
        try
        {
            await TellAsync(jobId, ct);
        }
        catch (Exception e) when (DatabaseOutage.Of(e) is not null)
        {
            log.LogWarning(e, "The owner of job {JobId} could not be told that it failed", jobId);
        }
    }

    private async Task TellAsync(long jobId, CancellationToken ct)
    {
        var since = time.GetUtcNow().UtcDateTime - JustNow;
        await using var db = contexts.CreateDbContext();
        var row = await db.Set<ReportRun>()
            .Join(
                db.Set<Job>().Where(j => j.Id == jobId && j.State == JobState.Failed && j.FinishedAt > since),
                r => r.JobId,
                j => j.Id,
                (r, j) =>
                    new
                    {
                        Run = r,
                        j.ErrorMessage,
                        j.Retries,
                    }
            )
            .SingleOrDefaultAsync(ct);
        if (row is null)
            return;
        var written = await notifications.WriteAsync(
            db,
            new NewNotification(
                ReportNotifications.Failed,
                $"{row.Run.Name} failed",
                row.ErrorMessage ?? "The report could not be made.",
                ReportNotifications.PathOf(row.Run)
            )
            {
                IsProblem = true,
                IsInBellAnyway = true,
                UniqueKey = FormattableString.Invariant($"report-failed:{row.Run.Id}:{row.Retries}"),
            },
            [row.Run.OwnerId],
            ct
        );
        await notifications.AnnounceAsync(written);
    }
}
