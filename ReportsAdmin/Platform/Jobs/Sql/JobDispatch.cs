using System.Data.Common;
using System.Globalization;

namespace ReportsAdmin.Platform.Jobs.Sql;

/// <summary>A kind and how many of it may run at once, over all nodes.</summary>
public sealed record KindLimit(string Kind, int MaxRunning);

/// <summary>What there is to do.</summary>
/// <param name="Pending">A job is in the queue.</param>
/// <param name="Due">A scheduled job's time has come.</param>
/// <param name="NextIn">Until the next scheduled job's time comes.</param>
public sealed record QueueStatus(bool Pending, bool Due, TimeSpan? NextIn);

/// <summary>A change of state that another process or the janitor made.</summary>
public sealed record JobTransition(long Id, int OwnerId, JobState State, string Kind);

/// <summary>Moves jobs into the queue and out of it: due ones enter, the first are claimed, those of silent processes go back. Each move is one conditional statement.</summary>
public sealed class JobDispatch(JobTable table, JobKinds kinds)
{
    internal const string StoppedCode = "stopped";
    internal const string StoppedMessage = "The process running it stopped.";

    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(30);

    private IQueueSql Sql => table.Sql;

    /// <summary>Reads only, so that an idle worker never waits for SQLite's one writer.</summary>
    public async Task<QueueStatus> LookAsync(CancellationToken ct) =>
        (
            await table.ReadAsync(
                $"""
                SELECT
                    EXISTS (SELECT 1 FROM jobs WHERE state = 1),
                    EXISTS (SELECT 1 FROM jobs WHERE state = 0 AND run_at <= {Sql.Now}),
                    (SELECT run_at FROM jobs WHERE state = 0 ORDER BY run_at LIMIT 1)
                """,
                [],
                r => new QueueStatus(JobTable.Flag(r, 0), JobTable.Flag(r, 1), JobTable.Instant(r, 2) - table.UtcNow),
                ct
            )
        )[0];

    /// <summary>Puts the next scheduled job whose time has come into the queue; false when there is none. One at a time, because each takes its turn behind the one before.</summary>
    public async Task<bool> PromoteAsync(CancellationToken ct)
    {
        var statement = Sql.UpdatePicked(
            "",
            $"""
            SELECT id FROM jobs
            WHERE state = 0 AND run_at <= {Sql.Now}
            ORDER BY run_at, id
            LIMIT 1
            """,
            $"state = 1, turn = {table.FairOrder("jobs.priority", "jobs.owner_id")}, updated_at = {Sql.Now}",
            "id"
        );
        return (await table.ReadAsync(statement, [], r => r.GetInt64(0), ct)).Count > 0;
    }

    /// <summary>
    /// Takes the first jobs of the queue: highest priority, then turn, then time. Kinds at their limit are passed over. On the calling
    /// thread: where handlers keep the thread pool busy, what follows an awaited claim could begin after its lease has run out.
    /// </summary>
    /// <param name="from">The least priority that is taken.</param>
    /// <returns>At most <paramref name="count"/> jobs, in the order of the queue.</returns>
    public IReadOnlyList<ClaimedJob> Claim(string worker, int count, TimeSpan lease, short from = short.MinValue)
    {
        var limits = kinds.Limits;
        if (limits.Count == 0)
            return ClaimOnce(worker, count, lease, from, limits);

        // One statement may not put two jobs into the same slot, so with limits each takes one job.
        var claimed = new List<ClaimedJob>();
        while (claimed.Count < count && ClaimOnce(worker, 1, lease, from, limits) is [var one])
            claimed.Add(one);
        return claimed;
    }

    private IReadOnlyList<ClaimedJob> ClaimOnce(
        string worker,
        int count,
        TimeSpan lease,
        short from,
        IReadOnlyList<KindLimit> limits
    )
    {
        var statement = ClaimStatement(limits);
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
                var claimed = table.Read(statement, values, ClaimedJob.Read, ClaimTimeout);
                return [.. claimed.OrderBy(c => c.Place)];
            }
            catch (DbException e) when (e.SqlState == JobQueue.UniqueViolation)
            {
                // Two nodes took the same slot of a kind at once; the index let one of them have it. Look again.
            }
        }
    }

    private string ClaimStatement(IReadOnlyList<KindLimit> limits)
    {
        var (slot, limited) = ("NULL", "");
        if (limits.Count > 0)
        {
            var names = string.Join(", ", limits.Select((_, i) => $"@k{i}"));
            slot = "(SELECT f.slot FROM free f WHERE f.kind = jobs.kind)";
            limited = $"AND (kind NOT IN ({names}) OR kind IN (SELECT kind FROM free))";
        }

        return Sql.UpdatePicked(
            With(limits),
            $"""
            SELECT id FROM jobs
            WHERE state = 1 AND priority >= @from {limited}
            ORDER BY priority DESC, turn, run_at, id
            LIMIT @count
            """,
            $"""
            state = 2, worker = @worker, attempt = attempt + 1, fence = fence + 1, slot = {slot},
            started_at = {Sql.Now}, updated_at = {Sql.Now}, lease_until = {Sql.Later("lease")},
            step = NULL, percent = 0, rows_done = 0, rows_total = NULL
            """,
            ClaimedJob.Columns
        );
    }

    /// <summary>The lowest free slot of each limited kind.</summary>
    private static string With(IReadOnlyList<KindLimit> limits)
    {
        if (limits.Count == 0)
            return "";
        var slots = limits.SelectMany(
            (l, i) =>
                Enumerable
                    .Range(1, l.MaxRunning)
                    .Select(s => string.Create(CultureInfo.InvariantCulture, $"(CAST(@k{i} AS varchar(60)), {s})"))
        );
        return $"""
            slots(kind, slot) AS (VALUES {string.Join(", ", slots)}),
            free AS (
                SELECT s.kind AS kind, min(s.slot) AS slot
                FROM slots s
                WHERE NOT EXISTS (SELECT 1 FROM jobs r WHERE r.state = 2 AND r.slot = s.slot AND r.kind = s.kind)
                GROUP BY s.kind
            )
            """;
    }

    /// <summary>
    /// Takes jobs from processes that fell silent: back into the queue at their old place, or failed when no attempt is left, or cancelled when that was asked for.
    /// </summary>
    /// <param name="own">What this process runs itself: it is alive, however late its renewal.</param>
    public async Task<IReadOnlyList<JobTransition>> RescueAsync(
        IReadOnlyCollection<ClaimedJob> own,
        CancellationToken ct
    )
    {
        var others = own.Count == 0 ? "" : $" AND (id, fence) NOT IN (VALUES {ClaimedJob.Pairs(own)})";
        var expired = $"SELECT id FROM jobs WHERE state = 2 AND lease_until < {Sql.Now}{others}";
        if ((await table.ReadAsync($"{expired} LIMIT 1", [], r => r.GetInt64(0), ct)).Count == 0)
            return [];
        await using var db = table.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await table.ReadAsync(
            db,
            RescueStatement(expired),
            [("code", StoppedCode), ("message", StoppedMessage)],
            r =>
                (
                    Move: new JobTransition(r.GetInt64(0), r.GetInt32(1), (JobState)r.GetInt16(2), r.GetString(3)),
                    Attempt: r.GetInt32(4)
                ),
            ct
        );
        foreach (var (move, attempt) in moved)
            await table.AddErrorAsync(db, move.Id, attempt, StoppedCode, StoppedMessage, ct);
        await transaction.CommitAsync(ct);
        return [.. moved.Select(m => m.Move)];
    }

    private string RescueStatement(string expired) =>
        Sql.UpdatePicked(
            "",
            $"{expired} ORDER BY lease_until LIMIT 100",
            $"""
            state = CASE
                WHEN cancel_requested_at IS NOT NULL THEN 5
                WHEN attempt < max_attempts THEN 1
                ELSE 4
            END,
            finished_at = CASE
                WHEN cancel_requested_at IS NOT NULL OR attempt >= max_attempts THEN {Sql.Now}
                ELSE NULL
            END,
            error_code = @code, error_message = @message, slot = NULL, lease_until = NULL, updated_at = {Sql.Now}
            """,
            "id, owner_id, state, kind, attempt"
        );
}
