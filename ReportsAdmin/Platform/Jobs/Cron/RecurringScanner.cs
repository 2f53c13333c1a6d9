using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Cron;

/// <summary>
/// Makes the jobs of recurring ones. Every node scans; an occurrence belongs to whoever moves its next time on, in the transaction that adds the job.
/// </summary>
internal sealed class RecurringScanner(
    IDbContextFactory<ReportsDb> contexts,
    JobQueue queue,
    JobOptions options,
    TimeProvider time,
    ILogger<RecurringScanner> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(await ScanAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.ScannerFailed(e, options.Poll);
                await Task.Delay(options.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Adds every job that is due; answers how long to wait.</summary>
    private async Task<TimeSpan> ScanAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = contexts.CreateDbContext();
        foreach (
            var due in await db.Set<RecurringJob>()
                .Where(r => r.Enabled && r.NextAt != null && r.NextAt <= now)
                .OrderBy(r => r.NextAt)
                .ToListAsync(ct)
        )
            await FireAsync(due, now, ct);
        var next = await db.Set<RecurringJob>().Where(r => r.Enabled && r.NextAt != null).MinAsync(r => r.NextAt, ct);
        var wait = next is null ? options.Poll : next.Value - time.GetUtcNow().UtcDateTime;
        return wait < TimeSpan.FromMilliseconds(10) ? TimeSpan.FromMilliseconds(10)
            : wait < options.Poll ? wait
            : options.Poll;
    }

    /// <summary>One job for the occurrence, however many were missed since; the next one lies in the future.</summary>
    private async Task FireAsync(RecurringJob due, DateTime now, CancellationToken ct)
    {
        var seen = due.NextAt!.Value;
        if (!TryNext(due, now, out var next))
        {
            await using var off = contexts.CreateDbContext();
            await off.Set<RecurringJob>()
                .Where(r => r.Id == due.Id && r.NextAt == seen)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(r => r.Enabled, false).SetProperty(r => r.NextAt, (DateTime?)null),
                    ct
                );
            return;
        }

        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = await db.Set<RecurringJob>()
            .Where(r => r.Id == due.Id && r.Enabled && r.NextAt == seen)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.NextAt, next).SetProperty(r => r.LastAt, seen), ct);
        if (mine == 0)
            return;
        var job = await queue.EnqueueAsync(
            db,
            new NewJob(due.Kind, due.Title, due.Arguments, due.OwnerId),
            due.Id,
            seen,
            ct
        );
        if (job != 0)
            await db.Set<RecurringJob>()
                .Where(r => r.Id == due.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.LastJobId, job), ct);
        await transaction.CommitAsync(ct);
        if (job != 0)
            await queue.AnnounceAsync(job, due.OwnerId);
    }

    private bool TryNext(RecurringJob job, DateTime now, out DateTime? next)
    {
        try
        {
            next = CronTimes.Read(job.Cron, job.TimeZone).After(now);
            return true;
        }
        catch (DomainException e)
        {
            // It was readable when it was added: the machine's time zones have changed since.
            log.RecurringUnreadable(e, job.Id);
            next = null;
            return false;
        }
    }
}
