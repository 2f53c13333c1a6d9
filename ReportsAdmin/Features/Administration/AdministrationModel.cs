using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Administration.Import;
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
        });
        model.Entity<StagedPerson>(StagedPerson.Map);
    }
}
