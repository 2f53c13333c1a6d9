using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Platform.Mail;

/// <summary>Maps the module's tables.</summary>
internal static class MailModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<OutgoingMail>(e =>
        {
            e.ToTable("mails");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.MessageId).HasColumnName("message_id").HasMaxLength(200);
            e.Property(x => x.UniqueKey).HasColumnName("unique_key").HasMaxLength(200);
            e.Property(x => x.ToAddress).HasColumnName("to_address").HasMaxLength(MailAddresses.MaxLength);
            e.Property(x => x.Subject).HasColumnName("subject").HasMaxLength(MailOutbox.MaxSubject);
            e.Property(x => x.Text).HasColumnName("text");
            e.Property(x => x.Html).HasColumnName("html");
            e.Property(x => x.State).HasColumnName("state");
            e.Property(x => x.Attempts).HasColumnName("attempts");
            e.Property(x => x.LastError).HasColumnName("last_error").HasMaxLength(500);
            e.Property(x => x.About).HasColumnName("about").HasMaxLength(200);
            e.Property(x => x.CausedById).HasColumnName("caused_by_id");
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.Property(x => x.SentAt).HasColumnName("sent_at");
            e.HasIndex(x => x.UniqueKey, "ix_mails_unique_key").IsUnique().HasFilter("unique_key IS NOT NULL");
            e.HasIndex(x => new { x.State, x.Id }, "ix_mails_state");
            e.HasIndex(x => x.CreatedAt, "ix_mails_created");
        });
        model.Entity<MailAttachment>(e =>
        {
            e.ToTable("mail_attachments");
            e.HasKey(x => new { x.MailId, x.Position });
            e.Property(x => x.MailId).HasColumnName("mail_id");
            e.Property(x => x.Position).HasColumnName("position");
            e.Property(x => x.FileKey).HasColumnName("file_key").HasMaxLength(100);
            e.Property(x => x.FileName).HasColumnName("file_name").HasMaxLength(260);
            e.Property(x => x.ContentType).HasColumnName("content_type").HasMaxLength(150);
            e.Property(x => x.Size).HasColumnName("size");
            e.HasOne<OutgoingMail>().WithMany().HasForeignKey(x => x.MailId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<BouncedAddress>(e =>
        {
            e.ToTable("bounced_addresses");
            e.HasKey(x => x.Address);
            e.Property(x => x.Address).HasColumnName("address").HasMaxLength(MailAddresses.MaxLength);
            e.Property(x => x.Source).HasColumnName("source");
            e.Property(x => x.Reason).HasColumnName("reason").HasMaxLength(BouncedAddress.MaxReason);
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        });
    }
}
