using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>
/// Posts one delivery, signed, with the headers of Standard Webhooks. A webhook whose tries have failed for days is switched off, and
/// those who manage webhooks are told.
/// </summary>
internal sealed class DeliverHandler(
    IDbContextFactory<ReportsDb> contexts,
    WebhookOptions options,
    WebhookClient client,
    WebhookSecrets secrets,
    NotificationOutbox notifications,
    ChangeNotifier notifier,
    TimeProvider time
) : IJobHandler
{
    public const string JobKind = "webhooks.deliver";
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    public string Kind => JobKind;

    public TimeSpan Timeout => TimeSpan.FromMinutes(2);

    // A slow receiver must not take every worker.
    public int? MaxRunning => 2;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var id = context.Read<Arguments>().DeliveryId;
        await using var db = contexts.CreateDbContext();
        var delivery = await db.Set<WebhookDelivery>().SingleOrDefaultAsync(d => d.Id == id, ct);
        if (delivery is null)
            return;
        var endpoint = await db.Set<WebhookEndpoint>().SingleAsync(e => e.Id == delivery.EndpointId, ct);
        if (!endpoint.Enabled && delivery.Event != WebhookEvent.Test)
        {
            await NoteAsync(db, id, DeliveryState.Failed, new WebhookAnswer(null, "The webhook is switched off.", 0));
            return;
        }

        var answer = await PostAsync(endpoint, delivery, ct);
        var last = context.Attempt >= options.Attempts;
        await NoteAsync(
            db,
            id,
            answer.IsTaken ? DeliveryState.Delivered
                : last ? DeliveryState.Failed
                : DeliveryState.Waiting,
            answer
        );
        await JudgeAsync(db, endpoint, answer.IsTaken);
        await notifier.PublishAsync(WebhookOutbox.Topic);
        if (!answer.IsTaken)
            throw new JobFailure("webhook", "The webhook did not take the delivery.", retryable: true);
    }

    private async Task<WebhookAnswer> PostAsync(
        WebhookEndpoint endpoint,
        WebhookDelivery delivery,
        CancellationToken ct
    )
    {
        if (options.ProblemOf(endpoint.Url) is { } problem)
            return new WebhookAnswer(null, problem, 0);
        var at = time.GetUtcNow().ToUnixTimeSeconds();
        return secrets.Sign(endpoint.Secret, delivery.MessageId, at, delivery.Body) is not { } signature
            ? new WebhookAnswer(null, "The secret cannot be read any more. Renew it.", 0)
            : await client.PostAsync(
                new Uri(endpoint.Url),
                delivery.Body,
                [
                    (IdHeader, delivery.MessageId),
                    (TimestampHeader, FormattableString.Invariant($"{at}")),
                    (SignatureHeader, signature),
                ],
                ct
            );
    }

    // Not cancelled with the job: what has happened must be noted.
    private async Task NoteAsync(ReportsDb db, long id, DeliveryState state, WebhookAnswer answer)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<WebhookDelivery>()
            .Where(d => d.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(d => d.State, state)
                        .SetProperty(d => d.Attempts, d => d.Attempts + 1)
                        .SetProperty(d => d.Status, answer.Status)
                        .SetProperty(d => d.Milliseconds, answer.Milliseconds)
                        .SetProperty(d => d.Answer, answer.Text)
                        .SetProperty(d => d.TriedAt, now),
                CancellationToken.None
            );
    }

    private async Task JudgeAsync(ReportsDb db, WebhookEndpoint endpoint, bool taken)
    {
        var rows = db.Set<WebhookEndpoint>().Where(e => e.Id == endpoint.Id);
        var now = time.GetUtcNow().UtcDateTime;
        if (taken)
        {
            await rows.Where(e => e.FailingSince != null)
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.FailingSince, (DateTime?)null), CancellationToken.None);
            return;
        }

        await rows.Where(e => e.FailingSince == null)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.FailingSince, now), CancellationToken.None);
        var before = now.AddDays(-options.OffAfterDays);
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        var off = await rows.Where(e => e.Enabled && e.FailingSince < before)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.Enabled, false).SetProperty(e => e.SwitchedOffAt, now),
                CancellationToken.None
            );
        if (off == 0)
            return;
        var told = await notifications.WriteToAllAsync(db, Off(endpoint), CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        await notifications.AnnounceAsync(told);
    }

    private NewNotification Off(WebhookEndpoint endpoint) =>
        new(
            WebhooksSetup.OffKind,
            $"Webhook switched off: {endpoint.Name}",
            FormattableString.Invariant(
                $"Every try has failed for {options.OffAfterDays} days. Correct its address or receiver, and switch it on again."
            ),
            FormattableString.Invariant($"/admin/webhooks/{endpoint.Id}")
        )
        {
            IsProblem = true,
        };

    private sealed record Arguments(long DeliveryId);
}
