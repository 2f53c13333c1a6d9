using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Distributors with opening, sales, liquidation and balance over a range of dates.</summary>
public sealed class DistributorsReport(FieldFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } = new("field-distributors", "Distributor Report", "Opening stock, sales, liquidation and balance of every distributor over a range of dates.", "Field sales", "local_shipping", SalesQueries.ReadPermission,
        [FieldFilters.Search, FieldFilters.Zone, FieldFilters.Region, FieldFilters.State, FieldFilters.Territory, FieldFilters.Status, FieldFilters.Category, FieldFilters.Product], [], [], UsesDateRange: true);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct) => filters.OptionsAsync(viewer, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var filter = filters.Read(request);
        var head = await sales.DistributorsAsync(viewer, filter, new PageRequest(1, 1), ct);
        return filters.New(Info, viewer, request, filter,
        [
            FieldFilters.KeyFigures(head.Stock, "Distributors", head.Page.Total),
            new TableBlock("Distributors",
            [
                new("code", "Code", ColumnType.Text, 10), new("name", "Name", ColumnType.Text, 24, Wrap: true), new("zone", "Zone", ColumnType.Text, 11), new("region", "Region", ColumnType.Text, 12), new("state", "State", ColumnType.Text, 12), new("territory", "Territory", ColumnType.Text, 13),
                .. FieldFilters.StockColumns(), new("outstanding", "Outstanding (₹)", ColumnType.Money, 13, Total: true), new("overdue", "Overdue (₹)", ColumnType.Money, 13, Total: true), new("status", "Status", ColumnType.Text, 8),
            ], () => RowSources.Of(token => sales.StreamDistributorsAsync(viewer, filter, token), Fill), head.Page.Total),
        ]);
    }

    private static void Fill(ReportRow row, DistributorRow d)
    {
        foreach (var text in (string[])[d.Code, d.Name, d.Zone, d.Region, d.State, d.Territory]) row.Text(text);
        FieldFilters.Fill(row, d.Stock);
        row.Money(d.Outstanding.Paise);
        row.Money(d.Overdue.Paise, d.Overdue.Paise > 0 ? CellTone.Bad : CellTone.None);
        row.Text(d.Active ? "active" : "inactive");
    }
}
