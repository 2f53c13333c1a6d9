using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Mail;

/// <summary>
/// Sends one mail. SMTP cannot promise "once": when the process dies between the server's yes and our note of it, the mail goes out again with
/// the same Message-ID.
/// </summary>
internal sealed class SendMailHandler(
    IDbContextFactory<ReportsDb> contexts,
    MailSender sender,
    MailOptions options,
    ChangeNotifier notifier,
    TimeProvider time
) : IJobHandler
{
    public const string JobKind = "mail.send";

    private static readonly Meter Meter = new("ReportsAdmin.Mail");
    private static readonly Counter<long> Tries = Meter.CreateCounter<long>(
        "reportsadmin.mails",
        "{mail}",
        "Tries to send mails, by what came of them."
    );

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromMinutes(3);

    // A slow mail server must not take every worker.
    public int? MaxRunning => 2;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var id = context.Read<SendMail>().MailId;
        if (await BeginAsync(id, ct) is not { } mail)
            return;
        try
        {
            await sender.SendAsync(mail.Mail, mail.Files, ct);
        }
        catch (MailRefused refused)
        {
            var last = refused.Permanent || context.Attempt >= options.Attempts;
            await NoteAsync(id, last ? MailState.Failed : MailState.Queued, refused.Detail);
            if (refused.IsAddress)
                await NoteBounceAsync(mail.Mail.ToAddress, refused.Detail);
            throw new JobFailure(refused.Code, "The mail was not sent.", retryable: !refused.Permanent);
        }

        await NoteAsync(id, MailState.Sent, null);
    }

    /// <summary>Null when there is nothing to send (any more).</summary>
    private async Task<(OutgoingMail Mail, IReadOnlyList<MailAttachment> Files)?> BeginAsync(
        long id,
        CancellationToken ct
    )
    {
        if (!options.IsSetUp)
        {
            await NoteAsync(id, MailState.Held, null);
            return null;
        }

        await using var db = contexts.CreateDbContext();
        var mine = await db.Set<OutgoingMail>()
            .Where(m => m.Id == id && m.State != MailState.Sent)
            .ExecuteUpdateAsync(
                s => s.SetProperty(m => m.State, MailState.Sending).SetProperty(m => m.Attempts, m => m.Attempts + 1),
                ct
            );
        if (mine == 0)
            return null;
        await notifier.PublishAsync(MailOutbox.Topic);
        return (
            await db.Set<OutgoingMail>().SingleAsync(m => m.Id == id, ct),
            await db.Set<MailAttachment>().Where(a => a.MailId == id).ToListAsync(ct)
        );
    }

    // Not cancelled with the job: what has happened must be noted.
    private async Task NoteAsync(long id, MailState state, string? error)
    {
        Tries.Add(1, KeyValuePair.Create("outcome", (object?)state.ToString().ToLowerInvariant()));
        var sentAt = state == MailState.Sent ? time.GetUtcNow().UtcDateTime : (DateTime?)null;
        await using var db = contexts.CreateDbContext();
        await db.Set<OutgoingMail>()
            .Where(m => m.Id == id && m.State != MailState.Sent)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(m => m.State, state)
                        .SetProperty(m => m.LastError, error)
                        .SetProperty(m => m.SentAt, sentAt),
                CancellationToken.None
            );
        await notifier.PublishAsync(MailOutbox.Topic);
    }

    private async Task NoteBounceAsync(string address, string reason)
    {
        await using var db = contexts.CreateDbContext();
        await db.MarkAsync(
            new BouncedAddress
            {
                Address = address,
                Source = BounceSource.Refused,
                Reason = reason,
                At = time.GetUtcNow().UtcDateTime,
                ByName = CurrentUser.System.Name,
            },
            CancellationToken.None
        );
        await notifier.PublishAsync(MailOutbox.Topic);
    }

    private sealed record SendMail(long MailId);
}
