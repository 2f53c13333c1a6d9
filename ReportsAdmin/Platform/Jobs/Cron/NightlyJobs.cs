using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Cron;

/// <summary>A job of the system itself that runs every night, by India's clock.</summary>
/// <param name="Cron">When, such as <c>30 2 * * *</c>.</param>
public sealed record NightlyJob(string Kind, string Title, string Cron);

/// <summary>Sees at start that each nightly job has its line among the recurring ones; a line that is there stays as it is.</summary>
internal sealed class NightlyJobs(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    IEnumerable<NightlyJob> jobs
) : IHostedService
{
    private const string TimeZone = "Asia/Kolkata";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateDbContext();
        foreach (var job in jobs)
        {
            if (await db.Set<RecurringJob>().AnyAsync(r => r.Kind == job.Kind, cancellationToken))
                continue;
            await recurring.AddAsync(
                db,
                new RecurringJob
                {
                    Kind = job.Kind,
                    Title = job.Title,
                    Arguments = "{}",
                    OwnerId = 0,
                    Cron = job.Cron,
                    TimeZone = TimeZone,
                    Enabled = true,
                },
                cancellationToken
            );
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
