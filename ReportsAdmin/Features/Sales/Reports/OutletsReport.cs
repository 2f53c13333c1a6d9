using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>Outlets with purchases, dues and visits.</summary>
public sealed class OutletsReport(FieldFilters filters, SalesQueries sales, OutletQueries outlets) : IReportType
{
    public ReportTypeInfo Info { get; } = new("field-customers", "Customer Report", "What every outlet bought over a range of dates, what it owes, and when it was last visited.", "Field sales", "storefront", SalesQueries.ReadPermission,
        [FieldFilters.Search, FieldFilters.Type, FieldFilters.Zone, FieldFilters.Region, FieldFilters.State, FieldFilters.Territory, FieldFilters.Status, FieldFilters.Category, FieldFilters.Product], [], [], UsesDateRange: true);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct) => filters.OptionsAsync(viewer, filter, ct);

    public Task<string> DataVersionAsync(Viewer viewer, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(Viewer viewer, ReportRequest request, CancellationToken ct)
    {
        var filter = filters.Read(request);
        var head = await outlets.OutletsAsync(viewer, filter, new PageRequest(1, 1), ct);
        return filters.New(Info, viewer, request, filter,
        [
            new KeyFiguresBlock([new("Customers", ReportCell.OfWhole(head.Page.Total)), new("Active", ReportCell.OfWhole(head.Active)), new("Purchases", ReportCell.OfMoney(head.Purchases.Paise)), new("Outstanding", ReportCell.OfMoney(head.Outstanding.Paise))]),
            new TableBlock("Customers",
            [
                new("code", "Code", ColumnType.Text, 11), new("name", "Name", ColumnType.Text, 24, Wrap: true), new("type", "Type", ColumnType.Text, 10), new("zone", "Zone", ColumnType.Text, 11), new("region", "Region", ColumnType.Text, 12), new("state", "State", ColumnType.Text, 12), new("territory", "Territory", ColumnType.Text, 13),
                new("value", "Purchases (₹)", ColumnType.Money, 14, Total: true), new("volume", "Purchases (Kg/Ltr)", ColumnType.Decimal, 12, Total: true), new("frequency", "Frequency", ColumnType.Text, 11),
                new("outstanding", "Outstanding (₹)", ColumnType.Money, 13, Total: true), new("limit", "Credit limit (₹)", ColumnType.Money, 13), new("visit", "Last visit", ColumnType.DateTime, 15), new("status", "Status", ColumnType.Text, 8), new("geo", "Geo-tagged", ColumnType.Boolean, 8),
            ], () => RowSources.Of(token => outlets.StreamAsync(viewer, filter, token), Fill), head.Page.Total),
        ]);
    }

    private static void Fill(ReportRow row, OutletRow o)
    {
        foreach (var text in (string[])[o.Code, o.Name, o.Type, o.Zone, o.Region, o.State, o.Territory]) row.Text(text);
        row.Money(o.Purchases.ValuePaise);
        row.Decimal(o.Purchases.Volume);
        row.Text(o.Frequency);
        row.Money(o.Outstanding.Paise, o.Outstanding > o.CreditLimit ? CellTone.Bad : CellTone.None);
        row.Money(o.CreditLimit.Paise);
        row.DateTime(o.LastVisit);
        row.Text(o.Active ? "active" : "inactive");
        row.Boolean(o.GeoTagged);
    }
}
