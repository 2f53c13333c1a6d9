using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What a row says of one invoice, and what is owed on it, for the position of its department and region.</summary>
internal sealed class StagedItem
{
    public int UploadId { get; init; }

    public int RowNumber { get; init; }

    public int DepartmentId { get; init; }

    public required string Region { get; init; }

    /// <summary>Negative: a new invoice (<see cref="NewKeys"/>).</summary>
    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    public required string Number { get; init; }

    public InvoiceKind Kind { get; init; }

    public long AmountPaise { get; init; }

    public long OutstandingPaise { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public AgeBucket? Bucket { get; init; }

    public bool Paid { get; init; }

    public bool Disputed { get; init; }

    /// <summary>Whether the commit writes the invoice too: it is new, or the sheet corrects it.</summary>
    public bool WritesInvoice { get; set; }

    public Invoice ToInvoice() =>
        new()
        {
            Id = InvoiceId,
            CustomerId = CustomerId,
            Number = Number,
            Kind = Kind,
            AmountPaise = AmountPaise,
            InvoiceDate = InvoiceDate,
            DueDate = DueDate,
            Paid = Paid,
        };
}

/// <summary>Stages the items of an outstanding sheet.</summary>
internal sealed class StagedItems(UploadTable<Invoice> invoices) : StagedTable<StagedItem>
{
    /// <param name="stored">The invoice as it is stored; null when it is new.</param>
    /// <param name="corrects">Whether the sheet may correct a stored invoice: an older month corrects none.</param>
    public RecordWrite Write(StagedItem item, LedgerInvoice? stored, bool corrects)
    {
        item.WritesInvoice = stored is null;
        var correction =
            stored is null || !corrects || IsAsStored(item, stored)
                ? null
                : invoices.Write(item.ToInvoice(), stored.ToInvoice(), silent: item.Kind == InvoiceKind.Summary);
        return new ItemWrite(this, item, correction);
    }

    /// <summary>Most items of a next month are: nothing is made to compare them. The fields are those that <see cref="ReceivablesTables.Invoices"/> shows.</summary>
    private static bool IsAsStored(StagedItem item, LedgerInvoice stored) =>
        item.AmountPaise == stored.AmountPaise
        && item.InvoiceDate == stored.InvoiceDate
        && item.DueDate == stored.DueDate
        && item.Paid == stored.Paid;

    /// <param name="Correction">What the sheet may correct of a stored invoice.</param>
    private sealed record ItemWrite(StagedItems Owner, StagedItem Item, RecordWrite? Correction) : RecordWrite
    {
        public override IStagedTable Table => Owner;

        public override object Record => Item;

        public override bool IsNew => Item.InvoiceId < 0;

        public override bool AddChanges(List<CellChange> changes)
        {
            Item.WritesInvoice |= Correction?.AddChanges(changes) == true;
            return true;
        }

        public override long Content(long hash) => hash;
    }
}
