using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Features.Administration.Retention;

/// <summary>Deletes what has had its time, of every kind.</summary>
public sealed class CleanUpHandler(RetentionQueries retentions) : IJobHandler
{
    public const string JobKind = "admin.clean-up";

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    internal static NewJob NewJob(int ownerId) =>
        new(JobKind, "Clean-up", "{}", ownerId) { Priority = JobPriority.Low, UniqueKey = JobKind };

    public async Task RunAsync(JobContext context, CancellationToken ct) =>
        context.SetResult(await retentions.DeleteAsync((title, percent) => context.Report(title, percent), ct));
}

/// <summary>Sees that the clean-up runs every night.</summary>
internal sealed class CleanUpSchedule(IDbContextFactory<ReportsDb> contexts, RecurringJobs recurring) : IHostedService
{
    private const string EveryNight = "30 2 * * *";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateDbContext();
        if (await db.Set<RecurringJob>().AnyAsync(r => r.Kind == CleanUpHandler.JobKind, cancellationToken))
            return;
        await recurring.AddAsync(
            db,
            new RecurringJob
            {
                Kind = CleanUpHandler.JobKind,
                Title = "Clean-up",
                Arguments = "{}",
                OwnerId = 0,
                Cron = EveryNight,
                TimeZone = "Asia/Kolkata",
                Enabled = true,
            },
            cancellationToken
        );
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
