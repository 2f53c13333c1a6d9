using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Products with opening, sales, liquidation and balance over a range of dates, and how widely they are sold.</summary>
public sealed class ProductsReport(FieldFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } = new("field-products", "Product Report", "Opening stock, sales, liquidation, balance and price of every product over a range of dates.", "Field sales", "category", SalesQueries.ReadPermission,
        [FieldFilters.Search, FieldFilters.Category, FieldFilters.Product, FieldFilters.Zone, FieldFilters.Region, FieldFilters.State, FieldFilters.Territory, FieldFilters.Status], [], [], UsesDateRange: true);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct) => filters.OptionsAsync(viewer, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var filter = filters.Read(request);
        var head = await sales.ProductsAsync(viewer, filter, new PageRequest(1, 1), ct);
        return filters.New(Info, viewer, request, filter,
        [
            FieldFilters.KeyFigures(head.Stock, "Products", head.Page.Total),
            new TableBlock("Products",
            [
                new("code", "Code", ColumnType.Text, 13), new("name", "Name", ColumnType.Text, 26, Wrap: true), new("category", "Category", ColumnType.Text, 14), new("pack", "Pack size", ColumnType.Text, 10),
                .. FieldFilters.StockColumns(), new("price", "Average price (₹)", ColumnType.Money, 13), new("distributors", "Distributors", ColumnType.Whole, 10), new("active", "Active", ColumnType.Whole, 8),
            ], () => RowSources.Of(token => sales.StreamProductsAsync(viewer, filter, token), Fill), head.Page.Total),
        ]);
    }

    private static void Fill(ReportRow row, ProductRow p)
    {
        foreach (var text in (string[])[p.Code, p.Name, p.Category, p.PackSize]) row.Text(text);
        FieldFilters.Fill(row, p.Stock);
        if (p.AveragePrice is { } price) row.Money(price.Paise);
        else row.Blank();
        row.Whole(p.Distributors);
        row.Whole(p.ActiveDistributors);
    }
}
