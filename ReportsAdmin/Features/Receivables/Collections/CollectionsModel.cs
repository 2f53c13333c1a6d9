using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Maps the tables of the contact log and of promises.</summary>
internal static class CollectionsModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ContactEntry>(e =>
        {
            e.ToTable("contact_log");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.CustomerId).HasColumnName("customer_id");
            e.Property(x => x.At).HasColumnName("at");
            e.Property(x => x.ById).HasColumnName("by_id");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.Property(x => x.Outcome).HasColumnName("outcome");
            e.Property(x => x.Note).HasColumnName("note").HasMaxLength(ContactEntry.MaxNote);
            e.Property(x => x.FollowUpOn).HasColumnName("follow_up_on");
            e.Property(x => x.CorrectsId).HasColumnName("corrects_id");
            e.HasIndex(x => new { x.CustomerId, x.At });
            // An entry is taken back once.
            e.HasIndex(x => x.CorrectsId).IsUnique();
        });
        model.Entity<Promise>(e =>
        {
            e.ToTable("promises");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.CustomerId).HasColumnName("customer_id");
            e.Property(x => x.MadeAt).HasColumnName("made_at");
            e.Property(x => x.ById).HasColumnName("by_id");
            e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
            e.Property(x => x.EngineerId).HasColumnName("engineer_id");
            e.Property(x => x.EntryId).HasColumnName("entry_id");
            e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
            e.Property(x => x.DueOn).HasColumnName("due_on");
            e.Property(x => x.DuePeriod).HasColumnName("due_period");
            e.Property(x => x.DecidableFrom).HasColumnName("decidable_from");
            e.Property(x => x.OwedPaise).HasColumnName("owed_paise");
            e.Property(x => x.ByTotal).HasColumnName("by_total");
            e.Property(x => x.WithdrawnAt).HasColumnName("withdrawn_at");
            e.Property(x => x.WithdrawnByName).HasColumnName("withdrawn_by_name").HasMaxLength(200);
            e.Property(x => x.ReceivedPaise).HasColumnName("received_paise");
            e.Property(x => x.DecidedPeriod).HasColumnName("decided_period");
            e.Property(x => x.Status).HasColumnName("status");
            e.HasIndex(x => new { x.CustomerId, x.DueOn });
            e.HasIndex(x => new { x.Status, x.DueOn });
            e.HasIndex(x => x.EntryId).IsUnique();
        });
        model.Entity<PromiseItem>(e =>
        {
            e.ToTable("promise_items");
            e.HasKey(x => new { x.PromiseId, x.InvoiceId });
            e.HasIndex(x => x.InvoiceId);
            e.Property(x => x.PromiseId).HasColumnName("promise_id");
            e.Property(x => x.InvoiceId).HasColumnName("invoice_id");
            e.Property(x => x.OwedPaise).HasColumnName("owed_paise");
        });
    }
}
