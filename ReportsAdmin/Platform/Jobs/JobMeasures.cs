using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>How long jobs really take.</summary>
public sealed class JobMeasures(TimeProvider time)
{
    private const int Recent = 20;

    /// <summary>The mean duration of the latest completed jobs of the kind; null when there is none.</summary>
    public async Task<TimeSpan?> MeanAsync(ReportsDb db, string kind, CancellationToken ct)
    {
        var runs = await db.Set<Job>()
            .Where(j => j.State == JobState.Completed && j.Kind == kind)
            .OrderByDescending(j => j.FinishedAt)
            .Take(Recent)
            .Select(j => new { j.StartedAt, j.FinishedAt })
            .ToListAsync(ct);
        return runs.Count == 0
            ? null
            : TimeSpan.FromSeconds(runs.Average(r => Math.Max(0, (r.FinishedAt - r.StartedAt)!.Value.TotalSeconds)));
    }

    /// <summary>The workers as they are busy now, with the mean durations of all kinds that run or wait.</summary>
    internal async Task<WaitingLine> WaitingLineAsync(ReportsDb db, int workers, CancellationToken ct)
    {
        var running = await db.Set<Job>()
            .Where(j => j.State == JobState.Running)
            .Select(j => new { j.Kind, j.StartedAt })
            .ToListAsync(ct);
        var waiting = await db.Set<Job>()
            .Where(j => j.State == JobState.Pending)
            .Select(j => j.Kind)
            .Distinct()
            .ToListAsync(ct);
        var means = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var kind in running.Select(r => r.Kind).Concat(waiting).Distinct())
        {
            if (await MeanAsync(db, kind, ct) is { } mean)
                means[kind] = mean;
        }

        // Nodes are not counted anywhere; what runs now is the best witness of more than our own workers.
        var now = time.GetUtcNow().UtcDateTime;
        var line = new WaitingLine(Math.Max(1, Math.Max(workers, running.Count)), means);
        foreach (var job in running)
            line.Start(job.Kind, now - job.StartedAt!.Value);
        return line;
    }
}

/// <summary>Plays the queue forward: each job goes to the worker that is free first.</summary>
internal sealed class WaitingLine
{
    private readonly PriorityQueue<int, TimeSpan> free = new();
    private readonly Dictionary<string, TimeSpan> means;
    private readonly TimeSpan? usual;

    public WaitingLine(int workers, Dictionary<string, TimeSpan> means)
    {
        this.means = means;
        usual = means.Count == 0 ? null : TimeSpan.FromTicks((long)means.Values.Average(m => m.Ticks));
        for (var i = 0; i < workers; i++)
            free.Enqueue(i, TimeSpan.Zero);
    }

    /// <summary>Until the next job starts; null when no duration is known at all.</summary>
    public TimeSpan? Wait => usual is not null && free.TryPeek(out _, out var first) ? first : null;

    /// <summary>A job that has been running for a while.</summary>
    public void Start(string kind, TimeSpan elapsed)
    {
        var left = MeanOf(kind) - elapsed;
        free.EnqueueDequeue(0, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>A job that waits before the next one.</summary>
    public void Add(string kind)
    {
        free.TryDequeue(out var worker, out var at);
        free.Enqueue(worker, at + MeanOf(kind));
    }

    private TimeSpan MeanOf(string kind) => means.TryGetValue(kind, out var mean) ? mean : usual ?? TimeSpan.Zero;
}
