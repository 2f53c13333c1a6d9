using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>What runs of the ladder and of statements have in common. All in the caller's transaction.</summary>
internal static class ReminderRuns
{
    /// <summary>Runs whose job has not ended.</summary>
    public static IQueryable<ReminderRun> LiveRuns(this ReportsDb db) =>
        db.Set<ReminderRun>()
            .Where(r =>
                db.Set<Job>()
                    .Any(j =>
                        j.Id == r.JobId
                        && (j.State == JobState.Scheduled || j.State == JobState.Pending || j.State == JobState.Running)
                    )
            );

    /// <summary>Writes a run without reminders; its key is set.</summary>
    public static async Task<ReminderRun> AddRunAsync(
        this ReportsDb db,
        CurrentUser currentUser,
        DateOnly day,
        DateTime utc,
        CancellationToken ct
    )
    {
        var run = new ReminderRun
        {
            StartedAt = utc,
            ById = currentUser.UserId,
            ByName = currentUser.Name,
            Day = day,
        };
        db.Add(run);
        await db.SaveChangesAsync(ct);
        return run;
    }

    /// <summary>Queues the job that sends the run. Call it when the reminders are written.</summary>
    public static async Task QueueAsync(
        this ReportsDb db,
        JobQueue queue,
        ReminderRun run,
        NewJob job,
        CancellationToken ct
    )
    {
        run.JobId = await queue.EnqueueAsync(db, job, ct);
        await db.Set<ReminderRun>()
            .Where(r => r.Id == run.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.JobId, run.JobId), ct);
    }
}
