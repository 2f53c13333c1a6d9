using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Puts jobs in and changes their fate. Every change is one conditional statement, so two callers never undo each other.</summary>
public sealed class JobQueue(
    JobTable table,
    JobKinds kinds,
    JobMeasures measures,
    FileStore files,
    ChangeNotifier notifier,
    JobOptions options
)
{
    /// <summary>Signal topic: any job was added or changed state.</summary>
    public const string Topic = "jobs";

    /// <summary>Signal topic: a job is in the queue that workers may take now.</summary>
    public const string DueTopic = "jobs due";

    /// <summary>Signal topic: a running job was asked to stop.</summary>
    public const string StopTopic = "jobs to stop";

    /// <summary>Retries that people may ask for.</summary>
    public const int MaxRetries = 3;

    internal const string UniqueViolation = "23505";

    private IQueueSql Sql => table.Sql;

    /// <summary>Raised on this node when a job may have failed for good: whoever hears it reads the job.</summary>
    public event Action<long>? Failed;

    /// <summary>Signal topic of one job: state or progress.</summary>
    public static string TopicOf(long jobId) => $"job:{jobId}";

    /// <summary>Signal topic of one owner: any of their jobs changed state.</summary>
    public static string TopicOfOwner(int ownerId) => $"jobs:{ownerId}";

    /// <summary>Adds a job within the caller's transaction when there is one. Call <see cref="AnnounceAsync"/> after the commit.</summary>
    public async Task<long> EnqueueAsync(ReportsDb db, NewJob job, CancellationToken ct) =>
        (await AddAsync(db, job, null, ct)).Id;

    /// <summary>Adds the job of one occurrence of a recurring job; 0 when it is there already.</summary>
    internal async Task<long> EnqueueAsync(
        ReportsDb db,
        NewJob job,
        int recurringId,
        DateTime occurrenceAt,
        CancellationToken ct
    )
    {
        var (id, added) = await AddAsync(db, job, (recurringId, occurrenceAt), ct);
        return added ? id : 0;
    }

    /// <summary>Wakes workers and watchers after the commit; without it workers find the job at their next poll. Job 0 tells those who watch the owner, and nobody else.</summary>
    public Task AnnounceAsync(long jobId, int ownerId) =>
        jobId == 0 ? notifier.PublishAsync(TopicOfOwner(ownerId)) : AnnounceAllAsync([(jobId, ownerId)]);

    /// <summary>The same for many jobs, with one hint to the workers in all, and none when no job is due yet.</summary>
    public async Task AnnounceAllAsync(IReadOnlyCollection<(long JobId, int OwnerId)> jobs)
    {
        await using (var db = table.Open())
        {
            foreach (var ids in jobs.Select(j => j.JobId).Chunk(500))
            {
                if (!await db.Set<Job>().AnyAsync(j => ids.Contains(j.Id) && j.State == JobState.Pending))
                    continue;
                await notifier.PublishAsync(DueTopic);
                break;
            }
        }

        await notifier.PublishAsync(Topic);
        foreach (var owner in jobs.Select(j => j.OwnerId).Distinct())
            await notifier.PublishAsync(TopicOfOwner(owner));
        if (jobs.Count == 1)
            await notifier.PublishAsync(TopicOf(jobs.First().JobId));
    }

    public async Task<JobChange> CancelAsync(long jobId, string byName, string? reason, CancellationToken ct)
    {
        var changed = await table.ReadAsync(
            $"""
            UPDATE jobs SET state = CASE WHEN state = 2 THEN 2 ELSE 5 END, finished_at = CASE WHEN state = 2 THEN finished_at ELSE {Sql.Now} END,
            cancel_requested_at = {Sql.Now}, cancelled_by = @by, cancel_reason = @reason, updated_at = {Sql.Now}
            WHERE id = @id AND state IN (0, 1, 2) AND cancel_requested_at IS NULL RETURNING state, owner_id
            """,
            [("by", byName), ("reason", reason), ("id", jobId)],
            r => (State: (JobState)r.GetInt16(0), Owner: r.GetInt32(1)),
            ct
        );
        if (changed is not [var job])
        {
            var stops = await StateAsync(jobId, ct) == JobState.Running;
            return stops ? JobChange.Requested : await WhyNotAsync(jobId, ct);
        }

        if (job.State == JobState.Running)
            await notifier.PublishAsync(StopTopic);
        await ChangedAsync(jobId, job.Owner, job.State);
        return job.State == JobState.Running ? JobChange.Requested : JobChange.Done;
    }

    /// <summary>Puts a failed job back, with fresh attempts.</summary>
    public async Task<JobChange> RetryAsync(long jobId, CancellationToken ct)
    {
        List<int> owners;
        try
        {
            owners = await table.ReadAsync(
                $"""
                UPDATE jobs SET state = 1, turn = {table.FairOrder(
                    "jobs.priority",
                    "jobs.owner_id"
                )}, run_at = {Sql.Now}, attempt = 0, retries = retries + 1, finished_at = NULL,
                error_code = NULL, error_message = NULL, step = NULL, percent = 0, rows_done = 0, rows_total = NULL, result = NULL, updated_at = {Sql.Now}
                WHERE id = @id AND state = 4 AND retries < @max
                AND NOT EXISTS (SELECT 1 FROM jobs same WHERE same.unique_key = jobs.unique_key AND same.state IN (0, 1, 2)) RETURNING owner_id
                """,
                [("id", jobId), ("max", MaxRetries)],
                r => r.GetInt32(0),
                ct
            );
        }
        catch (DbException e) when (e.SqlState == UniqueViolation)
        {
            // A job of the same key was added at this very moment.
            return JobChange.WrongState;
        }

        if (owners is not [var owner])
        {
            await using var db = table.Open();
            var tooOften = await db.Set<Job>()
                .AnyAsync(j => j.Id == jobId && j.State == JobState.Failed && j.Retries >= MaxRetries, ct);
            return tooOften ? JobChange.TooOften : await WhyNotAsync(jobId, ct);
        }

        await ChangedAsync(jobId, owner, JobState.Pending);
        return JobChange.Done;
    }

    /// <summary>Deletes a finished job with its errors and files.</summary>
    public async Task<JobChange> DeleteAsync(long jobId, CancellationToken ct)
    {
        await using var db = table.Open();
        var keys = await db.Set<Artifact>()
            .Where(a => a.JobId == jobId && a.RemovedAt == null)
            .Select(a => a.FileKey)
            .ToListAsync(ct);
        var deleted = await table.ReadAsync(
            db,
            """
            DELETE FROM jobs
            WHERE id = @id AND state IN (3, 4, 5)
            RETURNING owner_id, state
            """,
            [("id", jobId)],
            r => (Owner: r.GetInt32(0), State: (JobState)r.GetInt16(1)),
            ct
        );
        if (deleted is not [var job])
            return await WhyNotAsync(jobId, ct);
        foreach (var key in keys)
            await files.DeleteAsync(key, ct);
        await ChangedAsync(jobId, job.Owner, job.State);
        return JobChange.Done;
    }

    /// <summary>The positions of pending jobs in the queue; jobs that are not pending are left out.</summary>
    public async Task<IReadOnlyDictionary<long, QueuePosition>> PositionsAsync(
        IReadOnlyCollection<long> jobIds,
        CancellationToken ct
    )
    {
        var wanted = jobIds.ToHashSet();
        var places = new Dictionary<long, QueuePosition>();
        await using var db = table.Open();
        var line = await measures.WaitingLineAsync(db, options.Workers, ct);
        var position = 0;
        var queue = db.Set<Job>()
            .Where(j => j.State == JobState.Pending)
            .OrderByDescending(j => j.Priority)
            .ThenBy(j => j.FairOrder)
            .ThenBy(j => j.RunAt)
            .ThenBy(j => j.Id)
            .Select(j => new { j.Id, j.Kind });
        await foreach (var job in queue.AsAsyncEnumerable().WithCancellation(ct))
        {
            position++;
            if (wanted.Contains(job.Id))
                places[job.Id] = new QueuePosition(position, line.Wait);
            line.Add(job.Kind);
            if (places.Count == wanted.Count)
                break;
        }

        return places;
    }

    /// <summary>Tells watchers that the job changed, and workers when they may take it.</summary>
    internal async Task ChangedAsync(long jobId, int ownerId, JobState state)
    {
        if (state == JobState.Pending)
            await notifier.PublishAsync(DueTopic);
        if (state == JobState.Failed)
            Failed?.Invoke(jobId);
        await notifier.PublishAsync(TopicOf(jobId));
        await notifier.PublishAsync(TopicOfOwner(ownerId));
        await notifier.PublishAsync(Topic);
    }

    private async Task<(long Id, bool Added)> AddAsync(
        ReportsDb db,
        NewJob job,
        (int RecurringId, DateTime At)? occurrence,
        CancellationToken ct
    )
    {
        if (job.MaxAttempts < 1)
            throw new ArgumentException("A job needs at least one attempt.", nameof(job));
        var (insert, values) = (Insertion(job), ValuesOf(job, occurrence));
        var find = occurrence is null
            ? """SELECT id FROM jobs WHERE unique_key = @key AND state IN (0, 1, 2)"""
            : """SELECT id FROM jobs WHERE recurring_id = @recurring AND occurrence_at = @occurrence""";
        while (true)
        {
            if (await table.ReadAsync(db, insert, values, r => r.GetInt64(0), ct) is [var id])
                return (id, true);
            // Nothing there: the job of this key has ended between the two statements, so the next try adds one.
            if (await table.ReadAsync(db, find, values, r => r.GetInt64(0), ct) is [var open])
                return (open, false);
        }
    }

    private string Insertion(NewJob job)
    {
        var (state, runAt) = job.RunAt is null
            ? ("1", Sql.Now)
            : ($"CASE WHEN @at <= {Sql.Now} THEN 1 ELSE 0 END", "@at");
        var order = table.FairOrder("@priority", "@owner");
        return $"""
            INSERT INTO jobs (
                kind, title, arguments, owner_id, state, priority, turn, run_at, unique_key,
                attempt, max_attempts, retries, timeout_seconds, fence, percent, rows_done,
                created_at, updated_at, recurring_id, occurrence_at
            )
            VALUES (
                @kind, @title, @arguments, @owner, {state}, @priority, {order}, {runAt}, @key,
                0, @attempts, 0, @timeout, 0, 0, 0,
                {Sql.Now}, {Sql.Now}, @recurring, @occurrence
            )
            ON CONFLICT DO NOTHING
            RETURNING id
            """;
    }

    private (string, object?)[] ValuesOf(NewJob job, (int RecurringId, DateTime At)? occurrence) =>
        [
            ("kind", job.Kind),
            ("title", job.Title),
            ("arguments", job.Arguments),
            ("owner", job.OwnerId),
            ("priority", job.Priority),
            ("key", job.UniqueKey),
            ("attempts", job.MaxAttempts),
            ("timeout", (int)kinds.TimeoutOf(job.Kind).TotalSeconds),
            .. job.RunAt is { } at ? [("at", at.ToUniversalTime())] : Array.Empty<(string, object?)>(),
            ("recurring", occurrence?.RecurringId),
            ("occurrence", occurrence?.At),
        ];

    private async Task<JobState?> StateAsync(long jobId, CancellationToken ct)
    {
        await using var db = table.Open();
        return await db.Set<Job>().Where(j => j.Id == jobId).Select(j => (JobState?)j.State).SingleOrDefaultAsync(ct);
    }

    private async Task<JobChange> WhyNotAsync(long jobId, CancellationToken ct) =>
        await StateAsync(jobId, ct) is null ? JobChange.NotFound : JobChange.WrongState;
}
