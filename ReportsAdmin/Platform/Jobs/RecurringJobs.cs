using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Jobs that come again at wall-clock times, true across daylight saving. A missed run is caught up once; none fires twice.</summary>
public sealed class RecurringJobs
{
    /// <summary>Adds it within the caller's transaction; an invalid cron or time zone is a refusal with the field named (<c>cron</c>, <c>timeZone</c>).</summary>
    public Task<int> AddAsync(ReportsDb db, RecurringJob job, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Replaces everything but the id; the next time is computed anew.</summary>
    public Task ChangeAsync(ReportsDb db, RecurringJob job, CancellationToken ct) => throw new NotImplementedException();

    public Task RemoveAsync(ReportsDb db, int id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The next instants (UTC) after <paramref name="afterUtc"/>. Refuses an invalid cron or time zone.</summary>
    public static IReadOnlyList<DateTime> NextTimes(string cron, string timeZone, DateTime afterUtc, int count) => throw new NotImplementedException();
}
