using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>The latest alerts. Who may see them is the caller's to check.</summary>
public sealed class AlertList(IDbContextFactory<ReportsDb> contexts, AlertOptions options)
{
    /// <summary>Topic of the signal that an alert was raised.</summary>
    public const string Topic = "alerts";

    /// <summary>Where alerts go besides bells and webhooks, in words.</summary>
    public string Channels => options.Emails.Count == 0 ? "this page" : "this page and by mail";

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
internal sealed class AlertRetention(IDbContextFactory<ReportsDb> contexts) : RowRetention<Alert>(contexts)
{
    public override string Kind => "alerts";

    public override string Title => "Alerts";

    public override string Description => "Slow queries and failures that were alerted.";

    protected override Expression<Func<Alert, DateTime?>> At => a => a.LastAt;

    protected override IQueryable<Alert> Due(IQueryable<Alert> rows, DateTime before) =>
        rows.Where(a => a.LastAt < before);
}
