using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Something whose day has come, and whom it concerns.</summary>
/// <param name="People">Keys of people; 0 stands for nobody.</param>
public sealed record DueReminder(NewNotification Notification, IReadOnlyCollection<int> People);

/// <summary>A job of every morning that tells people of what is due. Whoever was told is not told again: notifications have unique keys.</summary>
public abstract class MorningReminders(IDbContextFactory<ReportsDb> contexts, NotificationOutbox notifications)
    : IJobHandler
{
    public abstract string Kind { get; }

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct) =>
        context.SetResult(
            new { Due = await RemindAsync((done, all) => context.Report("Reminding", done * 100 / all, done, all), ct) }
        );

    /// <summary>Writes the reminders of today; answers how many things are due.</summary>
    /// <param name="report">Takes how many are done, of how many.</param>
    public async Task<int> RemindAsync(Action<int, int> report, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var due = await DueAsync(db, ct);
        for (var i = 0; i < due.Count; i++)
        {
            report(i, due.Count);
            var written = await notifications.WriteAsync(
                db,
                due[i].Notification,
                [.. due[i].People.Where(id => id > 0).Distinct()],
                ct
            );
            await notifications.AnnounceAsync(written);
        }

        return due.Count;
    }

    private protected abstract Task<IReadOnlyList<DueReminder>> DueAsync(ReportsDb db, CancellationToken ct);
}
