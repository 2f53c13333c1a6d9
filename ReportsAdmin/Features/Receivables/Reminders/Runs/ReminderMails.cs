using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>What the mails of a reminder say, and to whom.</summary>
/// <param name="To">One mail each.</param>
/// <param name="File">The statement; null for none.</param>
internal sealed record ReminderContent(MailText Text, IReadOnlyList<(string Address, bool IsCopy)> To, Artifact? File);

/// <summary>What came of a run.</summary>
internal sealed record RunOutcome(int Written, int Skipped);

/// <summary>Writes the mails of reminders into the outbox, each with its line in the log, and closes runs.</summary>
public sealed class ReminderMails(
    IDbContextFactory<ReportsDb> contexts,
    MailOutbox outbox,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    internal const string TooLarge = "The statement is larger than a mail may be.";

    internal bool CanAttach(Artifact file) => outbox.CanAttach(file.Size);

    /// <summary>What the job of a run has still to do.</summary>
    internal async Task<List<Reminder>> PlannedAsync(int runId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<Reminder>()
            .Where(r => r.RunId == runId && r.State == ReminderState.Planned)
            .OrderBy(r => r.Id)
            .ToListAsync(ct);
    }

    /// <summary>Writes them in the caller's transaction; announced after the commit.</summary>
    internal async Task<List<WrittenMail>> WriteAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Reminder reminder,
        ReminderContent content,
        CancellationToken ct
    )
    {
        var written = new List<WrittenMail>();
        for (var i = 0; i < content.To.Count; i++)
        {
            var mail = new NewMail(
                content.To[i].Address,
                content.Text,
                string.Create(CultureInfo.InvariantCulture, $"/customers/{reminder.CustomerId}"),
                currentUser.UserId
            )
            {
                UniqueKey = FormattableString.Invariant($"reminder:{reminder.Id}:{i}"),
                Files = content.File is { } file
                    ? [new MailFile(file.FileKey, file.FileName, file.ContentType, file.Size)]
                    : [],
            };
            if (await outbox.WriteAsync(db, mail, ct) is not { } one)
                continue;
            written.Add(one);
            db.Add(
                new ReminderMail
                {
                    ReminderId = reminder.Id,
                    Position = (short)i,
                    MailId = one.Id,
                    ToAddress = BouncedAddresses.Fold(content.To[i].Address),
                    IsCopy = content.To[i].IsCopy,
                }
            );
        }

        await db.SaveChangesAsync(ct);
        return written;
    }

    internal Task AnnounceAsync(IReadOnlyCollection<WrittenMail> mails, CurrentUser currentUser) =>
        outbox.AnnounceAsync(mails, currentUser.UserId);

    /// <summary>Notes that the job of a run has come to its end.</summary>
    internal async Task<RunOutcome> FinishAsync(int runId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<ReminderRun>()
            .Where(r => r.Id == runId)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, now), ct);
        var counts = await db.Set<Reminder>()
            .Where(r => r.RunId == runId)
            .GroupBy(r => r.State)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        await notifier.PublishAsync(ReminderQueries.Topic);
        return new RunOutcome(
            counts.GetValueOrDefault(ReminderState.Written),
            counts.GetValueOrDefault(ReminderState.Skipped)
        );
    }
}
