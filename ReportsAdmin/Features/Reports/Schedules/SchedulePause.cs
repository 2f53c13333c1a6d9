using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>
/// Stops a schedule whose owner may no longer do what it does, which would fail at every run, and tells those who can help or wait for it: the
/// owner, their manager, the administrators and the recipients.
/// </summary>
public sealed class SchedulePause(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    NotificationOutbox notifications,
    MailTemplates templates,
    ChangeNotifier notifier
)
{
    private const string Page = "/schedules";

    /// <param name="why">A sentence.</param>
    internal async Task PauseAsync(
        ReportSchedule schedule,
        IReadOnlyCollection<int> recipients,
        string why,
        CancellationToken ct
    )
    {
        var people = await access.ResponsibleAsync(schedule.OwnerId, recipients, ct);
        var owner = (await access.PeopleAsync([schedule.OwnerId], ct)).GetValueOrDefault(schedule.OwnerId)?.Name ?? "?";
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var paused = await db.Set<RecurringJob>()
            .Where(r => r.Id == schedule.RecurringId && r.Enabled)
            .ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Enabled, false).SetProperty(r => r.NextAt, (DateTime?)null),
                ct
            );
        if (paused == 0)
            return;
        var written = await notifications.WriteAsync(
            db,
            new NewNotification(
                ReportNotifications.Paused,
                $"Schedule paused: {schedule.Name}",
                $"It belongs to {owner}. {why}",
                Page
            )
            {
                IsProblem = true,
                Mail = templates.SchedulePaused(schedule.Name, owner, why),
            },
            [.. people.Select(p => p.Id)],
            ct
        );
        await transaction.CommitAsync(ct);
        await notifications.AnnounceAsync(written);
        await notifier.PublishAsync(TemplateCommands.Topic);
    }
}
