using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Data.Sqlite;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Health;

/// <summary>How something fares. Ordered: the worst of several counts for the whole.</summary>
public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <param name="Tables">Rows by name; empty when they cannot be counted.</param>
/// <param name="Problem">What is wrong, for a person; null when nothing is.</param>
public sealed record DatabaseHealth(
    HealthState State,
    string Provider,
    bool Connected,
    int PendingMigrations,
    IReadOnlyDictionary<string, long> Tables,
    string? Problem
);

/// <param name="Pending">Jobs that may run and do not yet.</param>
/// <param name="OldestSeconds">How long the oldest of them has waited.</param>
public sealed record WorkersHealth(
    HealthState State,
    int Workers,
    int RunningHere,
    int Running,
    int Pending,
    int Scheduled,
    int FailedLastDay,
    long OldestSeconds,
    DateTime LastLookAt,
    string? Problem
);

public sealed record FilesystemHealth(HealthState State, bool Writable, long FreeMegabytes, string? Problem);

/// <param name="Place">Where uploads and reports are: <c>folder</c> or <c>s3</c>.</param>
public sealed record FilesHealth(HealthState State, string Place, string? Problem);

/// <summary>Looks at the parts that the application needs. Nothing is assumed: each is tried.</summary>
public sealed class HealthChecks(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<TableCount> counts,
    WorkerPulse pulse,
    StorageRoot root,
    FileStore files,
    TimeProvider time,
    HealthOptions options,
    ILogger<HealthChecks> log
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan WriterPatience = TimeSpan.FromMilliseconds(500);

    public async Task<DatabaseHealth> DatabaseAsync(CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        var tables = new Dictionary<string, long>(StringComparer.Ordinal);
        var provider = "";
        try
        {
            await using var db = contexts.CreateDbContext();
            provider = db.IsPostgres ? "postgresql" : "sqlite";
            var pending = (await db.Database.GetPendingMigrationsAsync(bounded.Token)).Count();
            if (pending > 0)
                return new DatabaseHealth(
                    HealthState.Unhealthy,
                    provider,
                    true,
                    pending,
                    tables,
                    $"The schema is {pending} steps behind. Run the migrate verb."
                );
            foreach (var count in counts)
                tables[count.Name] = await count.CountAsync(db, bounded.Token);
            var (state, problem) = await WriterAsync(db, bounded.Token);
            return new DatabaseHealth(state, provider, true, 0, tables, problem);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Whatever it is, the answer is that the database does not serve; what exactly is in the log.
            log.LogError(e, "The database did not answer the health check");
            return new DatabaseHealth(
                HealthState.Unhealthy,
                provider,
                false,
                0,
                tables,
                "The database does not answer."
            );
        }
    }

    /// <summary>Whether the database can be written. Reading goes on beside SQLite's one writer, so it does not tell.</summary>
    private async Task<(HealthState State, string? Problem)> WriterAsync(ReportsDb db, CancellationToken ct)
    {
        if (db.IsPostgres)
            return (HealthState.Healthy, null);
        try
        {
            await WriterProbe.TryAsync(db, WriterPatience, ct);
            return (HealthState.Healthy, null);
        }
        catch (Exception e) when (DatabaseOutage.IsBusy(e))
        {
            return (HealthState.Degraded, "A long write holds the database; other changes wait for it.");
        }
        catch (Exception e) when (DatabaseOutage.Of(e) is not null)
        {
            log.LogError(e, "The database cannot be written");
            return (
                HealthState.Unhealthy,
                "The database cannot be written: it is read-only, damaged, or its disk is full."
            );
        }
    }

    public async Task<WorkersHealth> WorkersAsync(CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            var (states, waited) = await QueueAsync(bounded.Token);
            var (state, problem) = Judge(states.GetValueOrDefault(JobState.Running), waited);
            return new WorkersHealth(
                state,
                pulse.Workers,
                pulse.Running,
                states.GetValueOrDefault(JobState.Running),
                states.GetValueOrDefault(JobState.Pending),
                states.GetValueOrDefault(JobState.Scheduled),
                states.GetValueOrDefault(JobState.Failed),
                (long)waited.TotalSeconds,
                pulse.LastAt,
                problem
            );
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.LogError(e, "The queue did not answer the health check");
            return new WorkersHealth(
                HealthState.Unhealthy,
                pulse.Workers,
                pulse.Running,
                0,
                0,
                0,
                0,
                0,
                pulse.LastAt,
                "The queue does not answer."
            );
        }
    }

    /// <summary>Jobs by state, failed ones of the last day only, and how long the oldest that may run has waited.</summary>
    private async Task<(Dictionary<JobState, int> States, TimeSpan Waited)> QueueAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        var states = await db.Set<Job>()
            .Where(j =>
                j.State == JobState.Pending
                || j.State == JobState.Running
                || j.State == JobState.Scheduled
                || (j.State == JobState.Failed && j.FinishedAt > now.AddDays(-1))
            )
            .GroupBy(j => j.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var oldest = await db.Set<Job>().Where(j => j.State == JobState.Pending).MinAsync(j => (DateTime?)j.RunAt, ct);
        return (states, oldest is { } since && since < now ? now - since : TimeSpan.Zero);
    }

    private (HealthState State, string? Problem) Judge(int running, TimeSpan waited) =>
        !pulse.IsAlive ? (HealthState.Unhealthy, "The workers of this process have stopped looking for work.")
        : waited > TooLong && running == 0 ? (HealthState.Unhealthy, "Jobs are waiting and no worker takes them.")
        : waited > TooLong ? (HealthState.Degraded, "Jobs wait longer than a quarter of an hour.")
        : (HealthState.Healthy, null);

    /// <summary>The place of the files, where that is another than the storage folder.</summary>
    public async Task<FilesHealth> FilesAsync(CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        var problem = await files.ProblemAsync(bounded.Token);
        ct.ThrowIfCancellationRequested();
        return new FilesHealth(problem is null ? HealthState.Healthy : HealthState.Unhealthy, files.Place, problem);
    }

    public FilesystemHealth Filesystem()
    {
        var free = 0L;
        try
        {
            free = new DriveInfo(root.Path).AvailableFreeSpace / (1024 * 1024);
            var probe = Path.Combine(root.Folder("health"), Path.GetRandomFileName());
            File.WriteAllText(probe, "ok");
            var read = File.ReadAllText(probe);
            File.Delete(probe);
            if (read != "ok")
                return new FilesystemHealth(
                    HealthState.Unhealthy,
                    false,
                    free,
                    "The storage folder does not give back what was written."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "The storage folder did not pass the health check");
            return new FilesystemHealth(HealthState.Unhealthy, false, free, "The storage folder cannot be written.");
        }

        if (free < options.MinFreeMegabytes)
            return new FilesystemHealth(HealthState.Unhealthy, true, free, $"The disk is full: {free} MB are left.");
        return free < options.EnoughFreeMegabytes
            ? new FilesystemHealth(HealthState.Degraded, true, free, $"The disk is nearly full: {free} MB are left.")
            : new FilesystemHealth(HealthState.Healthy, true, free, null);
    }
}
