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
        var (filter, by) = (shape.Filter, shape.Group);
        var head = (
            await sales.ProductsAsync(
                currentUser,
                by is null ? filter : filter with { Sort = "name" },
                new PageRequest(1, 1),
                ct
            )
        ).All;
        var table = by is null
            ? shape.Table("Products", SalesLists.ProductColumns, head.Count, token =>
                sales.StreamProductsAsync(currentUser, filter, token)
            )
            : shape.Table(
                "Products",
                SalesLists.ProductGroupColumns,
                await SalesShape.EveryAsync(async page =>
                    (await sales.ProductGroupsAsync(currentUser, filter, by, page, ct)).Page
                )
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
