using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Webhooks;

/// <summary>A webhook as the list shows it; its secret is not among it.</summary>
/// <param name="FailingSince">UTC; null while tries succeed.</param>
/// <param name="SwitchedOffAt">When it was switched off for failing; null when a person did it, or it is on.</param>
public sealed record WebhookRow(
    int Id,
    string Name,
    string Url,
    IReadOnlyList<string> Events,
    bool Enabled,
    DateTime? FailingSince,
    DateTime? SwitchedOffAt,
    string CreatedBy,
    DateTime CreatedAt
)
{
    /// <summary>When the latest delivery was tried; null when none was.</summary>
    public DateTime? TriedAt { get; init; }
}

/// <summary>A delivery as the log shows it.</summary>
public sealed record DeliveryRow(
    long Id,
    string MessageId,
    string Event,
    string Body,
    DeliveryState State,
    int Attempts,
    int? Status,
    int? Milliseconds,
    string? Answer,
    DateTime CreatedAt,
    DateTime? TriedAt
);

/// <summary>The webhooks and their deliveries, for administrators.</summary>
public sealed class WebhookQueries(IDbContextFactory<ReportsDb> contexts, WebhookOutbox outbox, AccessQueries people)
{
    public const string ManagePermission = "webhooks:manage";

    /// <summary>What webhooks may ask for.</summary>
    public IReadOnlyList<WebhookEvent> Events => outbox.Events;

    public async Task<IReadOnlyList<WebhookRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        return await RowsAsync(db, db.Set<WebhookEndpoint>(), ct);
    }

    /// <exception cref="DomainException">There is no such webhook.</exception>
    public async Task<WebhookRow> DetailsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        return (await RowsAsync(db, db.Set<WebhookEndpoint>().Where(e => e.Id == id), ct)).SingleOrDefault()
            ?? throw Missing();
    }

    /// <summary>The deliveries of one webhook, the latest first.</summary>
    public async Task<Page<DeliveryRow>> DeliveriesAsync(
        CurrentUser currentUser,
        int id,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var query = db.Set<WebhookDelivery>().Where(d => d.EndpointId == id);
        var total = await query.CountAsync(ct);
        var rows = await query
            .OrderByDescending(d => d.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .Select(d => new DeliveryRow(
                d.Id,
                d.MessageId,
                d.Event,
                d.Body,
                d.State,
                d.Attempts,
                d.Status,
                d.Milliseconds,
                d.Answer,
                d.CreatedAt,
                d.TriedAt
            ))
            .ToListAsync(ct);
        return new Page<DeliveryRow>(rows, total, page);
    }

    internal static DomainException Missing() => DomainException.NotFound("Webhook not found.");

    private async Task<IReadOnlyList<WebhookRow>> RowsAsync(
        ReportsDb db,
        IQueryable<WebhookEndpoint> endpoints,
        CancellationToken ct
    )
    {
        var rows = await endpoints
            .OrderBy(e => e.Name)
            .ThenBy(e => e.Id)
            .Select(e => new
            {
                Endpoint = e,
                TriedAt = db.Set<WebhookDelivery>().Where(d => d.EndpointId == e.Id).Max(d => d.TriedAt),
            })
            .ToListAsync(ct);
        var names = await people.PeopleAsync([.. rows.Select(r => r.Endpoint.CreatedById).Distinct()], ct);
        return
        [
            .. rows.Select(r => new WebhookRow(
                r.Endpoint.Id,
                r.Endpoint.Name,
                r.Endpoint.Url,
                r.Endpoint.EventList,
                r.Endpoint.Enabled,
                r.Endpoint.FailingSince,
                r.Endpoint.SwitchedOffAt,
                names.GetValueOrDefault(r.Endpoint.CreatedById)?.Name ?? "System",
                r.Endpoint.CreatedAt
            )
            {
                TriedAt = r.TriedAt,
            }),
        ];
    }
}
