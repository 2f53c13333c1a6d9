using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Webhooks;

/// <summary>A webhook to be saved.</summary>
/// <param name="Events">Keys of registered events.</param>
public sealed record SaveWebhook(string Name, string Url, IReadOnlyList<string> Events);

/// <summary>A webhook that was added.</summary>
/// <param name="Secret">Not shown again.</param>
public sealed record AddedWebhook(int Id, string Secret);

/// <summary>Adds, changes and tests webhooks.</summary>
public sealed class WebhookCommands(
    IDbContextFactory<ReportsDb> contexts,
    WebhookOutbox outbox,
    WebhookSecrets secrets,
    WebhookOptions options,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const int MaxWebhooks = 20;

    private const string AuditKind = "webhook";

    /// <exception cref="DomainException">Invalid: name, address or events. Conflict: there are too many.</exception>
    public async Task<AddedWebhook> AddAsync(CurrentUser currentUser, SaveWebhook asked, CancellationToken ct)
    {
        var checkedOne = Check(currentUser, asked);
        await using var db = contexts.CreateDbContext();
        if (await db.Set<WebhookEndpoint>().CountAsync(ct) >= MaxWebhooks)
            throw DomainException.Conflict($"There are {MaxWebhooks} webhooks. Delete one first.");
        var (shown, kept) = secrets.New();
        var endpoint = new WebhookEndpoint
        {
            Name = checkedOne.Name,
            Url = checkedOne.Url,
            Events = string.Join(' ', checkedOne.Events),
            Secret = kept,
            Enabled = true,
            CreatedById = currentUser.UserId,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Add(endpoint);
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(WebhookOutbox.Topic);
        return new AddedWebhook(endpoint.Id, shown);
    }

    /// <exception cref="DomainException">Not found, or invalid: name, address or events.</exception>
    public Task ChangeAsync(CurrentUser currentUser, int id, SaveWebhook asked, CancellationToken ct)
    {
        var checkedOne = Check(currentUser, asked);
        return SaveAsync(
            currentUser,
            id,
            e =>
            {
                // Another receiver begins anew.
                if (e.Url != checkedOne.Url)
                    e.FailingSince = null;
                (e.Name, e.Url, e.Events) = (checkedOne.Name, checkedOne.Url, string.Join(' ', checkedOne.Events));
            },
            ct
        );
    }

    /// <summary>Switches it on or off; switched on, it begins with a clean record.</summary>
    public Task SwitchAsync(CurrentUser currentUser, int id, bool enabled, CancellationToken ct) =>
        SaveAsync(
            currentUser,
            id,
            e => (e.Enabled, e.SwitchedOffAt, e.FailingSince) = (enabled, null, enabled ? null : e.FailingSince),
            ct
        );

    /// <summary>Gives it a new secret, which signs from now on; answers it, it is not shown again.</summary>
    public async Task<string> RenewSecretAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        var (shown, kept) = secrets.New();
        await SaveAsync(currentUser, id, e => e.Secret = kept, ct);
        return shown;
    }

    /// <summary>Deletes it with its deliveries; what waits is not delivered.</summary>
    public async Task DeleteAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(WebhookQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        db.Remove(await FindAsync(db, id, ct));
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(WebhookOutbox.Topic);
    }

    /// <summary>Delivers a test, also when the webhook is switched off.</summary>
    public async Task SendTestAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(WebhookQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var endpoint = await FindAsync(db, id, ct);
        var job = await outbox.WriteTestAsync(db, id, ct);
        await db.RecordAsync("tested", AuditKind, id, endpoint.Name, ct);
        await transaction.CommitAsync(ct);
        await outbox.AnnounceAsync([job]);
    }

    /// <summary>Delivers again, under the same message id, so that a receiver recognizes what it has already.</summary>
    public async Task RedeliverAsync(CurrentUser currentUser, long deliveryId, CancellationToken ct)
    {
        currentUser.Require(WebhookQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var delivery = await db.Set<WebhookDelivery>().SingleOrDefaultAsync(d => d.Id == deliveryId, ct)
            ?? throw DomainException.NotFound("Delivery not found.");
        var endpoint = await FindAsync(db, delivery.EndpointId, ct);
        await db.Set<WebhookDelivery>()
            .Where(d => d.Id == deliveryId)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Waiting), ct);
        var job = await outbox.EnqueueAsync(db, deliveryId, ct);
        var what = AuditField.Fact("Delivery", delivery.MessageId);
        await db.RecordAsync("redelivered", AuditKind, endpoint.Id, endpoint.Name, ct, what);
        await transaction.CommitAsync(ct);
        await outbox.AnnounceAsync([job]);
    }

    private SaveWebhook Check(CurrentUser currentUser, SaveWebhook asked)
    {
        currentUser.Require(WebhookQueries.ManagePermission);
        var (name, url) = (asked.Name.Trim(), asked.Url.Trim());
        if (name.Length is 0 or > WebhookEndpoint.MaxName)
            throw DomainException.Invalid("name", $"Give a name of at most {WebhookEndpoint.MaxName} characters.");
        if (options.ProblemOf(url) is { } problem)
            throw DomainException.Invalid("url", problem);
        var events = outbox.Events.Select(e => e.Key).Where(asked.Events.Contains).ToList();
        return events.Count == 0
            ? throw DomainException.Invalid("events", "Choose at least one event.")
            : new SaveWebhook(name, url, events);
    }

    private async Task SaveAsync(CurrentUser currentUser, int id, Action<WebhookEndpoint> change, CancellationToken ct)
    {
        currentUser.Require(WebhookQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        change(await FindAsync(db, id, ct));
        await db.SaveChangesAsync(ct);
        await notifier.PublishAsync(WebhookOutbox.Topic);
    }

    private static async Task<WebhookEndpoint> FindAsync(ReportsDb db, int id, CancellationToken ct) =>
        await db.Set<WebhookEndpoint>().AsTracking().SingleOrDefaultAsync(e => e.Id == id, ct)
        ?? throw WebhookQueries.Missing();
}
