using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs.Sql;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Takes jobs from processes that fell silent, and clears away what has had its time. Every node has one; what two do at once is done once.</summary>
public sealed class JobMaintenance(
    JobTable table,
    JobDispatch dispatch,
    JobQueue queue,
    JobLeases leases,
    FileStore files,
    JobOptions options,
    ILogger<JobMaintenance> log
) : BackgroundService
{
    private const int Batch = 200;

    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);

    /// <summary>Puts back, fails or cancels the jobs whose leases ran out.</summary>
    public async Task<int> RescueAsync(CancellationToken ct)
    {
        var moved = await dispatch.RescueAsync(leases.Held, ct);
        foreach (var job in moved)
        {
            log.Rescued(job.Id, job.Kind, job.State);
            await queue.ChangedAsync(job.Id, job.OwnerId, job.State);
        }

        return moved.Count;
    }

    /// <summary>Deletes files whose time is over; their rows stay and say so.</summary>
    public async Task<int> ExpireAsync(CancellationToken ct)
    {
        var done = 0;
        while (true)
        {
            var expired = await ExpiredAsync(ct);
            await using var db = table.Open();
            foreach (var (id, key, jobId, ownerId, state) in expired)
            {
                // The file first: a row that still names a deleted file is met again, a file without a row is not.
                await files.DeleteAsync(key, ct);
                await table.WriteAsync(
                    db,
                    $"""
                    UPDATE artifacts
                    SET removed_at = {table.Sql.Now}
                    WHERE id = @id AND file_key = @key AND removed_at IS NULL
                    """,
                    [("id", id), ("key", key)],
                    ct
                );
                await queue.ChangedAsync(jobId, ownerId, state);
            }

            done += expired.Count;
            if (expired.Count < Batch)
                return done;
        }
    }

    private Task<List<(long Id, string Key, long JobId, int OwnerId, JobState State)>> ExpiredAsync(
        CancellationToken ct
    ) =>
        table.ReadAsync(
            $"""
            SELECT a.id, a.file_key, j.id, j.owner_id, j.state
            FROM artifacts a JOIN jobs j ON j.id = a.job_id
            WHERE a.removed_at IS NULL AND a.expires_at IS NOT NULL AND a.expires_at <= {table.Sql.Now}
            ORDER BY a.expires_at
            LIMIT {Batch}
            """,
            [],
            r => (r.GetInt64(0), r.GetString(1), r.GetInt64(2), r.GetInt32(3), (JobState)r.GetInt16(4)),
            ct
        );

    /// <summary>Deletes jobs that ended long ago, with their errors and files, some at a time.</summary>
    public async Task<int> PruneAsync(CancellationToken ct)
    {
        var done = 0;
        while (true)
        {
            await using var db = table.Open();
            var old = await table.ReadAsync(
                db,
                $"""
                SELECT id FROM jobs
                WHERE finished_at < {table.Sql.Later("kept")}
                ORDER BY finished_at
                LIMIT {Batch}
                """,
                [("kept", table.Ahead(-TimeSpan.FromDays(options.KeepDays)))],
                r => r.GetInt64(0),
                ct
            );
            if (old.Count == 0)
                return done;
            var keys = await db.Set<Artifact>()
                .Where(a => old.Contains(a.JobId) && a.RemovedAt == null)
                .Select(a => a.FileKey)
                .ToListAsync(ct);
            var deleted = await db.Set<Job>()
                .Where(j => old.Contains(j.Id) && j.FinishedAt != null)
                .ExecuteDeleteAsync(ct);
            foreach (var key in keys)
                await files.DeleteAsync(key, ct);
            done += deleted;
        }
    }

    /// <summary>
    /// Deletes files that no artifact names and whose attempt is over, so that it can never publish them: a killed process leaves such.
    /// Exact, because the file's key names job and attempt (README.md, Files).
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var removed = 0;
        await foreach (var found in files.OwnedAsync(ct).Chunk(Batch))
        {
            // After the files were seen: an attempt that is over now has published what it ever will.
            await using var db = table.Open();
            var jobs = found.Select(f => f.Owner.Id).Distinct().ToList();
            var running = await db.Set<Job>()
                .Where(j => j.State == JobState.Running && jobs.Contains(j.Id))
                .Select(j => new { j.Id, j.Fence })
                .ToListAsync(ct);
            var alive = running.Select(j => new FileOwner(j.Id, j.Fence).Shown).ToHashSet();
            var over = found.Where(f => !alive.Contains(f.Owner)).ToList();
            var keys = over.Where(f => f.Whole).Select(f => f.Key).ToList();
            var published = (
                await db.Set<Artifact>().Where(a => keys.Contains(a.FileKey)).Select(a => a.FileKey).ToListAsync(ct)
            ).ToHashSet(StringComparer.Ordinal);
            foreach (var file in over.Where(f => !f.Whole || !published.Contains(f.Key)))
            {
                await files.DeleteAsync(file, ct);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Deletes files of no job that nobody has gone on writing for an hour.</summary>
    private Task<int> RemoveUnfinishedAsync(CancellationToken ct) =>
        files.RemoveUnfinishedAsync(table.UtcNow - Hourly, ct);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            EveryAsync(
                TimeSpan.FromSeconds(Math.Min(10, options.LeaseSeconds / 3)),
                stoppingToken,
                ("silent processes", RescueAsync)
            ),
            EveryAsync(TimeSpan.FromMinutes(1), stoppingToken, ("expired files", ExpireAsync)),
            EveryAsync(
                Hourly,
                stoppingToken,
                ("old jobs", PruneAsync),
                ("files of killed processes", SweepAsync),
                ("broken off uploads", RemoveUnfinishedAsync)
            )
        );

    private async Task EveryAsync(
        TimeSpan pause,
        CancellationToken ct,
        params (string What, Func<CancellationToken, Task<int>> Do)[] tasks
    )
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var (what, work) in tasks)
            {
                try
                {
                    if (await work(ct) is var count and > 0)
                        log.CleanedUp(count, what);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    log.JanitorFailed(e, what);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }

            await Task.Delay(pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
