using System.Data.Common;
using System.Globalization;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>A job that this process holds. Every later write names its fence, so a holder whose lease ran out changes nothing.</summary>
public sealed record ClaimedJob(
    long Id,
    long Fence,
    string Kind,
    string Arguments,
    int OwnerId,
    int Attempt,
    int TimeoutSeconds
)
{
    internal const string Columns =
        "id, fence, kind, arguments, owner_id, attempt, timeout_seconds, priority, turn, run_at";

    /// <summary>Its place in the order of claims.</summary>
    internal (int Priority, long FairOrder, DateTime RunAt, long Id) Place { get; private init; }

    internal static ClaimedJob Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetString(2),
            row.GetString(3),
            row.GetInt32(4),
            row.GetInt32(5),
            row.GetInt32(6)
        )
        {
            Place = (-row.GetInt16(7), row.GetInt64(8), row.GetDateTime(9), row.GetInt64(0)),
        };
}

/// <summary>A kind and how many of it may run at once, over all nodes.</summary>
public sealed record KindLimit(string Kind, int MaxRunning);

/// <summary>What there is to do.</summary>
/// <param name="Pending">A job is in the queue.</param>
/// <param name="Due">A scheduled job's time has come.</param>
/// <param name="NextIn">Until the next scheduled job's time comes.</param>
public sealed record QueueStatus(bool Pending, bool Due, TimeSpan? NextIn);

/// <summary>How progress is written.</summary>
public sealed record JobProgressRow(string Step, short Percent, long RowsDone, long? RowsTotal);

/// <summary>A change of state that another process or the janitor made.</summary>
public sealed record JobTransition(long Id, int OwnerId, JobState State, string Kind);

/// <summary>What workers do with the queue: claim, renew, end. Each is one conditional statement.</summary>
public sealed class JobClaims(JobTable table, JobKinds kinds)
{
    private IQueueSql Sql => table.Sql;

    /// <summary>Reads only, so that an idle worker never waits for SQLite's one writer.</summary>
    public async Task<QueueStatus> LookAsync(CancellationToken ct) =>
        (
            await table.ReadAsync(
                $"""
                SELECT EXISTS (SELECT 1 FROM jobs WHERE state = 1), EXISTS (SELECT 1 FROM jobs WHERE state = 0 AND run_at <= {Sql.Now}), (SELECT run_at FROM jobs WHERE state = 0 ORDER BY run_at LIMIT 1)
                """,
                [],
                r => new QueueStatus(Flag(r, 0), Flag(r, 1), JobTable.Instant(r, 2) - table.UtcNow),
                ct
            )
        )[0];

    /// <summary>Puts the next scheduled job whose time has come into the queue; false when there is none. One at a time, because each takes its turn behind the one before.</summary>
    public async Task<bool> PromoteAsync(CancellationToken ct) =>
        (
            await table.ReadAsync(
                Sql.UpdatePicked(
                    "",
                    $"SELECT id FROM jobs WHERE state = 0 AND run_at <= {Sql.Now} ORDER BY run_at, id LIMIT 1",
                    $"state = 1, turn = {table.FairOrder("jobs.priority", "jobs.owner_id")}, updated_at = {Sql.Now}",
                    "id"
                ),
                [],
                r => r.GetInt64(0),
                ct
            )
        ).Count > 0;

    /// <summary>Takes the first jobs of the queue: highest priority, then turn, then time. Kinds at their limit are passed over.</summary>
    /// <param name="from">The least priority that is taken.</param>
    /// <returns>At most <paramref name="count"/> jobs, in the order of the queue.</returns>
    public async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(
        string worker,
        int count,
        TimeSpan lease,
        CancellationToken ct,
        short from = short.MinValue
    )
    {
        var limits = kinds.Limits;
        if (limits.Count == 0)
            return await ClaimOnceAsync(worker, count, lease, from, limits, ct);

        // One statement may not put two jobs into the same slot, so with limits each takes one job.
        var claimed = new List<ClaimedJob>();
        while (claimed.Count < count && await ClaimOnceAsync(worker, 1, lease, from, limits, ct) is [var one])
            claimed.Add(one);
        return claimed;
    }

    private async Task<IReadOnlyList<ClaimedJob>> ClaimOnceAsync(
        string worker,
        int count,
        TimeSpan lease,
        short from,
        IReadOnlyList<KindLimit> limits,
        CancellationToken ct
    )
    {
        var limited =
            limits.Count == 0
                ? ""
                : $"AND (kind NOT IN ({string.Join(", ", limits.Select((_, i) => $"@k{i}"))}) OR kind IN (SELECT kind FROM free))";
        var statement = Sql.UpdatePicked(
            With(limits),
            $"SELECT id FROM jobs WHERE state = 1 AND priority >= @from {limited} ORDER BY priority DESC, turn, run_at, id LIMIT @count",
            $"""
            state = 2, worker = @worker, attempt = attempt + 1, fence = fence + 1, slot = {(
                limits.Count == 0 ? "NULL" : "(SELECT f.slot FROM free f WHERE f.kind = jobs.kind)"
            )},
            started_at = {Sql.Now}, updated_at = {Sql.Now}, lease_until = {Sql.Later(
                "lease"
            )}, step = NULL, percent = 0, rows_done = 0, rows_total = NULL
            """,
            ClaimedJob.Columns
        );
        IReadOnlyList<(string, object?)> values =
        [
            ("worker", worker),
            ("count", count),
            ("from", from),
            ("lease", table.Ahead(lease)),
            .. limits.Select((l, i) => ($"k{i}", (object?)l.Kind)),
        ];
        while (true)
        {
            try
            {
                var claimed = await table.ReadAsync(statement, values, ClaimedJob.Read, ct);
                return [.. claimed.OrderBy(c => c.Place)];
            }
            catch (DbException e) when (e.SqlState == JobQueue.UniqueViolation)
            {
                // Two nodes took the same slot of a kind at once; the index let one of them have it. Look again.
            }
        }
    }

    /// <summary>The lowest free slot of each limited kind.</summary>
    private static string With(IReadOnlyList<KindLimit> limits) =>
        limits.Count == 0
            ? ""
            : $"""
                slots(kind, slot) AS (VALUES {string.Join(
                    ", ",
                    limits.SelectMany(
                        (l, i) =>
                            Enumerable.Range(1, l.MaxRunning).Select(s =>
                                string.Create(CultureInfo.InvariantCulture, $"(CAST(@k{i} AS varchar(60)), {s})")
                            )
                    )
                )}),
                free AS (SELECT s.kind AS kind, min(s.slot) AS slot FROM slots s WHERE NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 2 AND r.slot = s.slot AND r.kind = s.kind) GROUP BY s.kind)
                """;

    /// <summary>Renews the leases of jobs that are held, on the calling thread. A job that is missing in the answer is no longer held.</summary>
    /// <returns>Each job that is still held, and whether its cancellation was asked for.</returns>
    public IReadOnlyDictionary<long, bool> Renew(IReadOnlyCollection<ClaimedJob> held, TimeSpan lease) =>
        table
            .Read(
                $"""
                UPDATE jobs SET lease_until = {Sql.Later("lease")} WHERE state = 2 AND (id, fence) IN (VALUES {Pairs(
                    held
                )}) RETURNING id, cancel_requested_at IS NOT NULL
                """,
                [("lease", table.Ahead(lease))],
                r => (Id: r.GetInt64(0), Cancel: Flag(r, 1)),
                lease / 2
            )
            .ToDictionary(r => r.Id, r => r.Cancel);

    /// <summary>Ends the job well, or as cancelled when that was asked for meanwhile; null when it is no longer held.</summary>
    public Task<JobState?> CompleteAsync(ClaimedJob job, string? result, CancellationToken ct) =>
        EndAsync(
            job,
            $"""
            state = CASE WHEN cancel_requested_at IS NULL THEN 3 ELSE 5 END, percent = CASE WHEN cancel_requested_at IS NULL THEN 100 ELSE percent END,
            result = @result, error_code = NULL, error_message = NULL, finished_at = {Sql.Now}
            """,
            [("result", result)],
            ct
        );

    /// <summary>Ends the attempt with an error, which stays in the job's history. A requested cancellation wins; then, when another attempt may help and is left, the job is scheduled for it.</summary>
    /// <param name="retryIn">The pause before another attempt; null when none can help.</param>
    public async Task<JobState?> FailAsync(
        ClaimedJob job,
        string code,
        string message,
        TimeSpan? retryIn,
        CancellationToken ct
    )
    {
        await using var db = table.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        const string Again = "cancel_requested_at IS NULL AND @retry = 1 AND attempt < max_attempts";
        var state = await EndAsync(
            db,
            job,
            $"""
            state = CASE WHEN cancel_requested_at IS NOT NULL THEN 5 WHEN {Again} THEN 0 ELSE 4 END, run_at = CASE WHEN {Again} THEN {Sql.Later(
                "pause"
            )} ELSE run_at END,
            finished_at = CASE WHEN {Again} THEN NULL ELSE {Sql.Now} END, error_code = @code, error_message = @message
            """,
            [
                ("retry", retryIn is null ? 0 : 1),
                ("pause", table.Ahead(retryIn ?? TimeSpan.Zero)),
                ("code", code),
                ("message", message),
            ],
            ct
        );
        if (state is not null)
            await KeepErrorAsync(db, job.Id, job.Attempt, code, message, ct);
        await transaction.CommitAsync(ct);
        return state;
    }

    /// <summary>Ends the job if its cancellation was asked for; null when it was not, or the job is no longer held.</summary>
    public Task<JobState?> CancelledAsync(ClaimedJob job, CancellationToken ct) =>
        EndAsync(job, $"state = 5, finished_at = {Sql.Now}", [], ct, " AND cancel_requested_at IS NOT NULL");

    /// <summary>Puts the job back to where it stood in the queue; the attempt does not count.</summary>
    public Task<JobState?> ReleaseAsync(ClaimedJob job, CancellationToken ct) =>
        EndAsync(
            job,
            $"""
            state = CASE WHEN cancel_requested_at IS NULL THEN 1 ELSE 5 END, finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE {Sql.Now} END,
            attempt = attempt - 1, step = NULL, percent = 0, rows_done = 0, rows_total = NULL
            """,
            [],
            ct
        );

    /// <summary>Writes how far the work is; false when the job is no longer held. The percentage never falls.</summary>
    public async Task<bool> ProgressAsync(ClaimedJob job, JobProgressRow row, CancellationToken ct)
    {
        await using var db = table.Open();
        return await table.WriteAsync(
                db,
                $"""
                UPDATE jobs SET step = @step, percent = {Sql.Greatest}(percent, @percent), rows_done = @done, rows_total = @total, updated_at = {Sql.Now} WHERE id = @id AND fence = @fence AND state = 2
                """,
                [
                    ("step", row.Step),
                    ("percent", (int)row.Percent),
                    ("done", row.RowsDone),
                    ("total", row.RowsTotal),
                    ("id", job.Id),
                    ("fence", job.Fence),
                ],
                ct
            ) == 1;
    }

    /// <summary>
    /// Publishes a file that is in place. When the job has one of this name already, that one is answered instead (its key differs from <paramref name="file"/>'s);
    /// null when the job is no longer held or is to be cancelled.
    /// </summary>
    public async Task<Artifact?> PublishAsync(ClaimedJob job, Artifact file, TimeSpan? keep, CancellationToken ct)
    {
        await using var db = table.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var held = await table.ReadAsync(
            db,
            $"SELECT id FROM jobs WHERE id = @id AND fence = @fence AND state = 2 AND cancel_requested_at IS NULL{Sql.ForUpdate}",
            [("id", job.Id), ("fence", job.Fence)],
            r => r.GetInt64(0),
            ct
        );
        if (held.Count == 0)
            return null;
        await table.WriteAsync(
            db,
            $"""
            INSERT INTO artifacts (job_id, name, file_name, content_type, file_key, size, hash, created_at, expires_at)
            VALUES (@job, @name, @file, @type, @key, @size, @hash, {Sql.Now}, {(
                keep is null ? "NULL" : Sql.Later("keep")
            )})
            ON CONFLICT (job_id, name) DO UPDATE SET file_name = excluded.file_name, content_type = excluded.content_type, file_key = excluded.file_key, size = excluded.size, hash = excluded.hash,
                created_at = excluded.created_at, expires_at = excluded.expires_at, removed_at = NULL WHERE artifacts.removed_at IS NOT NULL
            """,
            [
                ("job", job.Id),
                ("name", file.Name),
                ("file", file.FileName),
                ("type", file.ContentType),
                ("key", file.FileKey),
                ("size", file.Size),
                ("hash", file.Hash),
                .. keep is { } kept ? [("keep", table.Ahead(kept))] : Array.Empty<(string, object?)>(),
            ],
            ct
        );
        await transaction.CommitAsync(ct);
        return await ArtifactAsync(job.Id, file.Name, ct);
    }

    /// <summary>The job's file of that name, unless it has expired.</summary>
    public async Task<Artifact?> ArtifactAsync(long jobId, string name, CancellationToken ct) =>
        (
            await table.ReadAsync(
                "SELECT id, file_name, content_type, file_key, size, hash, created_at, expires_at FROM artifacts WHERE job_id = @job AND name = @name AND removed_at IS NULL",
                [("job", jobId), ("name", name)],
                r => new Artifact
                {
                    Id = r.GetInt64(0),
                    JobId = jobId,
                    Name = name,
                    FileName = r.GetString(1),
                    ContentType = r.GetString(2),
                    FileKey = r.GetString(3),
                    Size = r.GetInt64(4),
                    Hash = r.GetString(5),
                    CreatedAt = JobTable.Instant(r, 6)!.Value,
                    ExpiresAt = JobTable.Instant(r, 7),
                },
                ct
            )
        ).SingleOrDefault();

    /// <summary>
    /// Takes jobs from processes that fell silent: back into the queue at their old place, or failed when no attempt is left, or cancelled when that was asked for.
    /// </summary>
    /// <param name="own">What this process runs itself: it is alive, however late its renewal.</param>
    public async Task<IReadOnlyList<JobTransition>> RescueAsync(
        IReadOnlyCollection<ClaimedJob> own,
        CancellationToken ct
    )
    {
        const string Ends = "cancel_requested_at IS NOT NULL OR attempt >= max_attempts";
        var expired =
            $"SELECT id FROM jobs WHERE state = 2 AND lease_until < {Sql.Now}{(own.Count == 0 ? "" : $" AND (id, fence) NOT IN (VALUES {Pairs(own)})")}";
        if ((await table.ReadAsync($"{expired} LIMIT 1", [], r => r.GetInt64(0), ct)).Count == 0)
            return [];
        await using var db = table.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await table.ReadAsync(
            db,
            Sql.UpdatePicked(
                "",
                $"{expired} ORDER BY lease_until LIMIT 100",
                $"""
                state = CASE WHEN cancel_requested_at IS NOT NULL THEN 5 WHEN attempt < max_attempts THEN 1 ELSE 4 END, finished_at = CASE WHEN {Ends} THEN {Sql.Now} ELSE NULL END,
                error_code = @code, error_message = @message, slot = NULL, lease_until = NULL, updated_at = {Sql.Now}
                """,
                "id, owner_id, state, kind, attempt"
            ),
            [("code", StoppedCode), ("message", StoppedMessage)],
            r =>
                (
                    Move: new JobTransition(r.GetInt64(0), r.GetInt32(1), (JobState)r.GetInt16(2), r.GetString(3)),
                    Attempt: r.GetInt32(4)
                ),
            ct
        );
        foreach (var (move, attempt) in moved)
            await KeepErrorAsync(db, move.Id, attempt, StoppedCode, StoppedMessage, ct);
        await transaction.CommitAsync(ct);
        return [.. moved.Select(m => m.Move)];
    }

    internal const string StoppedCode = "stopped";
    internal const string StoppedMessage = "The process running it stopped.";

    private async Task<JobState?> EndAsync(
        ClaimedJob job,
        string set,
        IReadOnlyList<(string, object?)> values,
        CancellationToken ct,
        string onlyIf = ""
    )
    {
        await using var db = table.Open();
        return await EndAsync(db, job, set, values, ct, onlyIf);
    }

    private async Task<JobState?> EndAsync(
        ReportsDb db,
        ClaimedJob job,
        string set,
        IReadOnlyList<(string, object?)> values,
        CancellationToken ct,
        string onlyIf = ""
    )
    {
        var ended = await table.ReadAsync(
            db,
            $"UPDATE jobs SET {set}, slot = NULL, lease_until = NULL, updated_at = {Sql.Now} WHERE id = @id AND fence = @fence AND state = 2{onlyIf} RETURNING state",
            [.. values, ("id", job.Id), ("fence", job.Fence)],
            r => (JobState)r.GetInt16(0),
            ct
        );
        return ended is [var state] ? state : null;
    }

    private async Task KeepErrorAsync(
        ReportsDb db,
        long jobId,
        int attempt,
        string code,
        string message,
        CancellationToken ct
    ) =>
        await table.WriteAsync(
            db,
            $"INSERT INTO job_errors (job_id, attempt, at, code, message) VALUES (@job, @attempt, {Sql.Now}, @code, @message)",
            [("job", jobId), ("attempt", attempt), ("code", code), ("message", message)],
            ct
        );

    private static string Pairs(IEnumerable<ClaimedJob> jobs) =>
        string.Join(", ", jobs.Select(j => string.Create(CultureInfo.InvariantCulture, $"({j.Id}, {j.Fence})")));

    private static bool Flag(DbDataReader row, int column) =>
        Convert.ToBoolean(row.GetValue(column), CultureInfo.InvariantCulture);
}
