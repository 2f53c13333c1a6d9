using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Writes alerts: the first of a window with what tells of it, the others as a count.</summary>
internal sealed class AlertWriter(
    IDbContextFactory<ReportsDb> contexts,
    AlertOptions options,
    AlertNews news,
    ChangeNotifier notifier
)
{
    private const int MaxDetail = 1000;

    /// <summary>Jobs whose failure is not told by the way that fails.</summary>
    private const string MailJobs = "mail.send";
    private const string WebhookJobs = "webhooks.deliver";

    public async Task WriteAsync(RaisedAlert alert, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (id, count) = await CountAsync(db, alert, ct);
        var told =
            count == 1
                ? await news.WriteAsync(
                    db,
                    id,
                    alert,
                    byMail: !IsAbout(alert, MailJobs),
                    byWebhook: !IsAbout(alert, WebhookJobs),
                    ct
                )
                : null;
        await transaction.CommitAsync(ct);
        if (told is not null)
            await news.AnnounceAsync(told);
        await notifier.PublishAsync(AlertList.Topic);
    }

    private static bool IsAbout(RaisedAlert alert, string jobs) => alert.Key.StartsWith(jobs, StringComparison.Ordinal);

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

    private sealed record Counted(long Id, int Count);
}
