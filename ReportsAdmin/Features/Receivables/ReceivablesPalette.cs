using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables;

/// <summary>Customers and invoices of the latest month, and open disputes, in the command palette.</summary>
public sealed class ReceivablesPalette(
    ReceivablesQueries outstanding,
    CustomerQueries customers,
    InvoiceQueries invoices,
    DisputeQueries disputes
) : IPaletteSource
{
    private static readonly PageRequest Few = new(1, 5);

    public int Order => 10;

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct)
    {
        if (!currentUser.Can(ReceivablesQueries.ReadPermission))
            return [];
        var month = new ReceivablesFilter(await outstanding.LatestPeriodAsync(currentUser, ct));
        var parties = await customers.SheetAsync(currentUser, new CustomerFilter(month, Search: text), Few, ct);
        var papers = await invoices.SheetAsync(currentUser, new InvoiceFilter(month, Search: text), Few, ct);
        var open = await disputes.ListAsync(currentUser, new DisputeFilter(Search: text), Few, ct);
        return
        [
            .. parties.Page.Rows.Select(c => new PaletteHit(
                "Customers",
                c.Name,
                $"{Regions.Display(c.Region)} · {c.Outstanding.ToShortText()}",
                "apartment",
                $"/customers/{c.Id}"
            )),
            .. papers.Page.Rows.Select(i => new PaletteHit(
                "Invoices",
                $"{i.Number} · {i.CustomerName}",
                i.Outstanding.ToShortText(),
                "receipt_long",
                $"/invoices/{i.Id}"
            )),
            .. open.Page.Rows.Select(d => new PaletteHit(
                "Disputes",
                $"{d.InvoiceNumber} · {d.CustomerName}",
                d.Amount.ToShortText(),
                "balance",
                $"/disputes/{d.Id}"
            )),
        ];
    }
}
