using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ReportsAdmin.Platform.Data;

/// <summary>
/// The one database. It has no <c>DbSet</c> properties: each room maps its tables and reads <c>db.Set&lt;T&gt;()</c>.
/// Make one per operation from <see cref="IDbContextFactory{TContext}"/>; queries do not track unless they ask to.
/// </summary>
public abstract class ReportsDb(DbContextOptions options, ModelParts parts) : DbContext(options)
{
    /// <summary>True on PostgreSQL. Only SQL that truly differs asks.</summary>
    public abstract bool IsPostgres { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        // Columns hold UTC; SQLite gives the kind back as unspecified, so it is stamped on reading.
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<DataVersion>(e =>
        {
            e.ToTable("data_versions");
            e.HasKey(x => x.Topic);
            e.Property(x => x.Topic).HasColumnName("topic").HasMaxLength(60);
            e.Property(x => x.Version).HasColumnName("version");
        });
        model.Entity<ProtectionKey>(e =>
        {
            e.ToTable("protection_keys");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
            e.Property(x => x.Xml).HasColumnName("xml");
        });
        parts.Apply(model);
    }

    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(
            v => v.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(v, DateTimeKind.Utc) : v.ToUniversalTime(),
            v => DateTime.SpecifyKind(v, DateTimeKind.Utc)
        );
}

/// <summary>Counts the changes of one topic; part of every cache key and ETag.</summary>
public sealed class DataVersion
{
    public required string Topic { get; init; }

    public long Version { get; set; }
}

/// <summary>A data-protection key, shared by all nodes.</summary>
public sealed class ProtectionKey
{
    public int Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }
}
