using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>A customer as the client of spec 003 wants them: with every invoice of the financial year inline.</summary>
public sealed record TrackerCustomer
{
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Of the position that the outstanding comes from: the customer may have moved since.</summary>
    public required string Region { get; init; }

    public required string Department { get; init; }

    /// <summary>The age of the oldest open debt; null when nothing is owed.</summary>
    public AgeBucket? Oldest { get; init; }

    /// <summary>What is owed at the year's latest position; zero when nothing is owed any more.</summary>
    public Money Outstanding { get; init; }

    public required string Remark { get; init; }

    public required string Notes { get; init; }

    public required int? EngineerId { get; init; }

    /// <summary>The engineer's name; null where nobody is assigned or the caller does not see them.</summary>
    public required string? Engineer { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required IReadOnlyList<TrackerInvoice> Invoices { get; init; }
}

/// <summary>An invoice of a <see cref="TrackerCustomer"/>.</summary>
public sealed record TrackerInvoice
{
    public required int Id { get; init; }

    public required string Number { get; init; }

    public required Money Amount { get; init; }

    public required DateOnly? Date { get; init; }

    /// <summary>As <see cref="Invoice.StatusOf"/> names it.</summary>
    public required string Status { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>What was owed in each month of the year, newest first; the first is part of the customer's outstanding.</summary>
    public required IReadOnlyList<InvoiceMonthAmount> Months { get; init; }
}

public readonly record struct InvoiceMonthAmount(Period Period, Money Outstanding, AgeBucket Bucket);
