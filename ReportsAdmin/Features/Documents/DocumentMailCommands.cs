using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Documents;

/// <summary>A document that was written to the outbox.</summary>
/// <param name="MailIds">One for each address.</param>
/// <param name="Attached">False when the files are too large: the mails have a link.</param>
/// <param name="Held">True while mail is not set up: the mails wait.</param>
public sealed record MailedDocument(int ReportId, IReadOnlyList<long> MailIds, bool Attached, bool Held);

/// <summary>Sends the newest version of a document by mail.</summary>
public sealed class DocumentMailCommands(
    IDbContextFactory<ReportsDb> contexts,
    MailOutbox outbox,
    MailTemplates templates
)
{
    public const int MaxAddresses = 20;

    /// <param name="emails">1 to 20 addresses; one that is named twice gets one mail.</param>
    /// <exception cref="DomainException">The user may not see the document, its files are not ready, or an address is wrong; each wrong one is named as <c>emails[2]</c>.</exception>
    public async Task<MailedDocument> SendAsync(
        CurrentUser currentUser,
        int id,
        IReadOnlyList<string?>? emails,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var report = await VisibleDocuments.FindAsync(db, currentUser, id, ct);
        var addresses = Checked(emails);
        var version = await VisibleDocuments.VersionAsync(db, report, null, ct);
        var files = await FilesAsync(db, version.JobId, ct);
        var attached = outbox.CanAttach(files.Sum(f => f.Size));
        var path = FormattableString.Invariant($"/documents/{id}");
        var text = templates.Document(report.Title, currentUser.Name, path, attached);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mails = new List<WrittenMail>();
        foreach (var address in addresses)
        {
            var mail = new NewMail(address, text, path, currentUser.UserId) { Files = attached ? files : [] };
            mails.Add((await outbox.WriteAsync(db, mail, ct))!);
        }

        var recipients = AuditField.Fact("Recipients", string.Join(", ", addresses));
        await db.RecordAsync(AuditActions.Sent, DocumentsAudit.Document, id, report.Title, ct, recipients);
        await transaction.CommitAsync(ct);
        await outbox.AnnounceAsync(mails, currentUser.UserId);
        return new MailedDocument(id, [.. mails.Select(m => m.Id)], attached, !outbox.IsSetUp);
    }

    private static List<string> Checked(IReadOnlyList<string?>? emails)
    {
        if (emails is null or { Count: 0 or > MaxAddresses })
            throw DomainException.Invalid("emails", $"emails is a list of 1 to {MaxAddresses} addresses.");
        var problems = emails
            .Select((e, i) => (Field: FormattableString.Invariant($"emails[{i}]"), Problem: MailAddresses.ProblemOf(e)))
            .Where(p => p.Problem is not null)
            .ToDictionary(p => p.Field, p => p.Problem!, StringComparer.Ordinal);
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
        return [.. emails.Select(e => e!.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static async Task<List<MailFile>> FilesAsync(ReportsDb db, long jobId, CancellationToken ct)
    {
        var state = await db.Set<Job>()
            .Where(j => j.Id == jobId)
            .Select(j => (JobState?)j.State)
            .SingleOrDefaultAsync(ct);
        if (state is JobState.Scheduled or JobState.Pending or JobState.Running)
            throw DomainException.Invalid("status", "The report is not ready yet.");
        var files = await db.Set<Artifact>()
            .Where(a => a.JobId == jobId && a.RemovedAt == null)
            .OrderBy(a => a.Id)
            .Select(a => new MailFile(a.FileKey, a.FileName, a.ContentType, a.Size))
            .ToListAsync(ct);
        return state == JobState.Completed && files.Count > 0
            ? files
            : throw DomainException.Invalid("status", "The report has no files. Generate them again.");
    }
}
