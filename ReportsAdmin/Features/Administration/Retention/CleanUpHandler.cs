using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;

namespace ReportsAdmin.Features.Administration.Retention;

/// <summary>Deletes what has had its time, of every kind.</summary>
public sealed class CleanUpHandler(RetentionQueries retentions) : IJobHandler
{
    public const string JobKind = "admin.clean-up";

    public static readonly NightlyJob EveryNight = new(JobKind, Title, "30 2 * * *");

    private const string Title = "Clean-up";

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    internal static NewJob NewJob(int ownerId) =>
        new(JobKind, Title, "{}", ownerId) { Priority = JobPriority.Low, UniqueKey = JobKind };

    public async Task RunAsync(JobContext context, CancellationToken ct) =>
        context.SetResult(await retentions.DeleteAsync((title, percent) => context.Report(title, percent), ct));
}
