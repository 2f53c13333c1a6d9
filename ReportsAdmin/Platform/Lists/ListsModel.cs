using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Lists;

public static class ListsModel
{
    public static void Map(ModelBuilder model) =>
        model.Entity<ListValue>(e =>
        {
            e.ToTable("list_values");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.List).HasColumnName("list").HasMaxLength(40);
            e.Property(x => x.Text).HasColumnName("text").HasMaxLength(ListValue.MaxText);
            e.Property(x => x.Order).HasColumnName("position");
            e.Property(x => x.Active).HasColumnName("active");
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
            e.HasIndex(x => new { x.List, x.Text }).IsUnique();
        });
}
