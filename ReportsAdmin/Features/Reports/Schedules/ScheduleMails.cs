using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Schedules;

/// <summary>Sends the recipients of a schedule its report, as far as each may see it at that moment.</summary>
public sealed class ScheduleMails(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    AccessQueries access,
    ReportCatalog catalog,
    MailOutbox outbox,
    MailTemplates templates
)
{
    /// <summary>Writes the mails once, however often the job of the report is attempted; nothing for reports without a schedule, and while mail is not set up.</summary>
    internal async Task ReadyAsync(ReportRun run, Artifact file, CancellationToken ct)
    {
        if (run.ScheduleId is null || !outbox.IsSetUp)
            return;
        await using var db = contexts.CreateDbContext();
        var shares = await db.Set<ReportShare>().Where(s => s.RunId == run.Id).Select(s => s.UserId).ToListAsync(ct);
        var people = await access.PeopleAsync([.. shares, run.OwnerId], ct);
        var mail = MailOf(run, file, people.GetValueOrDefault(run.OwnerId)?.Name ?? "?");
        var written = new List<WrittenMail>();
        foreach (var id in shares.Where(people.ContainsKey))
        {
            if (MailAddresses.ProblemOf(people[id].Email) is not null || !await SeesAsync(db, id, run, ct))
                continue;
            var own = mail with
            {
                To = people[id].Email,
                UniqueKey = FormattableString.Invariant($"scheduled-report:{run.Id}:{id}"),
            };
            if (await outbox.WriteAsync(db, own, ct) is { } one)
                written.Add(one);
        }

        if (written.Count > 0)
        {
            var count = AuditField.Fact("Recipients", written.Count);
            await db.RecordAsync(AuditActions.Sent, ReportsAudit.Job, run.Id, run.Name, ct, count);
        }

        await outbox.AnnounceAsync(written, run.OwnerId);
    }

    private NewMail MailOf(ReportRun run, Artifact file, string ownerName)
    {
        var path = "/jobs/" + ApiId.Of(ReportJobIds.ReportJob, run.Id);
        var attached = outbox.CanAttach(file.Size);
        return new NewMail("", templates.ScheduledReport(run.Name, ownerName, path, attached), path, run.OwnerId)
        {
            Files = attached ? [new MailFile(file.FileKey, file.FileName, file.ContentType, file.Size)] : [],
        };
    }

    /// <summary>Rights may have changed since the person was named: what they may not open, they are not sent.</summary>
    private async Task<bool> SeesAsync(ReportsDb db, int userId, ReportRun run, CancellationToken ct) =>
        await viewers.FindAsync(userId, ct) is { CurrentUser: var person }
        && person.Can(ReportJobQueries.ReadPermission)
        && await (await VisibleRuns.OfAsync(db, person, catalog, ct)).AnyAsync(r => r.Id == run.Id, ct);
}
