using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>Tables of the room.</summary>
internal static class SavedViewsModel
{
    public static void Map(ModelBuilder model) =>
        model.Entity<SavedView>(e =>
        {
            e.ToTable("saved_views");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Page).HasColumnName("page").HasMaxLength(60);
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(100);
            e.Property(x => x.Query).HasColumnName("query").HasMaxLength(2000);
            e.Property(x => x.OwnerId).HasColumnName("owner_id");
            e.Property(x => x.Shared).HasColumnName("shared");
            e.Property(x => x.DefaultFor).HasColumnName("default_for").HasMaxLength(40);
            e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
            e.HasIndex(x => new
                {
                    x.Page,
                    x.OwnerId,
                    x.Name,
                })
                .IsUnique();
            // A role has one default view of a page.
            e.HasIndex(x => new { x.Page, x.DefaultFor }).IsUnique();
        });
}
