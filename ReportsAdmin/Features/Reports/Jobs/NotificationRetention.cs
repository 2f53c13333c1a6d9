using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Removes old notifications.</summary>
internal sealed class NotificationRetention(IDbContextFactory<ReportsDb> contexts) : IRetention
{
    public string Kind => "notifications";

    public string Title => "Notifications";

    public string Description => "What the bell told about schedules.";

    public int DefaultDays => 90;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var due = db.Set<Notification>().Where(n => n.CreatedAt < before);
        var count = await due.CountAsync(ct);
        return count == 0
            ? RetentionDue.None
            : new RetentionDue(count, 0, await due.MinAsync(n => (DateTime?)n.CreatedAt, ct), []);
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<Notification>().Where(n => n.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
