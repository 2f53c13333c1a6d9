using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Maps the tables of disputes.</summary>
internal static class DisputesModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Dispute>(e =>
        {
            e.ToTable("disputes");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.InvoiceId).HasColumnName("invoice_id");
            e.Property(x => x.CustomerId).HasColumnName("customer_id");
            e.Property(x => x.Reason).HasColumnName("reason").HasMaxLength(Dispute.MaxReason);
            e.Property(x => x.OwnerId).HasColumnName("owner_id");
            e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
            e.Property(x => x.IsWhole).HasColumnName("is_whole");
            e.Property(x => x.OpenedAt).HasColumnName("opened_at");
            e.Property(x => x.OpenedById).HasColumnName("opened_by_id");
            e.Property(x => x.OpenedByName).HasColumnName("opened_by_name").HasMaxLength(200);
            e.Property(x => x.AnswerBy).HasColumnName("answer_by");
            e.Property(x => x.ClosedAt).HasColumnName("closed_at");
            e.Property(x => x.ClosedById).HasColumnName("closed_by_id");
            e.Property(x => x.ClosedByName).HasColumnName("closed_by_name").HasMaxLength(200);
            e.Property(x => x.Outcome).HasColumnName("outcome");
            e.Property(x => x.AcceptedPaise).HasColumnName("accepted_paise");
            e.Property(x => x.ClosedPeriod).HasColumnName("closed_period");
            e.Property(x => x.DaysOpen).HasColumnName("days_open");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.HasIndex(x => new { x.InvoiceId, x.Id });
            // An invoice has at most one that is open, whoever presses at the same moment.
            e.HasIndex(x => x.InvoiceId, "IX_disputes_open").IsUnique().HasFilter("closed_at IS NULL");
            e.HasIndex(x => x.CustomerId);
            e.HasIndex(x => new { x.OwnerId, x.ClosedAt });
            e.HasIndex(x => new { x.ClosedAt, x.AnswerBy });
            e.HasIndex(x => x.ClosedPeriod);
        });
        model.Entity<DisputeMessage>(e =>
        {
            e.ToTable("dispute_messages");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.DisputeId).HasColumnName("dispute_id");
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ById).HasColumnName("by_id");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.Property(x => x.Kind).HasColumnName("kind");
            e.Property(x => x.Text).HasColumnName("text").HasMaxLength(DisputeMessage.MaxText);
            e.HasIndex(x => new { x.DisputeId, x.Id });
        });
        model.Entity<DisputeFile>(e =>
        {
            e.ToTable("dispute_files");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.DisputeId).HasColumnName("dispute_id");
            e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(DisputeFile.MaxName);
            e.Property(x => x.ContentType).HasColumnName("content_type").HasMaxLength(100);
            e.Property(x => x.Size).HasColumnName("size");
            // The sweep of files without a row knows files by a column of this name.
            e.Property(x => x.FileKey).HasColumnName("file_key").HasMaxLength(32);
            e.Property(x => x.Hash).HasColumnName("hash").HasMaxLength(64);
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ById).HasColumnName("by_id");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.HasIndex(x => x.DisputeId);
            e.HasIndex(x => x.FileKey);
        });
    }
}
