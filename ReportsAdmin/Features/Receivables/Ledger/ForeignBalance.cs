namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>
/// What a row of a sheet says is owed in a foreign currency. It is never added to rupees, and is no part of a position: it
/// holds while its upload is the latest committed one for its department and region, so an undo brings the earlier one back.
/// </summary>
public sealed class ForeignBalance
{
    public int UploadId { get; init; }

    public int RowNumber { get; init; }

    /// <summary>The month of the sheet, as <c>yyyymm</c>.</summary>
    public int Period { get; init; }

    public int DepartmentId { get; init; }

    /// <summary>Empty where the row names none and its customer is unknown.</summary>
    public required string Region { get; init; }

    /// <summary>Of the customer, who need not be stored: a sheet may owe in foreign currency alone.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Empty for a customer's total.</summary>
    public required string Number { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public required string Currency { get; init; }

    /// <summary>In hundredths of the currency.</summary>
    public long Hundredths { get; init; }
}
