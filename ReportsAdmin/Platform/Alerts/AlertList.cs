using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>The latest alerts. Who may see them is the caller's to check.</summary>
public sealed class AlertList(IDbContextFactory<ReportsDb> contexts, AlertOptions options)
{
    /// <summary>Topic of the signal that an alert was raised.</summary>
    public const string Topic = "alerts";

    /// <summary>Where alerts go, in words.</summary>
    public string Channels =>
        (options.Emails.Count, options.Webhook.Target) switch
        {
            (0, null) => "this page only",
            (0, _) => "this page and the webhook",
            (_, null) => "this page and by mail",
            _ => "this page, by mail and to the webhook",
        };

    public bool HasWebhook => options.Webhook.Target is not null;

    public async Task<IReadOnlyList<Alert>> LatestAsync(int count, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<Alert>()
            .OrderByDescending(a => a.LastAt)
            .ThenByDescending(a => a.Id)
            .Take(count)
            .ToListAsync(ct);
    }
}

/// <summary>Removes old alerts.</summary>
internal sealed class AlertRetention(IDbContextFactory<ReportsDb> contexts) : IRetention
{
    public string Kind => "alerts";

    public string Title => "Alerts";

    public string Description => "Slow queries and failures that were alerted.";

    public int DefaultDays => 90;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var due = db.Set<Alert>().Where(a => a.LastAt < before);
        var count = await due.CountAsync(ct);
        return count == 0
            ? RetentionDue.None
            : new RetentionDue(count, 0, await due.MinAsync(a => (DateTime?)a.LastAt, ct), []);
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<Alert>().Where(a => a.LastAt < before).ExecuteDeleteAsync(ct);
    }
}
