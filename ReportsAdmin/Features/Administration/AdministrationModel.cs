using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Administration.Company;
using ReportsAdmin.Features.Administration.Import;
using ReportsAdmin.Features.Administration.Limits;
using ReportsAdmin.Features.Administration.Retention;

namespace ReportsAdmin.Features.Administration;

/// <summary>Tables of the room.</summary>
internal static class AdministrationModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<RetentionSetting>(e =>
        {
            e.ToTable("retention_settings");
            e.HasKey(x => x.Kind);
            e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
            e.Property(x => x.Days).HasColumnName("days");
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
        model.Entity<CompanySetting>(e =>
        {
            e.ToTable("company_settings");
            e.HasKey(x => x.Key);
            e.Property(x => x.Key).HasColumnName("key").HasMaxLength(40);
            e.Property(x => x.Value).HasColumnName("value").HasMaxLength(200);
            e.Property(x => x.Content).HasColumnName("content");
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
        model.Entity<LimitSetting>(e =>
        {
            e.ToTable("limit_settings");
            e.HasKey(x => x.Key);
            e.Property(x => x.Key).HasColumnName("key").HasMaxLength(60);
            e.Property(x => x.Value).HasColumnName("value");
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
        model.Entity<StagedPerson>(StagedPerson.Map);
    }
}
