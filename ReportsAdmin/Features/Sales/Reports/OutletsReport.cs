using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Outlets with purchases, dues and visits, one by one or by place.</summary>
public sealed class OutletsReport(FieldFilters filters, SalesQueries sales, OutletQueries outlets) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            FieldLists.Outlets.Key,
            "Customer Report",
            "What every outlet bought over a range of dates, what it owes, and when it was last visited.",
            "Field sales",
            FieldLists.Outlets.Icon,
            SalesQueries.ReadPermission,
            [
                FieldFilters.Search,
                FieldFilters.Type,
                FieldFilters.Zone,
                FieldFilters.Region,
                FieldFilters.State,
                FieldFilters.Territory,
                FieldFilters.Status,
                FieldFilters.Category,
                FieldFilters.Product,
                .. FieldFilters.Shape,
            ],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct) =>
        filters.OptionsAsync(viewer, FieldLists.Outlets, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(FieldLists.Outlets, request);
        var (filter, by) = (shape.Filter, shape.Group);
        var head = (
            await outlets.OutletsAsync(
                viewer,
                by is null ? filter : filter with { Sort = "name" },
                new PageRequest(1, 1),
                ct
            )
        ).All;
        var table = by is null
            ? shape.Table("Customers", FieldLists.OutletColumns, head.Count, token =>
                outlets.StreamAsync(viewer, filter, token)
            )
            : shape.Table(
                "Customers",
                FieldLists.OutletGroupColumns,
                await FieldShape.EveryAsync(async page =>
                    (await outlets.GroupsAsync(viewer, filter, by, page, ct)).Page
                )
            );
        return await filters.NewAsync(
            Info,
            FieldLists.Outlets,
            viewer,
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
