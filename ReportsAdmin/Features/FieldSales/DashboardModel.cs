using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>Tables of the room.</summary>
internal static class DashboardModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Activity>(e =>
        {
            e.ToTable("activities");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.Type).HasColumnName("type").HasMaxLength(40);
            e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
            e.Property(x => x.Description).HasColumnName("description").HasMaxLength(400);
            e.Property(x => x.Status).HasColumnName("status").HasMaxLength(20);
            e.Property(x => x.UserId).HasColumnName("user_id");
            e.Property(x => x.Branch).HasColumnName("branch").HasMaxLength(40);
            e.Property(x => x.Metadata).HasColumnName("metadata").HasMaxLength(4000);
            e.HasIndex(x => x.At);
            e.HasIndex(x => new { x.UserId, x.At });
            e.HasIndex(x => new { x.Type, x.At });
        });
        model.Entity<Approval>(e =>
        {
            e.ToTable("approvals");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Kind).HasColumnName("kind");
            e.Property(x => x.Title).HasColumnName("title").HasMaxLength(200);
            e.Property(x => x.Description).HasColumnName("description").HasMaxLength(2000);
            e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
            e.Property(x => x.RequestedById).HasColumnName("requested_by_id");
            e.Property(x => x.EnteredById).HasColumnName("entered_by_id");
            e.Property(x => x.RequestedAt).HasColumnName("requested_at");
            e.Property(x => x.Branch).HasColumnName("branch").HasMaxLength(40);
            e.Property(x => x.State).HasColumnName("state");
            e.Property(x => x.DecidedById).HasColumnName("decided_by_id");
            e.Property(x => x.DecidedAt).HasColumnName("decided_at");
            e.Property(x => x.Reason).HasColumnName("reason").HasMaxLength(1000);
            e.HasIndex(x => new { x.State, x.RequestedAt });
            e.HasIndex(x => x.RequestedById);
            e.HasIndex(x => x.EnteredById);
        });
    }
}
