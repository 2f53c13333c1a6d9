using ReportsAdmin.Features.Imports.Staging;

namespace ReportsAdmin.Features.Receivables.Ledger;

public enum InvoiceKind : short
{
    Invoice = 0,

    /// <summary>The part of a customer's total that a sheet without invoices gave, one per age bucket. Not an invoice to anybody outside.</summary>
    Summary = 1,
}

/// <summary>An invoice as the sheets describe it; its number is unique within the customer. What is still owed in a month is an <see cref="InvoiceBalance"/>.</summary>
public sealed class Invoice : IUploaded
{
    public int Id { get; init; }

    public int CustomerId { get; init; }

    public required string Number { get; init; }

    public InvoiceKind Kind { get; init; }

    public long AmountPaise { get; set; }

    public DateOnly? InvoiceDate { get; set; }

    public DateOnly? DueDate { get; set; }

    /// <summary>Paid: a person said so, or an upload in which it was missing was committed with "missing means paid".</summary>
    public bool Paid { get; set; }

    public bool Disputed { get; set; }

    public int BatchId { get; init; }

    public int WrittenBy { get; init; }

    public int SheetRow { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    /// <summary>The status of spec 003: a dispute shows before a payment, so that taking it back does not unpay.</summary>
    public string Status => StatusOf(Paid, Disputed);

    public static string StatusOf(bool paid, bool disputed) =>
        disputed ? "dispute"
        : paid ? "paid"
        : "unpaid";
}
