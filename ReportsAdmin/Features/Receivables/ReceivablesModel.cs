using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Calendar;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders;

namespace ReportsAdmin.Features.Receivables;

internal static class ReceivablesModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Customer>(MapCustomer);
        model.Entity<CustomerChange>(MapCustomerChange);
        model.Entity<Invoice>(MapInvoice);
        model.Entity<Snapshot>(MapSnapshot);
        model.Entity<SnapshotWrite>(MapSnapshotWrite);
        model.Entity<Balance>(MapBalance);
        model.Entity<BalanceDay>(MapBalanceDay);
        model.Entity<InvoiceBalance>(MapInvoiceBalance);
        model.Entity<DisplacedBalance>(MapDisplacedBalance);
        model.MapUploadTable<Customer>();
        model.MapUploadTable<Invoice>(stagedWithOthers: true);
        model.Entity<ForeignBalance>(MapForeignBalance);
        model.Entity<StagedItem>(MapStagedItem);
        model.Entity<StagedDeparture>(MapStagedDeparture);
        model.Entity<StagedMissing>(MapStagedMissing);
        CalendarModel.Map(model);
        CollectionsModel.Map(model);
        DisputesModel.Map(model);
        RemindersModel.Map(model);
    }

    private static void MapForeignBalance(EntityTypeBuilder<ForeignBalance> e)
    {
        e.ToTable("foreign_balances");
        e.HasKey(x => new { x.UploadId, x.RowNumber });
        e.Property(x => x.UploadId).HasColumnName("upload_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.Period).HasColumnName("period");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.Number).HasColumnName("number").HasMaxLength(100);
        e.Property(x => x.InvoiceDate).HasColumnName("invoice_date");
        e.Property(x => x.Currency).HasColumnName("currency").HasMaxLength(3);
        e.Property(x => x.Hundredths).HasColumnName("hundredths");
        e.HasIndex(x => x.Code);
        e.HasIndex(x => new { x.DepartmentId, x.Region });
    }

    private static void MapStagedItem(EntityTypeBuilder<StagedItem> e)
    {
        e.ToTable("staged_items");
        e.HasNoKey();
        e.Property(x => x.UploadId).HasColumnName("upload_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.Property(x => x.InvoiceId).HasColumnName("invoice_id");
        e.Property(x => x.CustomerId).HasColumnName("customer_id");
        e.Property(x => x.Number).HasColumnName("number").HasMaxLength(100);
        e.Property(x => x.Kind).HasColumnName("kind");
        e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
        e.Property(x => x.OutstandingPaise).HasColumnName("outstanding_paise");
        e.Property(x => x.InvoiceDate).HasColumnName("invoice_date");
        e.Property(x => x.DueDate).HasColumnName("due_date");
        e.Property(x => x.Bucket).HasColumnName("bucket");
        e.Property(x => x.Paid).HasColumnName("paid");
        e.Property(x => x.Disputed).HasColumnName("disputed");
        e.Property(x => x.WritesInvoice).HasColumnName("writes_invoice");
        e.HasIndex(x => x.UploadId);
    }

    private static void MapStagedDeparture(EntityTypeBuilder<StagedDeparture> e)
    {
        e.ToTable("staged_departures");
        e.HasNoKey();
        e.Property(x => x.UploadId).HasColumnName("upload_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.HasIndex(x => x.UploadId);
    }

    private static void MapStagedMissing(EntityTypeBuilder<StagedMissing> e)
    {
        e.ToTable("staged_missing");
        e.HasKey(x => new { x.UploadId, x.InvoiceId });
        e.Property(x => x.UploadId).HasColumnName("upload_id");
        e.Property(x => x.RowNumber).HasColumnName("row_number");
        e.Property(x => x.InvoiceId).HasColumnName("invoice_id").ValueGeneratedNever();
        e.Property(x => x.Replaced).HasColumnName("replaced");
    }

    private static void MapCustomer(EntityTypeBuilder<Customer> e)
    {
        e.ToTable("customers");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.Code).HasColumnName("code").HasMaxLength(60);
        e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
        e.Property(x => x.SearchText).HasColumnName("search_text").HasMaxLength(300);
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Remark).HasColumnName("remark").HasMaxLength(30);
        e.Property(x => x.Notes).HasColumnName("notes").HasMaxLength(4000);
        e.Property(x => x.EngineerId).HasColumnName("engineer_id");
        e.Property(x => x.Phone).HasColumnName("phone").HasMaxLength(PhoneNumber.MaxLength);
        e.Property(x => x.Email).HasColumnName("email").HasMaxLength(ContactAddresses.MaxLength);
        e.Property(x => x.ReminderStop).HasColumnName("reminder_stop").HasMaxLength(ContactAddresses.MaxStop);
        e.MapOrigin();
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.HasIndex(x => x.Code).IsUnique();
        e.HasIndex(x => x.EngineerId);
    }

    private static void MapCustomerChange(EntityTypeBuilder<CustomerChange> e)
    {
        e.ToTable("customer_changes");
        e.Property(x => x.Id).HasColumnName("id");
        e.Property(x => x.CustomerId).HasColumnName("customer_id");
        e.Property(x => x.InvoiceId).HasColumnName("invoice_id");
        e.Property(x => x.Field).HasColumnName("field").HasMaxLength(20);
        e.Property(x => x.Before).HasColumnName("before").HasMaxLength(4000);
        e.Property(x => x.After).HasColumnName("after").HasMaxLength(4000);
        e.Property(x => x.At).HasColumnName("at");
        e.Property(x => x.ById).HasColumnName("by_id");
        e.Property(x => x.ByName).HasColumnName("by_name").HasMaxLength(200);
        e.HasIndex(x => new { x.CustomerId, x.At });
        e.HasIndex(x => x.InvoiceId);
    }

    private static void MapInvoice(EntityTypeBuilder<Invoice> e)
    {
        e.ToTable("invoices");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.CustomerId).HasColumnName("customer_id");
        e.Property(x => x.Number).HasColumnName("number").HasMaxLength(100);
        e.Property(x => x.Kind).HasColumnName("kind");
        e.Property(x => x.AmountPaise).HasColumnName("amount_paise");
        e.Property(x => x.InvoiceDate).HasColumnName("invoice_date");
        e.Property(x => x.DueDate).HasColumnName("due_date");
        e.Property(x => x.Paid).HasColumnName("paid");
        e.Property(x => x.Disputed).HasColumnName("disputed");
        e.MapOrigin();
        e.Property(x => x.CreatedAt).HasColumnName("created_at");
        e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
        e.Ignore(x => x.Status);
        e.HasIndex(x => new { x.CustomerId, x.Number }).IsUnique();
        e.HasIndex(x => x.Id).HasFilter("disputed");
    }

    private static void MapSnapshot(EntityTypeBuilder<Snapshot> e)
    {
        e.ToTable("snapshots");
        e.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
        e.Property(x => x.DepartmentId).HasColumnName("department_id");
        e.Property(x => x.Region).HasColumnName("region").HasMaxLength(20);
        e.Property(x => x.Period).HasColumnName("period");
        e.Property(x => x.BatchId).HasColumnName("batch_id");
        e.Property(x => x.OutstandingPaise).HasColumnName("outstanding_paise");
        e.Property(x => x.NewPaise).HasColumnName("new_paise");
        e.Property(x => x.RecoveredPaise).HasColumnName("recovered_paise");
        e.Property(x => x.Customers).HasColumnName("customers");
        e.Property(x => x.Invoices).HasColumnName("invoices");
        e.Property(x => x.Disputed).HasColumnName("disputed");
        e.Property(x => x.Items).HasColumnName("items").HasDefaultValue(0);
        e.Property(x => x.AmountPaise).HasColumnName("amount_paise").HasDefaultValue(0L);
        e.HasIndex(x => new
            {
                x.DepartmentId,
                x.Region,
                x.Period,
            })
            .IsUnique();
    }

    private static void MapSnapshotWrite(EntityTypeBuilder<SnapshotWrite> e)
    {
        e.ToTable("snapshot_writes");
        e.HasKey(x => new { x.SnapshotId, x.BatchId });
        e.Property(x => x.SnapshotId).HasColumnName("snapshot_id");
        e.Property(x => x.BatchId).HasColumnName("batch_id");
        e.HasIndex(x => x.BatchId);
    }

    private static void MapBalance(EntityTypeBuilder<Balance> e)
    {
        e.ToTable("balances");
        e.HasKey(x => new { x.SnapshotId, x.CustomerId });
        e.Property(x => x.SnapshotId).HasColumnName("snapshot_id");
        e.Property(x => x.CustomerId).HasColumnName("customer_id");
        e.Property(x => x.OutstandingPaise).HasColumnName("outstanding_paise");
        e.Property(x => x.NewPaise).HasColumnName("new_paise");
        e.Property(x => x.RecoveredPaise).HasColumnName("recovered_paise");
        e.Property(x => x.Invoices).HasColumnName("invoices");
        e.Property(x => x.Disputed).HasColumnName("disputed");
        e.Property(x => x.OpenItems).HasColumnName("open_items");
        e.HasIndex(x => x.CustomerId);
    }

    private static void MapBalanceDay(EntityTypeBuilder<BalanceDay> e)
    {
        e.ToTable("balance_days");
        e.HasKey(x => new { x.SnapshotId, x.Line });
        e.Property(x => x.SnapshotId).HasColumnName("snapshot_id");
        e.Property(x => x.Line).HasColumnName("line");
        e.Property(x => x.InvoiceDate).HasColumnName("invoice_date");
        e.Property(x => x.DueDate).HasColumnName("due_date");
        e.Property(x => x.Bucket).HasColumnName("bucket");
        e.Property(x => x.OutstandingPaise).HasColumnName("outstanding_paise");
        e.Property(x => x.DisputedPaise).HasColumnName("disputed_paise");
    }

    private static void MapInvoiceBalance(EntityTypeBuilder<InvoiceBalance> e)
    {
        e.ToTable("invoice_balances");
        e.HasKey(x => new { x.SnapshotId, x.InvoiceId });
        MapBalanceColumns(e);
        // A page of customers asks for its own rows of a few snapshots, not for all of them.
        e.HasIndex(x => new { x.CustomerId, x.SnapshotId });
        // A page of invoices begins with what is owed most: so many of each snapshot, already in order.
        e.HasIndex(x => new
            {
                x.SnapshotId,
                x.OutstandingPaise,
                x.InvoiceId,
            })
            .IsDescending(false, true, false);
        // Undo asks of each invoice that it created whether another snapshot still needs it.
        e.HasIndex(x => x.InvoiceId);
    }

    private static void MapDisplacedBalance(EntityTypeBuilder<DisplacedBalance> e)
    {
        e.ToTable("displaced_balances");
        e.HasKey(x => new
        {
            x.ByBatchId,
            x.SnapshotId,
            x.InvoiceId,
        });
        e.Property(x => x.ByBatchId).HasColumnName("by_batch_id");
        MapBalanceColumns(e);
    }

    // The two tables hold the same columns, so that rows move between them by INSERT … SELECT.
    private static void MapBalanceColumns<T>(EntityTypeBuilder<T> e)
        where T : class
    {
        foreach (var (property, column) in BalanceColumns)
            e.Property(property).HasColumnName(column);
    }

    private static readonly (string Property, string Column)[] BalanceColumns =
    [
        ("SnapshotId", "snapshot_id"),
        ("InvoiceId", "invoice_id"),
        ("CustomerId", "customer_id"),
        ("OutstandingPaise", "outstanding_paise"),
        ("SettledPaise", "settled_paise"),
        ("InvoiceDate", "invoice_date"),
        ("DueDate", "due_date"),
        ("Bucket", "bucket"),
        ("Kind", "kind"),
        ("Disputed", "disputed"),
        ("DisputePaise", "dispute_paise"),
        ("Origin", "origin"),
        ("BatchId", "batch_id"),
        ("RowNumber", "row_number"),
    ];

    /// <summary>The shared column list, in one order, for moving rows between the two tables.</summary>
    public const string BalanceColumnList =
        "snapshot_id, invoice_id, customer_id, outstanding_paise, settled_paise, invoice_date, due_date, bucket, kind, disputed, dispute_paise, origin, batch_id, row_number";
}
