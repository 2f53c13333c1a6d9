using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Reports;

/// <summary>Distributors with opening, sales, liquidation and balance over a range of dates, one by one or by place.</summary>
public sealed class DistributorsReport(SalesReportFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            SalesLists.Distributors.Key,
            "Distributor Report",
            "Opening stock, sales, liquidation and balance of every distributor over a range of dates.",
            "Field sales",
            SalesLists.Distributors.Icon,
            SalesQueries.ReadPermission,
            [
                SalesReportFilters.Search,
                SalesReportFilters.Zone,
                SalesReportFilters.Region,
                SalesReportFilters.State,
                SalesReportFilters.Territory,
                SalesReportFilters.Status,
                SalesReportFilters.Category,
                SalesReportFilters.Product,
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
    ) => filters.OptionsAsync(currentUser, SalesLists.Distributors, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(SalesLists.Distributors, request);
        var head = (await sales.DistributorsAsync(currentUser, shape.SumFilter, new PageRequest(1, 1), ct)).All;
        var table = await shape.TableAsync(
            "Distributors",
            SalesLists.DistributorColumns,
            head.Count,
            token => sales.StreamDistributorsAsync(currentUser, shape.Filter, token),
            SalesLists.DistributorGroupColumns,
            async (by, page) => (await sales.DistributorGroupsAsync(currentUser, shape.Filter, by, page, ct)).Page,
            ct
        );
        return await filters.NewAsync(
            Info,
            SalesLists.Distributors,
            currentUser,
            request,
            shape,
            [SalesReportFilters.KeyFigures(head, "Distributors"), table],
            ct
        );
    }
}
