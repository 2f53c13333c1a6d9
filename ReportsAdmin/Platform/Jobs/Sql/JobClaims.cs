using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>How progress is written.</summary>
public sealed record JobProgressRow(string Step, short Percent, long RowsDone, long? RowsTotal);

/// <summary>What a process does with the jobs that it holds: renews their leases, reports progress, publishes files, ends them. Each is one conditional statement.</summary>
public sealed class JobClaims(JobTable table)
{
    private IQueueSql Sql => table.Sql;

    /// <summary>Renews the leases of jobs that are held, on the calling thread. A job that is missing in the answer is no longer held.</summary>
    /// <returns>Each job that is still held, and whether its cancellation was asked for.</returns>
    public IReadOnlyDictionary<long, bool> Renew(IReadOnlyCollection<ClaimedJob> held, TimeSpan lease) =>
        table
            .Read(
                $"""
                UPDATE jobs
                SET lease_until = {Sql.Later("lease")}
                WHERE state = 2 AND (id, fence) IN (VALUES {ClaimedJob.Pairs(held)})
                RETURNING id, cancel_requested_at IS NOT NULL
                """,
                [("lease", table.Ahead(lease))],
                r => (Id: r.GetInt64(0), Cancel: JobTable.Flag(r, 1)),
                lease / 2
            )
            .ToDictionary(r => r.Id, r => r.Cancel);

    /// <summary>Ends the job well, or as cancelled when that was asked for meanwhile; null when it is no longer held.</summary>
    public Task<JobState?> CompleteAsync(ClaimedJob job, string? result, CancellationToken ct) =>
        EndAsync(
            job,
            $"""
            state = CASE WHEN cancel_requested_at IS NULL THEN 3 ELSE 5 END,
            percent = CASE WHEN cancel_requested_at IS NULL THEN 100 ELSE percent END,
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
            state = CASE WHEN cancel_requested_at IS NOT NULL THEN 5 WHEN {Again} THEN 0 ELSE 4 END,
            run_at = CASE WHEN {Again} THEN {Sql.Later("pause")} ELSE run_at END,
            finished_at = CASE WHEN {Again} THEN NULL ELSE {Sql.Now} END,
            error_code = @code, error_message = @message
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
            await table.AddErrorAsync(db, job.Id, job.Attempt, code, message, ct);
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
            state = CASE WHEN cancel_requested_at IS NULL THEN 1 ELSE 5 END,
            finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE {Sql.Now} END,
            attempt = attempt - 1, step = NULL, percent = 0, rows_done = 0, rows_total = NULL
            """,
            [],
            ct
        );

    /// <summary>Schedules the job for a later moment; the attempt does not count: the database or the disk could not serve.</summary>
    public Task<JobState?> PostponeAsync(ClaimedJob job, TimeSpan pause, CancellationToken ct) =>
        EndAsync(
            job,
            $"""
            state = CASE WHEN cancel_requested_at IS NULL THEN 0 ELSE 5 END,
            run_at = {Sql.Later("pause")},
            finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE {Sql.Now} END,
            attempt = attempt - 1
            """,
            [("pause", table.Ahead(pause))],
            ct
        );

    /// <summary>Writes how far the work is; false when the job is no longer held. The percentage never falls.</summary>
    public async Task<bool> ProgressAsync(ClaimedJob job, JobProgressRow row, CancellationToken ct)
    {
        await using var db = table.Open();
        return await table.WriteAsync(
                db,
                $"""
                UPDATE jobs
                SET step = @step, percent = {Sql.Greatest}(percent, @percent),
                    rows_done = @done, rows_total = @total, updated_at = {Sql.Now}
                WHERE id = @id AND fence = @fence AND state = 2
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
            $"""
            SELECT id FROM jobs
            WHERE id = @id AND fence = @fence AND state = 2 AND cancel_requested_at IS NULL{Sql.ForUpdate}
            """,
            [("id", job.Id), ("fence", job.Fence)],
            r => r.GetInt64(0),
            ct
        );
        if (held.Count == 0)
            return null;
        await InsertAsync(db, job.Id, file, keep, ct);
        await transaction.CommitAsync(ct);
        return await ArtifactAsync(job.Id, file.Name, ct);
    }

    private async Task InsertAsync(ReportsDb db, long jobId, Artifact file, TimeSpan? keep, CancellationToken ct)
    {
        var expires = keep is null ? "NULL" : Sql.Later("keep");
        await table.WriteAsync(
            db,
            $"""
            INSERT INTO artifacts (job_id, name, file_name, content_type, file_key, size, hash, created_at, expires_at)
            VALUES (@job, @name, @file, @type, @key, @size, @hash, {Sql.Now}, {expires})
            ON CONFLICT (job_id, name) DO UPDATE SET
                file_name = excluded.file_name, content_type = excluded.content_type, file_key = excluded.file_key,
                size = excluded.size, hash = excluded.hash, created_at = excluded.created_at,
                expires_at = excluded.expires_at, removed_at = NULL
            WHERE artifacts.removed_at IS NOT NULL
            """,
            [
                ("job", jobId),
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
    }

    /// <summary>The job's file of that name, unless it has expired.</summary>
    public async Task<Artifact?> ArtifactAsync(long jobId, string name, CancellationToken ct) =>
        (
            await table.ReadAsync(
                """
                SELECT id, file_name, content_type, file_key, size, hash, created_at, expires_at
                FROM artifacts
                WHERE job_id = @job AND name = @name AND removed_at IS NULL
                """,
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
            $"""
            UPDATE jobs
            SET {set}, slot = NULL, lease_until = NULL, updated_at = {Sql.Now}
            WHERE id = @id AND fence = @fence AND state = 2{onlyIf}
            RETURNING state
            """,
            [.. values, ("id", job.Id), ("fence", job.Fence)],
            r => (JobState)r.GetInt16(0),
            ct
        );
        return ended is [var state] ? state : null;
    }
}
