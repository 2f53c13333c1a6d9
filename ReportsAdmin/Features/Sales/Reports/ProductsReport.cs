using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Products with opening, sales, liquidation and balance over a range of dates, and how widely they are sold; one by one or by category.</summary>
public sealed class ProductsReport(FieldFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            FieldLists.Products.Key,
            "Product Report",
            "Opening stock, sales, liquidation, balance and price of every product over a range of dates.",
            "Field sales",
            FieldLists.Products.Icon,
            SalesQueries.ReadPermission,
            [
                FieldFilters.Search,
                FieldFilters.Category,
                FieldFilters.Product,
                FieldFilters.Zone,
                FieldFilters.Region,
                FieldFilters.State,
                FieldFilters.Territory,
                FieldFilters.Status,
                .. FieldFilters.Shape,
            ],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct) =>
        filters.OptionsAsync(viewer, FieldLists.Products, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(FieldLists.Products, request);
        var (filter, by) = (shape.Filter, shape.Group);
        var head = (
            await sales.ProductsAsync(
                viewer,
                by is null ? filter : filter with { Sort = "name" },
                new PageRequest(1, 1),
                ct
            )
        ).All;
        var table = by is null
            ? shape.Table("Products", FieldLists.ProductColumns, head.Count, token =>
                sales.StreamProductsAsync(viewer, filter, token)
            )
            : shape.Table(
                "Products",
                FieldLists.ProductGroupColumns,
                await FieldShape.EveryAsync(async page =>
                    (await sales.ProductGroupsAsync(viewer, filter, by, page, ct)).Page
                )
            );
        return await filters.NewAsync(
            Info,
            FieldLists.Products,
            viewer,
            request,
            shape,
            [FieldFilters.KeyFigures(head, "Products"), table],
            ct
        );
    }
}
