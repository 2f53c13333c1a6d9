using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Idempotency;

/// <summary>Maps the table of answered commands.</summary>
internal static class IdempotencyModel
{
    public static void Map(ModelBuilder model) =>
        model.Entity<IdempotencyKey>(e =>
        {
            e.ToTable("idempotency_keys");
            e.HasKey(x => new { x.UserId, x.Key });
            e.Property(x => x.UserId).HasColumnName("user_id");
            e.Property(x => x.Key).HasColumnName("key").HasMaxLength(200);
            e.Property(x => x.RequestHash).HasColumnName("request_hash").HasMaxLength(64);
            e.Property(x => x.Status).HasColumnName("status");
            e.Property(x => x.Location).HasColumnName("location").HasMaxLength(200);
            e.Property(x => x.Body).HasColumnName("body");
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.HasIndex(x => x.CreatedAt);
        });
}
