using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>
/// Stops a schedule whose owner may no longer do what it does, which would fail at every run, and tells those who can help or wait for it: the
/// owner, their manager, the administrators and the recipients.
/// </summary>
public sealed class SchedulePause(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    MailOutbox outbox,
    MailTemplates templates,
    ChangeNotifier notifier,
    BusinessClock clock
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
        db.AddRange(
            people.Select(p => new Notification
            {
                UserId = p.Id,
                Title = $"Schedule paused: {schedule.Name}",
                Message = $"It belongs to {owner}. {why}",
                Href = Page,
                CreatedAt = clock.UtcNow,
            })
        );
        await db.SaveChangesAsync(ct);
        var mails = await MailAsync(db, people, templates.SchedulePaused(schedule.Name, owner, why), ct);
        await transaction.CommitAsync(ct);
        await outbox.AnnounceAsync(mails, CurrentUser.System.UserId);
        await notifier.PublishAsync(TemplateCommands.Topic);
        foreach (var person in people)
            await notifier.PublishAsync(JobQueue.TopicOfOwner(person.Id));
    }

    private async Task<List<WrittenMail>> MailAsync(
        ReportsDb db,
        IReadOnlyList<PersonName> people,
        MailText text,
        CancellationToken ct
    )
    {
        var mails = new List<WrittenMail>();
        if (!outbox.IsSetUp)
            return mails;
        foreach (var person in people.Where(p => MailAddresses.ProblemOf(p.Email) is null))
            mails.Add(
                (await outbox.WriteAsync(db, new NewMail(person.Email, text, Page, CurrentUser.System.UserId), ct))!
            );
        return mails;
    }
}
