using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Writes alerts: the first of a window with its mails and its webhook, the others as a count.</summary>
internal sealed class AlertWriter(
    IDbContextFactory<ReportsDb> contexts,
    AlertOptions options,
    MailOutbox outbox,
    MailTemplates templates,
    JobQueue queue,
    ChangeNotifier notifier
)
{
    private const int MaxDetail = 1000;

    public async Task WriteAsync(RaisedAlert alert, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (id, count) = await CountAsync(db, alert, ct);
        var mails = new List<WrittenMail>();
        var webhook = 0L;
        if (count == 1)
        {
            // Mails about mails that fail would fail too.
            if (!alert.Key.StartsWith(SendMailHandler.JobKind, StringComparison.Ordinal))
                mails = await MailAsync(db, alert, ct);
            if (
                options.Webhook.Target is not null
                && !alert.Key.StartsWith(WebhookHandler.JobKind, StringComparison.Ordinal)
            )
                webhook = await queue.EnqueueAsync(db, WebhookHandler.JobOf(id), ct);
        }

        await transaction.CommitAsync(ct);
        if (mails.Count > 0)
            await outbox.AnnounceAsync(mails, CurrentUser.System.UserId);
        if (webhook != 0)
            await queue.AnnounceAsync(webhook, CurrentUser.System.UserId);
        await notifier.PublishAsync(AlertList.Topic);
    }

    private async Task<(long Id, int Count)> CountAsync(ReportsDb db, RaisedAlert alert, CancellationToken ct)
    {
        var fingerprint = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{alert.Kind}\n{alert.Key}"))
        );
        var window = new DateTime(alert.At.Ticks - (alert.At.Ticks % options.Window.Ticks), DateTimeKind.Utc);
        var detail = alert.Detail.Length > MaxDetail ? alert.Detail[..MaxDetail] : alert.Detail;
        var rows = await db
            .Database.SqlQuery<Counted>(
                $"""
                INSERT INTO alerts (kind, fingerprint, window_start, title, detail, count, first_at, last_at)
                VALUES ({alert.Kind}, {fingerprint}, {window}, {alert.Title}, {detail}, 1, {alert.At}, {alert.At})
                ON CONFLICT (fingerprint, window_start) DO UPDATE SET count = alerts.count + 1, last_at = excluded.last_at
                RETURNING id AS "Id", count AS "Count"
                """
            )
            .ToListAsync(ct);
        return (rows[0].Id, rows[0].Count);
    }

    private async Task<List<WrittenMail>> MailAsync(ReportsDb db, RaisedAlert alert, CancellationToken ct)
    {
        var mails = new List<WrittenMail>();
        if (!outbox.IsSetUp)
            return mails;
        var text = templates.Alert(
            alert.Title,
            alert.Detail,
            ("Time (UTC)", FormattableString.Invariant($"{alert.At:yyyy-MM-dd HH:mm:ss}")),
            (
                "Repetitions",
                FormattableString.Invariant($"counted for {options.WindowMinutes} minutes, without another mail")
            )
        );
        foreach (var address in options.Emails)
        {
            var mail = new NewMail(address, text, "/admin/health", CurrentUser.System.UserId);
            mails.Add((await outbox.WriteAsync(db, mail, ct))!);
        }

        return mails;
    }

    private sealed record Counted(long Id, int Count);
}
