using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Gives jobs to another owner, on the caller's context and in their transaction. They then run with the new owner's rights.</summary>
public static class JobOwners
{
    public static Task GiveToAsync(this IQueryable<Job> jobs, int ownerId, CancellationToken ct) =>
        jobs.ExecuteUpdateAsync(s => s.SetProperty(j => j.OwnerId, ownerId), ct);

    public static Task GiveToAsync(this IQueryable<RecurringJob> jobs, int ownerId, CancellationToken ct) =>
        jobs.ExecuteUpdateAsync(s => s.SetProperty(j => j.OwnerId, ownerId), ct);
}
