using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Platform.Webhooks;

/// <summary>
/// Tells webhooks of events: one delivery, and one job, for each webhook that asks for the event, written in the caller's transaction.
/// What is told is what the event needs: ids and counts rather than names and addresses of people.
/// </summary>
public sealed class WebhookOutbox(
    JobQueue queue,
    ChangeNotifier notifier,
    WebhookOptions options,
    IEnumerable<WebhookEvent> events,
    TimeProvider time
)
{
    /// <summary>Topic of the signal that a webhook or one of its deliveries changed.</summary>
    public const string Topic = "webhooks";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Every event, in the order of the rooms.</summary>
    public IReadOnlyList<WebhookEvent> Events { get; } = [.. events];

    /// <summary>Writes what there is to deliver. Workers find it by themselves; <see cref="AnnounceAsync"/> after the commit makes it faster.</summary>
    /// <param name="data">Written as JSON.</param>
    /// <returns>The jobs.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(ReportsDb db, string key, object data, CancellationToken ct)
    {
        var endpoints = await db.Set<WebhookEndpoint>().Where(e => e.Enabled).ToListAsync(ct);
        var asking = endpoints.Where(e => e.EventList.Contains(key, StringComparer.Ordinal)).ToList();
        if (asking.Count == 0)
            return [];
        var message = NewMessage(key, data);
        var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        await using var _ = own;
        var jobs = new List<long>();
        foreach (var endpoint in asking)
            jobs.Add(await AddAsync(db, endpoint.Id, message, ct));
        if (own is not null)
            await own.CommitAsync(ct);
        return jobs;
    }

    /// <summary>Writes a test for one webhook, whatever it asks for.</summary>
    public Task<long> WriteTestAsync(ReportsDb db, int endpointId, CancellationToken ct) =>
        AddAsync(db, endpointId, NewMessage(WebhookEvent.Test, new { Text = "This is a test." }), ct);

    /// <summary>Delivers again what was delivered or failed, under the same message id.</summary>
    public Task<long> EnqueueAsync(ReportsDb db, long deliveryId, CancellationToken ct) =>
        queue.EnqueueAsync(
            db,
            new NewJob(
                DeliverHandler.JobKind,
                FormattableString.Invariant($"Webhook delivery {deliveryId}"),
                FormattableString.Invariant($"{{\"deliveryId\":{deliveryId}}}"),
                CurrentUser.System.UserId
            )
            {
                MaxAttempts = options.Attempts,
                UniqueKey = FormattableString.Invariant($"webhook:{deliveryId}"),
            },
            ct
        );

    /// <summary>Wakes the workers and tells watchers, after the commit.</summary>
    public async Task AnnounceAsync(IReadOnlyCollection<long> jobs)
    {
        if (jobs.Count == 0)
            return;
        await queue.AnnounceAllAsync([.. jobs.Select(j => (j, CurrentUser.System.UserId))]);
        await notifier.PublishAsync(Topic);
    }

    private (string Id, string Key, string Body) NewMessage(string key, object data) =>
        (
            $"msg_{Guid.NewGuid():N}",
            key,
            JsonSerializer.Serialize(
                new
                {
                    Type = key,
                    Timestamp = time.GetUtcNow().UtcDateTime,
                    Data = data,
                },
                Json
            )
        );

    private async Task<long> AddAsync(
        ReportsDb db,
        int endpointId,
        (string Id, string Key, string Body) message,
        CancellationToken ct
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                INSERT INTO webhook_deliveries (endpoint_id, message_id, event, body, state, attempts, created_at)
                VALUES ({endpointId}, {message.Id}, {message.Key}, {message.Body}, {(short)
                    DeliveryState.Waiting}, 0, {now})
                RETURNING id AS "Value"
                """
            )
            .ToListAsync(ct);
        return await EnqueueAsync(db, ids[0], ct);
    }
}
