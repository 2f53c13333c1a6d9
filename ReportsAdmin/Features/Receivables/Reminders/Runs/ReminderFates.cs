using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>Every night, before old mails are removed: the log of reminders keeps what became of them.</summary>
public sealed class ReminderFates(IDbContextFactory<ReportsDb> contexts) : IJobHandler
{
    public const string JobKind = "receivables.reminder-fates";

    public static readonly NightlyJob EveryNight = new(JobKind, "Log of reminders", "50 0 * * *");

    private static readonly (MailState State, MailFate Fate)[] Ends =
    [
        (MailState.Sent, MailFate.Sent),
        (MailState.Failed, MailFate.Failed),
    ];

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct) =>
        context.SetResult(new { Noted = await NoteAsync(ct) });

    /// <summary>Notes what the outbox knows; answers how many changed.</summary>
    public async Task<int> NoteAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var mails = db.Set<OutgoingMail>();
        var noted = 0;
        foreach (var (state, fate) in Ends)
            noted += await db.Set<ReminderMail>()
                .Where(m => m.Fate != fate && mails.Any(o => o.Id == m.MailId && o.State == state))
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Fate, fate), ct);
        return noted;
    }
}
