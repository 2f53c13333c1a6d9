using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Jobs.Cron;

/// <summary>A job of the system itself that runs every night, by the company's clock.</summary>
/// <param name="Cron">When, such as <c>30 2 * * *</c>.</param>
public sealed record NightlyJob(string Kind, string Title, string Cron);

/// <summary>Sees at start that each nightly job has its line among the recurring ones, at the time and in the time zone that hold now.</summary>
internal sealed class NightlyJobs(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    IEnumerable<NightlyJob> jobs,
    string timeZone
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = contexts.CreateDbContext();
        foreach (var job in jobs)
        {
            var line = await db.Set<RecurringJob>().FirstOrDefaultAsync(r => r.Kind == job.Kind, cancellationToken);
            if (line is null)
                await recurring.AddAsync(db, New(job, timeZone), cancellationToken);
            else if (line.Cron != job.Cron || line.TimeZone != timeZone)
            {
                (line.Cron, line.TimeZone) = (job.Cron, timeZone);
                await recurring.ChangeAsync(db, line, cancellationToken);
            }
        }
    }

    private static RecurringJob New(NightlyJob job, string zone) =>
        new()
        {
            Kind = job.Kind,
            Title = job.Title,
            Arguments = "{}",
            OwnerId = 0,
            Cron = job.Cron,
            TimeZone = zone,
            Enabled = true,
        };

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
