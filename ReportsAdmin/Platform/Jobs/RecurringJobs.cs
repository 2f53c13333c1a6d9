using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs.Cron;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Jobs that come again at wall-clock times, true across daylight saving. A missed run is caught up once; none fires twice.</summary>
public sealed class RecurringJobs(TimeProvider time)
{
    /// <summary>The shortest time between two runs.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    // Enough to see every gap of a day's pattern.
    private const int TimesLookedAt = 300;

    /// <summary>Adds it within the caller's transaction; an invalid cron or time zone is an error with the field named (<c>cron</c>, <c>timeZone</c>).</summary>
    public async Task<int> AddAsync(ReportsDb db, RecurringJob job, CancellationToken ct)
    {
        job.NextAt = NextOf(job);
        db.Add(job);
        await db.SaveChangesAsync(ct);
        return job.Id;
    }

    /// <summary>Replaces everything but the id and what the scanner keeps (the latest run); the next time is computed again.</summary>
    public async Task ChangeAsync(ReportsDb db, RecurringJob job, CancellationToken ct)
    {
        job.NextAt = NextOf(job);
        var changed = await db.Set<RecurringJob>()
            .Where(r => r.Id == job.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(r => r.Kind, job.Kind)
                        .SetProperty(r => r.Title, job.Title)
                        .SetProperty(r => r.Arguments, job.Arguments)
                        .SetProperty(r => r.OwnerId, job.OwnerId)
                        .SetProperty(r => r.Cron, job.Cron)
                        .SetProperty(r => r.TimeZone, job.TimeZone)
                        .SetProperty(r => r.Enabled, job.Enabled)
                        .SetProperty(r => r.NextAt, job.NextAt),
                ct
            );
        if (changed == 0)
            throw DomainException.NotFound("Recurring job not found.");
    }

    public async Task RemoveAsync(ReportsDb db, int id, CancellationToken ct)
    {
        if (await db.Set<RecurringJob>().Where(r => r.Id == id).ExecuteDeleteAsync(ct) == 0)
            throw DomainException.NotFound("Recurring job not found.");
    }

    /// <summary>The next instants (UTC) after <paramref name="afterUtc"/>; fewer when the cron ends. Refuses an invalid cron or time zone.</summary>
    public static IReadOnlyList<DateTime> NextTimes(string cron, string timeZone, DateTime afterUtc, int count)
    {
        var times = CronTimes.Read(cron, timeZone);
        var next = new List<DateTime>(count);
        for (var at = times.After(afterUtc); at is { } one && next.Count < count; at = times.After(one))
            next.Add(one);
        return next;
    }

    /// <summary>Why a job may not come at these times: never, or more often than <see cref="Shortest"/>; null when it may. Refuses an invalid cron or time zone.</summary>
    public static string? TimesProblem(string cron, string timeZone, DateTime now)
    {
        var times = NextTimes(cron, timeZone, now, TimesLookedAt);
        if (times.Count == 0)
            return $"'{cron}' never comes: no date matches it.";
        return times.Zip(times.Skip(1), (earlier, later) => later - earlier).Any(gap => gap < Shortest)
            ? $"'{cron}' comes more often than every {Shortest.TotalMinutes:0} minutes, which is the most there may be."
            : null;
    }

    private DateTime? NextOf(RecurringJob job)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (TimesProblem(job.Cron, job.TimeZone, now) is { } problem)
            throw DomainException.Invalid("cron", problem);
        return job.Enabled ? CronTimes.Read(job.Cron, job.TimeZone).After(now) : null;
    }
}
