using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>Tables of the company's structure.</summary>
internal static class StructureModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CompanyRegion>(e =>
        {
            e.ToTable("regions");
            e.HasKey(x => x.Code);
            e.Property(x => x.Code).HasColumnName("code").HasMaxLength(RegionCommands.MaxCode);
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.Active).HasColumnName("active");
            e.Property(x => x.ZoneCode).HasColumnName("zone_code").HasMaxLength(RegionCommands.MaxCode);
            e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
        model.Entity<CompanyRole>(e =>
        {
            e.ToTable("roles");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(RoleCommands.MaxName);
            e.Property(x => x.NormalizedName).HasColumnName("normalized_name").HasMaxLength(RoleCommands.MaxName);
            e.Property(x => x.Scope).HasColumnName("scope");
            e.Property(x => x.BuiltIn).HasColumnName("built_in");
            e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
            e.HasIndex(x => x.NormalizedName).IsUnique();
        });
        model.Entity<RegionAlias>(e =>
        {
            e.ToTable("region_aliases");
            e.HasKey(x => x.Spelling);
            e.Property(x => x.Spelling).HasColumnName("spelling").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.RegionCode).HasColumnName("region_code").HasMaxLength(RegionCommands.MaxCode);
            e.HasIndex(x => x.RegionCode);
        });
        model.Entity<CompanyZone>(e =>
        {
            e.ToTable("zones");
            e.HasKey(x => x.Code);
            e.Property(x => x.Code).HasColumnName("code").HasMaxLength(RegionCommands.MaxCode);
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.Order).HasColumnName("sort_order");
            e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
        });
        model.Entity<ZoneAlias>(e =>
        {
            e.ToTable("zone_aliases");
            e.HasKey(x => x.Spelling);
            e.Property(x => x.Spelling).HasColumnName("spelling").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.ZoneCode).HasColumnName("zone_code").HasMaxLength(RegionCommands.MaxCode);
            e.HasIndex(x => x.ZoneCode);
        });
        model.Entity<CompanyTerritory>(e =>
        {
            e.ToTable("territories");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.RegionCode).HasColumnName("region_code").HasMaxLength(RegionCommands.MaxCode);
            e.Property(x => x.Active).HasColumnName("active");
            e.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
            e.Property(x => x.ChangedById).HasColumnName("changed_by_id");
            e.Property(x => x.ChangedAt).HasColumnName("changed_at");
            e.HasIndex(x => x.RegionCode);
        });
        model.Entity<TerritoryAlias>(e =>
        {
            e.ToTable("territory_aliases");
            e.HasKey(x => x.Spelling);
            e.Property(x => x.Spelling).HasColumnName("spelling").HasMaxLength(RegionCommands.MaxName);
            e.Property(x => x.TerritoryId).HasColumnName("territory_id");
            e.HasIndex(x => x.TerritoryId);
        });
    }
}
