using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Platform.Notifications;

/// <summary>
/// Mails each person what waits for their daily summary, in one mail. Rows leave the state of waiting in the transaction that writes the
/// mail, and a mail of the day is written once for each person, so neither a second node nor a restart sends it twice.
/// </summary>
internal sealed class DigestHandler(
    IDbContextFactory<ReportsDb> contexts,
    NotifiedPeople people,
    NotificationOutbox notifications,
    MailOutbox outbox,
    MailTemplates templates,
    BusinessClock clock
) : IJobHandler
{
    public const string JobKind = "notifications.digest";

    private const int MaxListed = 50;

    /// <summary>What waited longer, because mail did not work, is old news.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        if (!outbox.IsSetUp)
            return;
        await using var db = contexts.CreateDbContext();
        var waiting = await db.Set<Notification>()
            .Where(n => n.Digest == DigestState.Waiting)
            .Select(n => n.UserId)
            .Distinct()
            .ToListAsync(ct);
        var known = (await people(waiting, null, ct)).ToDictionary(p => p.Id);
        var mailed = 0;
        for (var i = 0; i < waiting.Count; i++)
        {
            context.Report("Writing summaries", i * 100 / waiting.Count, i, waiting.Count);
            if (await MailAsync(waiting[i], known.GetValueOrDefault(waiting[i]), ct))
                mailed++;
        }

        context.SetResult(new { Mails = mailed });
    }

    /// <summary>False when there was nothing to tell, or nobody to be told.</summary>
    private async Task<bool> MailAsync(int userId, NotifiedPerson? person, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rows = await db.Set<Notification>()
            .Where(n => n.UserId == userId && n.Digest == DigestState.Waiting)
            .OrderByDescending(n => n.Id)
            .ToListAsync(ct);
        var ids = rows.Select(n => n.Id).ToList();
        var taken = await db.Set<Notification>()
            .Where(n => ids.Contains(n.Id) && n.Digest == DigestState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.Digest, DigestState.Mailed), ct);
        // Another node was here meanwhile.
        if (taken != ids.Count)
            return false;
        var told = person is not null && MailAddresses.ProblemOf(person.Email) is null ? Told(rows, person) : [];
        if (told.Count == 0)
        {
            await transaction.CommitAsync(ct);
            return false;
        }

        // The mail of the day was sent already: what came since waits for the next.
        if (await WriteAsync(db, person!, told, ct) is not { } mail)
            return false;
        await transaction.CommitAsync(ct);
        await outbox.AnnounceAsync([mail], CurrentUser.System.UserId);
        return true;
    }

    /// <summary>What is not too old and still the person's to know.</summary>
    private List<Notification> Told(List<Notification> rows, NotifiedPerson person)
    {
        var since = clock.UtcNow - MaxAge;
        return
        [
            .. rows.Where(n =>
                n.CreatedAt > since
                && notifications.Kinds.FirstOrDefault(k => k.Key == n.Kind)?.IsFor(person.Permissions) == true
            ),
        ];
    }

    private async Task<WrittenMail?> WriteAsync(
        ReportsDb db,
        NotifiedPerson person,
        List<Notification> told,
        CancellationToken ct
    )
    {
        var text = templates.Digest(
            person.Name,
            [.. told.Take(MaxListed).Select(n => (n.Title, n.Message, n.Href))],
            told.Count - Math.Min(told.Count, MaxListed)
        );
        return await outbox.WriteAsync(
            db,
            new NewMail(person.Email, text, MailTemplates.NotificationSettings, CurrentUser.System.UserId)
            {
                UniqueKey = FormattableString.Invariant($"digest:{clock.Today:yyyy-MM-dd}:{person.Id}"),
            },
            ct
        );
    }
}
