using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>Removes old notifications.</summary>
internal sealed class NotificationRetention(IDbContextFactory<ReportsDb> contexts)
    : RowRetention<Notification>(contexts)
{
    public override string Kind => "notifications";

    public override string Title => "Notifications";

    public override string Description => "What the bell told about schedules.";

    protected override Expression<Func<Notification, DateTime?>> At => n => n.CreatedAt;

    protected override IQueryable<Notification> Due(IQueryable<Notification> rows, DateTime before) =>
        rows.Where(n => n.CreatedAt < before);
}
