using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Reports;

/// <summary>Outlets with purchases, dues and visits, one by one or by place.</summary>
public sealed class OutletsReport(SalesReportFilters filters, SalesQueries sales, OutletQueries outlets) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            SalesLists.Outlets.Key,
            "Customer Report",
            "What every outlet bought over a range of dates, what it owes, and when it was last visited.",
            "Field sales",
            SalesLists.Outlets.Icon,
            SalesQueries.ReadPermission,
            [
                SalesReportFilters.Search,
                SalesReportFilters.Type,
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
    ) => filters.OptionsAsync(currentUser, SalesLists.Outlets, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(SalesLists.Outlets, request);
        var head = (await outlets.OutletsAsync(currentUser, shape.SumFilter, new PageRequest(1, 1), ct)).All;
        var table = await shape.TableAsync(
            "Customers",
            SalesLists.OutletColumns,
            head.Count,
            token => outlets.StreamAsync(currentUser, shape.Filter, token),
            SalesLists.OutletGroupColumns,
            async (by, page) => (await outlets.GroupsAsync(currentUser, shape.Filter, by, page, ct)).Page,
            ct
        );
        return await filters.NewAsync(
            Info,
            SalesLists.Outlets,
            currentUser,
            request,
            shape,
            [
                new KeyFiguresBlock([
                    new("Customers", ReportCell.OfWhole(head.Count)),
                    new("Active", ReportCell.OfWhole(head.Active)),
                    new("Purchases", ReportCell.OfMoney(head.Purchases.ValuePaise)),
                    new("Outstanding", ReportCell.OfMoney(head.Outstanding.Paise)),
                ]),
                table,
            ],
            ct
        );
    }
}
