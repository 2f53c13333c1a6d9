using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Tells the owner of a report that it is ready, and the recipients of a schedule, as far as each may see it at that moment.</summary>
public sealed class ReadyReports(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    AccessQueries access,
    ReportCatalog catalog,
    ReadyMails mails
)
{
    /// <summary>Tells each once, however often the job of the report is attempted.</summary>
    internal async Task TellAsync(ReportRun run, Artifact file, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await mails.TellOwnerAsync(db, run, ct);
        if (run.ScheduleId is null)
            return;
        var shares = await db.Set<ReportShare>().Where(s => s.RunId == run.Id).Select(s => s.UserId).ToListAsync(ct);
        var seeing = new List<int>();
        foreach (var id in shares.Where(id => id != run.OwnerId))
        {
            if (await SeesAsync(db, id, run, ct))
                seeing.Add(id);
        }

        var owner = (await access.PeopleAsync([run.OwnerId], ct)).GetValueOrDefault(run.OwnerId)?.Name ?? "?";
        await mails.TellRecipientsAsync(db, run, file, (owner, seeing), ct);
    }

    /// <summary>Rights may have changed since the person was named: what they may not open, they are not sent.</summary>
    private async Task<bool> SeesAsync(ReportsDb db, int userId, ReportRun run, CancellationToken ct) =>
        await viewers.FindAsync(userId, ct) is { CurrentUser: var person }
        && person.Can(ReportJobQueries.ReadPermission)
        && await (await VisibleRuns.OfAsync(db, person, catalog, ct)).AnyAsync(r => r.Id == run.Id, ct);
}

/// <summary>The notifications about a report that is ready.</summary>
public sealed class ReadyMails(
    NotificationOutbox notifications,
    MailOutbox outbox,
    MailTemplates templates,
    WebhookOutbox webhooks
)
{
    internal async Task TellOwnerAsync(ReportsDb db, ReportRun run, CancellationToken ct)
    {
        var path = ReportNotifications.PathOf(run);
        var written = await notifications.WriteAsync(
            db,
            new NewNotification(
                ReportNotifications.Ready,
                $"{run.Name} is ready",
                "Your report can be downloaded.",
                path
            )
            {
                IsInBellAnyway = true,
                UniqueKey = FormattableString.Invariant($"report-ready:{run.Id}"),
            },
            [run.OwnerId],
            ct
        );
        await notifications.AnnounceAsync(written, run.OwnerId);
        await webhooks.AnnounceAsync(
            await webhooks.WriteAsync(
                db,
                ReportNotifications.ReadyEvent.Key,
                new
                {
                    ReportId = ApiId.Of(ReportJobIds.ReportJob, run.Id),
                    run.ReportType,
                    run.Format,
                    run.ScheduleId,
                },
                ct
            )
        );
    }

    internal async Task TellRecipientsAsync(
        ReportsDb db,
        ReportRun run,
        Artifact file,
        (string Owner, IReadOnlyList<int> People) told,
        CancellationToken ct
    )
    {
        var path = ReportNotifications.PathOf(run);
        var attached = outbox.CanAttach(file.Size);
        var written = await notifications.WriteAsync(
            db,
            new NewNotification(
                ReportNotifications.Scheduled,
                $"{run.Name} is ready",
                $"The scheduled report of {told.Owner}.",
                path
            )
            {
                IsInBellAnyway = true,
                UniqueKey = FormattableString.Invariant($"scheduled-report:{run.Id}"),
                Mail = templates.ScheduledReport(run.Name, told.Owner, path, attached),
                Files = attached ? [new MailFile(file.FileKey, file.FileName, file.ContentType, file.Size)] : [],
                CausedById = run.OwnerId,
            },
            told.People,
            ct
        );
        if (written.Mails.Count > 0)
        {
            var count = AuditField.Fact("Recipients", written.Mails.Count);
            await db.RecordAsync(AuditActions.Sent, ReportsAudit.Job, run.Id, run.Name, ct, count);
        }

        await notifications.AnnounceAsync(written, run.OwnerId);
    }
}
