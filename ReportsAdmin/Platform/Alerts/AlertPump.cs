using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Takes alerts out of the inbox, and failed jobs from the queue, and has them written.</summary>
internal sealed class AlertPump(
    AlertInbox inbox,
    AlertWriter writer,
    AlertNews news,
    JobQueue queue,
    IDbContextFactory<ReportsDb> contexts,
    TimeProvider time,
    ILogger<AlertPump> log
) : BackgroundService
{
    // The signal also comes when something else of an old failed job changes.
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(1);

    private readonly Channel<long> failed = Channel.CreateBounded<long>(
        new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        inbox.Quiet();
        queue.Failed += Note;
        try
        {
            await Task.WhenAll(
                PumpAsync(inbox.Raised, writer.WriteAsync, stoppingToken),
                PumpAsync(failed.Reader, WriteJobAsync, stoppingToken)
            );
        }
        finally
        {
            queue.Failed -= Note;
        }
    }

    private void Note(long jobId) => failed.Writer.TryWrite(jobId);

    private async Task PumpAsync<T>(
        ChannelReader<T> reader,
        Func<T, CancellationToken, Task> write,
        CancellationToken ct
    )
    {
        try
        {
            await foreach (var item in reader.ReadAllAsync(ct))
                await TryAsync(() => write(item, ct), ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    // An alert that cannot be written is lost: the database that is away is what health tells.
    private async Task TryAsync(Func<Task> write, CancellationToken ct)
    {
        try
        {
            await write();
        }
        catch (Exception e)
            when (e is DbException or DbUpdateException or IOException or InvalidOperationException
                && !ct.IsCancellationRequested
            )
        {
            log.LogWarning(e, "An alert could not be written");
        }
    }

    private async Task WriteJobAsync(long jobId, CancellationToken ct)
    {
        var since = time.GetUtcNow().UtcDateTime - JustNow;
        await using var db = contexts.CreateDbContext();
        var job = await db.Set<Job>()
            .Where(j => j.Id == jobId && j.State == JobState.Failed && j.FinishedAt > since)
            .Select(j => new
            {
                j.Kind,
                j.ErrorCode,
                j.Attempt,
                j.FinishedAt,
            })
            .SingleOrDefaultAsync(ct);
        if (job is null)
            return;
        await news.WriteFailedJobAsync(db, jobId, job.Kind, job.ErrorCode, ct);
        await writer.WriteAsync(
            new RaisedAlert(
                AlertKind.FailedJob,
                $"{job.Kind}\n{job.ErrorCode}",
                $"failed job {job.Kind}",
                FormattableString.Invariant(
                    $"Job {jobId} of the kind {job.Kind} failed with {job.ErrorCode} at attempt {job.Attempt}."
                ),
                job.FinishedAt!.Value
            ),
            ct
        );
    }
}
