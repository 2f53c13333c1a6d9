using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Checks whose a known customer is, and where the ledger holds what a row speaks of.</summary>
internal sealed class OwnerChecks(
    ReceivablesLedger ledger,
    CurrentUser currentUser,
    ImportTerms terms,
    DepartmentReading departments
)
{
    // Never added to.
    private static readonly List<string> Nowhere = [];

    private readonly bool byInvoice = ReceivablesFields.HasInvoices(terms.Fields);

    /// <summary>The regions, other than the row's, whose positions hold what the row speaks of: else the money would be counted there as well.</summary>
    public List<string> LeftRegions(LedgerCustomer customer, string region, List<SheetItem> items)
    {
        List<string>? left = null;
        foreach (var item in items)
        {
            if (
                item.Known is { OutstandingPaise: not null and not 0, PositionRegion: { } position }
                && position != region
            )
                (left ??= []).Add(position);
        }

        foreach (var open in ledger.OpenRegions(customer.Id, byInvoice ? InvoiceKind.Summary : InvoiceKind.Invoice))
        {
            if (open != region)
                (left ??= []).Add(open);
        }

        if (
            ledger.IsLatest
            && customer.Region != region
            && ledger.OpenRegions(customer.Id, InvoiceKind.Invoice).Contains(customer.Region)
        )
            (left ??= []).Add(customer.Region);
        return left is null or { Count: 1 } ? left ?? Nowhere : [.. left.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A customer of another department, or outside the user's scope, is a problem of the row.</summary>
    public void Check(LedgerCustomer customer, RowCells cells)
    {
        if (terms.DepartmentId is { } own && customer.DepartmentId != own)
            cells.Fault(
                ReceivablesFields.Code,
                $"Customer {customer.Code} belongs to {departments.NameOf(customer.DepartmentId)}."
            );
        else if (
            !currentUser.Scope.CoversDepartment(customer.DepartmentId)
            || !currentUser.Scope.CoversRegion(customer.Region)
        )
            cells.Fault(ReceivablesFields.Code, $"Customer {customer.Code} is outside your departments and regions.");
    }
}
