namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>
/// The month-end position of one department in one region: the unit that an upload replaces and an undo restores. Its
/// sums are kept with it, so a dashboard reads a few hundred rows whatever the number of invoices.
/// </summary>
public sealed class Snapshot
{
    public int Id { get; init; }

    public int DepartmentId { get; init; }

    public required string Region { get; init; }

    /// <summary><see cref="Period.Number"/>.</summary>
    public int Period { get; init; }

    /// <summary>The upload that last wrote this position.</summary>
    public int BatchId { get; set; }

    public long OutstandingPaise { get; set; }

    /// <summary>What grew since the previous snapshot of the same department and region: closing = opening + new - recovered.</summary>
    public long NewPaise { get; set; }

    public long RecoveredPaise { get; set; }

    public int Customers { get; set; }

    public int Invoices { get; set; }

    public int Disputed { get; set; }

    /// <summary>How many invoice balances it has, those on which nothing is owed among them.</summary>
    public int Items { get; set; }

    /// <summary>The amounts of their invoices, as they are now: a later sheet may correct them.</summary>
    public long AmountPaise { get; set; }
}

/// <summary>That an upload wrote a snapshot. The newest one stands; undoing it uncovers the one before.</summary>
public sealed class SnapshotWrite
{
    public int SnapshotId { get; init; }

    public int BatchId { get; init; }
}

/// <summary>One customer in one snapshot: the sums of their invoice balances.</summary>
public sealed class Balance
{
    public int SnapshotId { get; init; }

    public int CustomerId { get; init; }

    public long OutstandingPaise { get; init; }

    public long NewPaise { get; init; }

    public long RecoveredPaise { get; init; }

    public int Invoices { get; init; }

    public int Disputed { get; init; }

    /// <summary>How many of their invoice balances are not zero, totals without invoices and credits among them: zero means that they are settled.</summary>
    public int OpenItems { get; init; }
}

/// <summary>The open items of one snapshot that have the same dates, added up: what ages of whole regions are counted from, on any day and by any edges.</summary>
public sealed class BalanceDay
{
    public int SnapshotId { get; init; }

    /// <summary>Counts the lines of the snapshot.</summary>
    public int Line { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>Given by the sheet itself; null means: by date.</summary>
    public AgeBucket? Bucket { get; init; }

    public long OutstandingPaise { get; init; }

    /// <summary>How much of it is in dispute; never of a credit.</summary>
    public long DisputedPaise { get; init; }
}

/// <summary>Where the amount of an invoice balance comes from.</summary>
public enum BalanceOrigin : short
{
    Sheet = 0,

    /// <summary>Not in this month's sheet; carried from the month before.</summary>
    Carried = 1,

    /// <summary>Carried, and marked as a question to the branch.</summary>
    Queried = 2,
}

/// <summary>What is owed on one invoice in one snapshot, and the file and row that say so.</summary>
public sealed class InvoiceBalance
{
    public int SnapshotId { get; init; }

    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    public long OutstandingPaise { get; set; }

    /// <summary>What was owed before a person marked the invoice as paid; a payment reversal puts it back.</summary>
    public long SettledPaise { get; set; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    /// <summary>Given by the sheet itself (age-bucket columns); null means: by date.</summary>
    public AgeBucket? Bucket { get; init; }

    public InvoiceKind Kind { get; init; }

    public bool Disputed { get; set; }

    /// <summary>How much of what is owed is in dispute, no more than is owed; null for all of it. Says something only of a disputed one.</summary>
    public long? DisputePaise { get; set; }

    public BalanceOrigin Origin { get; init; }

    public int BatchId { get; init; }

    /// <summary>The row of the sheet, as Excel numbers it; null when carried.</summary>
    public int? RowNumber { get; init; }
}

/// <summary>An invoice balance that an upload displaced, kept so that undoing the upload puts it back.</summary>
public sealed class DisplacedBalance
{
    public int ByBatchId { get; init; }

    public int SnapshotId { get; init; }

    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    public long OutstandingPaise { get; init; }

    public long SettledPaise { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public AgeBucket? Bucket { get; init; }

    public InvoiceKind Kind { get; init; }

    public bool Disputed { get; init; }

    public long? DisputePaise { get; init; }

    public BalanceOrigin Origin { get; init; }

    public int BatchId { get; init; }

    public int? RowNumber { get; init; }
}
