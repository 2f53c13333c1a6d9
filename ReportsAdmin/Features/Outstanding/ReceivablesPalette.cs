using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Outstanding;

/// <summary>Customers and invoices in the command palette, from the latest month.</summary>
public sealed class ReceivablesPalette(
    OutstandingQueries outstanding,
    CustomerQueries customers,
    InvoiceQueries invoices
) : IPaletteSource
{
    private static readonly PageRequest Few = new(1, 5);

    public int Order => 10;

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(Viewer viewer, string text, CancellationToken ct)
    {
        if (!viewer.May(OutstandingQueries.ReadPermission))
            return [];
        var month = new OutstandingFilter(await outstanding.LatestPeriodAsync(viewer, ct));
        var parties = await customers.SheetAsync(viewer, new CustomerFilter(month, Search: text), Few, ct);
        var papers = await invoices.SheetAsync(viewer, new InvoiceFilter(month, Search: text), Few, ct);
        return
        [
            .. parties.Page.Rows.Select(c => new PaletteHit(
                "Customers",
                c.Name,
                $"{Regions.Display(c.Region)} · {c.Outstanding.ToShortText()}",
                "apartment",
                new SheetQuery { Search = c.Code }.ToUri("/customers")
            )),
            .. papers.Page.Rows.Select(i => new PaletteHit(
                "Invoices",
                $"{i.Number} · {i.CustomerName}",
                i.Outstanding.ToShortText(),
                "receipt_long",
                $"/invoices/{i.Id}"
            )),
        ];
    }
}
