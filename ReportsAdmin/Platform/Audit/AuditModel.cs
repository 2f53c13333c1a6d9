using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ReportsAdmin.Platform.Audit;

/// <summary>Maps the module's tables.</summary>
internal static class AuditModel
{
    /// <summary>The hash before the first entry.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private const int HashLength = 64;

    public static void Map(ModelBuilder model)
    {
        model.Entity<AuditEntry>(MapEntry);
        model.Entity<AuditChain>(e =>
        {
            e.ToTable("audit_chain");
            e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            e.Property(x => x.Seq).HasColumnName("seq");
            e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(HashLength);
            e.HasData(
                new AuditChain
                {
                    Id = AuditChain.OnlyId,
                    Seq = 0,
                    Hash = Genesis,
                }
            );
        });
        model.Entity<AuditAnchor>(e =>
        {
            e.ToTable("audit_anchors");
            e.HasKey(x => x.Seq);
            e.Property(x => x.Seq).HasColumnName("seq").ValueGeneratedNever();
            e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(HashLength);
            e.Property(x => x.CutAt).HasColumnName("cut_at");
        });
    }

    private static void MapEntry(EntityTypeBuilder<AuditEntry> e)
    {
        e.ToTable("audit_entries");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.Action).HasColumnName("action").HasMaxLength(40);
        e.Property(x => x.Kind).HasColumnName("kind").HasMaxLength(40);
        e.Property(x => x.RecordId).HasColumnName("record_id").HasMaxLength(80);
        e.Property(x => x.RecordName).HasColumnName("record_name").HasMaxLength(AuditEntry.MaxName);
        e.Property(x => x.ActorId).HasColumnName("actor_id");
        e.Property(x => x.ActorName).HasColumnName("actor_name").HasMaxLength(AuditEntry.MaxName);
        e.Property(x => x.SeenAsId).HasColumnName("seen_as_id");
        e.Property(x => x.SeenAsName).HasColumnName("seen_as_name").HasMaxLength(AuditEntry.MaxName);
        e.Property(x => x.Via).HasColumnName("via").HasMaxLength(10);
        e.Property(x => x.Address).HasColumnName("address").HasMaxLength(AuditEntry.MaxAddress);
        e.Property(x => x.RequestId).HasColumnName("request_id").HasMaxLength(AuditEntry.MaxRequestId);
        e.Property(x => x.Details).HasColumnName("details");
        e.Property(x => x.Seq).HasColumnName("seq");
        e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(HashLength);
        e.HasIndex(x => x.Seq, "ix_audit_seq").IsUnique();
        e.HasIndex(x => x.Id, "ix_audit_unsealed").HasFilter("seq IS NULL");
        e.HasIndex(
            x => new
            {
                x.Kind,
                x.RecordId,
                x.Id,
            },
            "ix_audit_record"
        );
        e.HasIndex(x => new { x.ActorId, x.Id }, "ix_audit_actor");
        e.HasIndex(x => new { x.Action, x.Id }, "ix_audit_action");
        e.HasIndex(x => x.At, "ix_audit_at");
    }
}
