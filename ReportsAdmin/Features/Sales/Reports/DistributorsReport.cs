using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Distributors with opening, sales, liquidation and balance over a range of dates, one by one or by place.</summary>
public sealed class DistributorsReport(FieldFilters filters, SalesQueries sales) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            FieldLists.Distributors.Key,
            "Distributor Report",
            "Opening stock, sales, liquidation and balance of every distributor over a range of dates.",
            "Field sales",
            FieldLists.Distributors.Icon,
            SalesQueries.ReadPermission,
            [
                FieldFilters.Search,
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
        filters.OptionsAsync(viewer, FieldLists.Distributors, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var shape = filters.Read(FieldLists.Distributors, request);
        var (filter, by) = (shape.Filter, shape.Group);
        var head = (
            await sales.DistributorsAsync(
                viewer,
                by is null ? filter : filter with { Sort = "name" },
                new PageRequest(1, 1),
                ct
            )
        ).All;
        var table = by is null
            ? shape.Table("Distributors", FieldLists.DistributorColumns, head.Count, token =>
                sales.StreamDistributorsAsync(viewer, filter, token)
            )
            : shape.Table(
                "Distributors",
                FieldLists.DistributorGroupColumns,
                await FieldShape.EveryAsync(async page =>
                    (await sales.DistributorGroupsAsync(viewer, filter, by, page, ct)).Page
                )
            );
        return await filters.NewAsync(
            Info,
            FieldLists.Distributors,
            viewer,
            request,
            shape,
            [FieldFilters.KeyFigures(head, "Distributors"), table],
            ct
        );
    }
}
