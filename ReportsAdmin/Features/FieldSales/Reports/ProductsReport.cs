using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Reports;

/// <summary>Products with opening, sales, liquidation and balance over a range of dates, and how widely they are sold; one by one or by category.</summary>
public sealed class ProductsReport(SalesReportFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            SalesLists.Products.Key,
            "Product Report",
            "Opening stock, sales, liquidation, balance and price of every product over a range of dates.",
            "Field sales",
            SalesLists.Products.Icon,
            SalesQueries.ReadPermission,
            [
                SalesReportFilters.Search,
                SalesReportFilters.Category,
                SalesReportFilters.Product,
                SalesReportFilters.Zone,
                SalesReportFilters.Region,
                SalesReportFilters.State,
                SalesReportFilters.Territory,
                SalesReportFilters.Status,
                .. SalesReportFilters.Shape,
            ],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => filters.OptionsAsync(currentUser, SalesLists.Products, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(SalesLists.Products, request);
        var head = (await sales.ProductsAsync(currentUser, shape.SumFilter, new PageRequest(1, 1), ct)).All;
        var table = await shape.TableAsync(
            "Products",
            SalesLists.ProductColumns,
            head.Count,
            token => sales.StreamProductsAsync(currentUser, shape.Filter, token),
            SalesLists.ProductGroupColumns,
            async (by, page) => (await sales.ProductGroupsAsync(currentUser, shape.Filter, by, page, ct)).Page,
            ct
        );
        return await filters.NewAsync(
            Info,
            SalesLists.Products,
            currentUser,
            request,
            shape,
            [SalesReportFilters.KeyFigures(head, "Products"), table],
            ct
        );
    }
}
