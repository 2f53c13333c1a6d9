using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Dashboard;

public sealed record InvoiceRow(
    int Id,
    int CustomerId,
    string CustomerCode,
    string CustomerName,
    string Region,
    string Number,
    InvoiceKind Kind,
    Money Amount,
    Money Outstanding,
    DateOnly? InvoiceDate,
    DateOnly? DueDate,
    int? AgeDays,
    AgeBucket Bucket,
    string Status,
    bool Paid,
    BalanceOrigin Origin,
    int UploadId,
    int? RowNumber,
    bool MayEdit
)
{
    /// <summary>Something was paid, but not all; disputed invoices count as disputed only.</summary>
    public bool IsPartPaid =>
        Kind == InvoiceKind.Invoice && Status == "unpaid" && Outstanding.Paise > 0 && Outstanding.Paise < Amount.Paise;
}

/// <param name="Chosen">Keys of invoices that were chosen one by one; null does not narrow.</param>
/// <param name="OpenOnly">Leaves out items on which nothing is owed.</param>
public sealed record InvoiceFilter(
    ReceivablesFilter Base,
    int? CustomerId = null,
    AgeBucket? Bucket = null,
    string? Search = null,
    string? Status = null,
    BalanceOrigin? Origin = null,
    string Sort = "-outstanding",
    IReadOnlyList<int>? Chosen = null,
    bool OpenOnly = false
)
{
    /// <summary>Whether everything there is matches.</summary>
    internal bool IsWhole =>
        string.IsNullOrWhiteSpace(Search)
        && this is { CustomerId: null, Bucket: null, Status: null, Origin: null, Chosen: null, OpenOnly: false };
}

/// <summary>Sums over every invoice that matched a filter.</summary>
public sealed record InvoiceTotals(int Invoices, Money Amount, Money Outstanding);

/// <summary>A page of invoices with the sums over every invoice that matched, not only those on the page.</summary>
public sealed record InvoiceList(
    Page<InvoiceRow> Page,
    InvoiceTotals Totals,
    AgeingScheme Scheme,
    DataFreshness DataFreshness
)
{
    public Money Outstanding => Totals.Outstanding;
}

/// <summary>An invoice through the months, each with the file and row that says so.</summary>
/// <param name="Month">The month of the latest position, which <paramref name="Invoice"/> speaks of.</param>
public sealed record InvoiceDetails(
    InvoiceRow Invoice,
    Period Month,
    IReadOnlyList<InvoiceMonth> Months,
    IReadOnlyList<ChangeRow> Changes
);

/// <param name="Cells">Header and text of the sheet's row, from the uploaded file itself; empty when carried.</param>
public sealed record InvoiceMonth(
    Period Period,
    Money Outstanding,
    BalanceOrigin Origin,
    int UploadId,
    string FileName,
    string? SheetName,
    int? RowNumber,
    IReadOnlyList<KeyValuePair<string, string>> Cells
);
