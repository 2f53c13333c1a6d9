using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>What a row says of one invoice, or of one age bucket of a customer's total.</summary>
internal sealed record SheetItem
{
    public required string Number { get; init; }

    /// <summary>The stored invoice; null when the row creates it.</summary>
    public LedgerInvoice? Known { get; init; }

    public InvoiceKind Kind { get; init; }

    public long AmountPaise { get; init; }

    public long OutstandingPaise { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public AgeBucket? Bucket { get; init; }

    public StagedItem ToStaged(int invoiceId, int customerId, int departmentId, string region) =>
        new()
        {
            DepartmentId = departmentId,
            Region = region,
            InvoiceId = invoiceId,
            CustomerId = customerId,
            Number = Number,
            Kind = Kind,
            AmountPaise = AmountPaise,
            OutstandingPaise = OutstandingPaise,
            InvoiceDate = InvoiceDate,
            DueDate = DueDate,
            Bucket = Bucket,
            Paid = Kind == InvoiceKind.Invoice && OutstandingPaise == 0,
            Disputed = Known?.Disputed ?? false,
        };
}
