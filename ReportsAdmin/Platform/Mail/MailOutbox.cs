using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Platform.Mail;

/// <summary>A mail to be written.</summary>
/// <param name="To">One address, checked by <see cref="MailAddresses"/>.</param>
/// <param name="About">An address of the application: <c>/documents/12</c>.</param>
public sealed record NewMail(string To, MailText Text, string About, int CausedById)
{
    /// <summary>When a mail has this key already, that one stays the only one.</summary>
    public string? UniqueKey { get; init; }

    public IReadOnlyList<MailFile> Files { get; init; } = [];
}

/// <summary>A stored file to be attached.</summary>
public sealed record MailFile(string FileKey, string FileName, string ContentType, long Size);

/// <summary>A mail that was written.</summary>
/// <param name="JobId">What sends it; 0 when mail is not set up.</param>
public sealed record WrittenMail(long Id, long JobId);

/// <summary>
/// Writes mails and lets jobs send them. A mail is written in the caller's transaction: it exists if, and only if, what it tells of happened.
/// </summary>
public sealed class MailOutbox(
    JobQueue queue,
    MailOptions options,
    CompanyBrand brand,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    /// <summary>Topic of the signal that a mail was written or changed state.</summary>
    public const string Topic = "mails";

    internal const int MaxSubject = 300;

    private const int ResentAtOnce = 500;

    /// <summary>Whether what is written is sent.</summary>
    public bool IsSetUp => options.IsSetUp;

    /// <summary>Whether files of so many bytes in all may be attached to one mail.</summary>
    public bool CanAttach(long bytes) => bytes <= options.AttachmentBytes;

    /// <summary>Writes a mail within the caller's transaction when there is one. Call <see cref="AnnounceAsync"/> after the commit.</summary>
    /// <returns>Null when a mail of its unique key is there already.</returns>
    /// <exception cref="DomainException">The address cannot be used.</exception>
    public async Task<WrittenMail?> WriteAsync(ReportsDb db, NewMail mail, CancellationToken ct)
    {
        if (MailAddresses.ProblemOf(mail.To) is { } problem)
            throw DomainException.Invalid("to", problem);
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await using var _ = own;
        if (await InsertAsync(db, mail, ct) is not { } id)
            return null;
        for (var i = 0; i < mail.Files.Count; i++)
            await AttachAsync(db, id, i, mail.Files[i], ct);
        var job = options.IsSetUp ? await queue.EnqueueAsync(db, JobOf(id, mail.CausedById), ct) : 0;
        if (own is not null)
            await own.CommitAsync(ct);
        return new WrittenMail(id, job);
    }

    /// <summary>Wakes the workers and tells watchers, after the commit.</summary>
    public async Task AnnounceAsync(IReadOnlyCollection<WrittenMail> mails, int causedById)
    {
        List<(long, int)> jobs = [.. mails.Where(m => m.JobId != 0).Select(m => (m.JobId, causedById))];
        if (jobs.Count > 0)
            await queue.AnnounceAllAsync(jobs);
        await notifier.PublishAsync(Topic);
    }

    /// <summary>Which of the mails have a job that will send them.</summary>
    public async Task<IReadOnlySet<long>> UnderwayAsync(
        ReportsDb db,
        IReadOnlyCollection<long> ids,
        CancellationToken ct
    )
    {
        var keys = ids.ToDictionary(KeyOf, id => id, StringComparer.Ordinal);
        var names = keys.Keys.ToList();
        var open = await db.Set<Job>()
            .Where(j =>
                j.UniqueKey != null
                && names.Contains(j.UniqueKey)
                && (j.State == JobState.Scheduled || j.State == JobState.Pending || j.State == JobState.Running)
            )
            .Select(j => j.UniqueKey!)
            .ToListAsync(ct);
        return open.Select(k => keys[k]).ToHashSet();
    }

    /// <summary>Lets mails be sent that were not: failed ones, those from before mail was set up, and those whose job is gone.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ResendAsync(ReportsDb db, IQueryable<OutgoingMail> mails, int byId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ids = await mails
            .Where(m => m.State != MailState.Sent)
            .OrderBy(m => m.Id)
            .Select(m => m.Id)
            .Take(ResentAtOnce)
            .ToListAsync(ct);
        var jobs = new List<WrittenMail>();
        foreach (var id in ids)
            jobs.Add(new WrittenMail(id, await queue.EnqueueAsync(db, JobOf(id, byId), ct)));
        await db.Set<OutgoingMail>()
            .Where(m => ids.Contains(m.Id) && m.State != MailState.Sent)
            .ExecuteUpdateAsync(
                s => s.SetProperty(m => m.State, MailState.Queued).SetProperty(m => m.LastError, (string?)null),
                ct
            );
        await transaction.CommitAsync(ct);
        await AnnounceAsync(jobs, byId);
        return jobs.Count;
    }

    private static string KeyOf(long id) => FormattableString.Invariant($"mail:{id}");

    // Neither address nor subject: titles of jobs are seen by many.
    private NewJob JobOf(long id, int ownerId) =>
        new(
            SendMailHandler.JobKind,
            FormattableString.Invariant($"Mail {id}"),
            FormattableString.Invariant($"{{\"mailId\":{id}}}"),
            ownerId
        )
        {
            MaxAttempts = options.Attempts,
            UniqueKey = KeyOf(id),
        };

    private async Task<long?> InsertAsync(ReportsDb db, NewMail mail, CancellationToken ct)
    {
        var domain = options.From is { } from ? from[(from.LastIndexOf('@') + 1)..] : "localhost.invalid";
        var messageId = $"{Guid.NewGuid():N}@{domain}";
        var company = brand.Branding.Company;
        var subject = mail.Text.Subject.Length > MaxSubject ? mail.Text.Subject[..MaxSubject] : mail.Text.Subject;
        var (text, html) = (mail.Text.AsText(company), mail.Text.AsHtml(company));
        var state = (short)(options.IsSetUp ? MailState.Queued : MailState.Held);
        var now = time.GetUtcNow().UtcDateTime;
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO mails (message_id, unique_key, to_address, subject, text, html, state, attempts, about, caused_by_id, created_at)
                VALUES ({messageId}, {mail.UniqueKey}, {mail.To.Trim()}, {subject}, {text}, {html}, {state}, 0, {mail.About}, {mail.CausedById}, {now})
                ON CONFLICT DO NOTHING
                RETURNING id AS "Value"
                """
            )
            .ToListAsync(ct);
        return ids is [var id] ? id : null;
    }

    private static Task AttachAsync(ReportsDb db, long mailId, int position, MailFile file, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mail_attachments (mail_id, position, file_key, file_name, content_type, size)
            VALUES ({mailId}, {(short)position}, {file.FileKey}, {file.FileName}, {file.ContentType}, {file.Size})
            """,
            ct
        );
}
