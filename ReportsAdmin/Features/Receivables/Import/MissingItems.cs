using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Finds what the sheet lacks: open items of what it covers that no row named.</summary>
internal sealed class MissingItems(ReceivablesLedger ledger, bool byInvoice)
{
    private readonly HashSet<int> seenInvoices = [];
    private readonly HashSet<int> faulty = [];
    private readonly HashSet<int> presentCustomers = [];
    private readonly HashSet<(int Department, string Region)> covered = [];

    /// <summary>A row named the invoice.</summary>
    public void Saw(LedgerInvoice invoice) => seenInvoices.Add(invoice.Id);

    /// <summary>A row with problems named the invoice: what became of it is unknown.</summary>
    public void SawFaulty(LedgerInvoice invoice) => faulty.Add(invoice.Id);

    public void Saw(LedgerCustomer customer) => presentCustomers.Add(customer.Id);

    public void Covers(int department, string region) => covered.Add((department, region));

    /// <summary>Open items of the departments and regions that the sheet covers and that it does not name.</summary>
    public IEnumerable<ValidatedRow> Rows()
    {
        var number = 0;
        foreach (
            var invoice in ledger
                .Invoices.Where(i => i.OutstandingPaise is not null and not 0)
                .OrderBy(i => i.Customer.Code, StringComparer.Ordinal)
                .ThenBy(i => i.Number, StringComparer.Ordinal)
        )
        {
            if (
                seenInvoices.Contains(invoice.Id)
                || faulty.Contains(invoice.Id)
                || !covered.Contains((invoice.Customer.DepartmentId, invoice.PositionRegion!))
            )
                continue;
            var replaced =
                presentCustomers.Contains(invoice.Customer.Id) && (invoice.Kind == InvoiceKind.Invoice) != byInvoice;
            var owed = invoice.OutstandingPaise!.Value;
            var why = replaced
                ? new RowProblem(
                    null,
                    byInvoice ? "Replaced by the customer's invoices." : "Replaced by the customer's total."
                )
                : null;
            yield return new ValidatedRow(--number, RowEffect.Missing, $"{invoice.Customer.Code} · {invoice.Number}")
            {
                Label = invoice.Customer.Name,
                Section = invoice.PositionRegion!,
                Amount = owed,
                Delta = replaced ? -owed : 0,
                Records =
                [
                    ReceivablesTables.Missing.Write(new StagedMissing { InvoiceId = invoice.Id, Replaced = replaced }),
                ],
                Problems = why is null ? null : [why],
            };
        }
    }
}
