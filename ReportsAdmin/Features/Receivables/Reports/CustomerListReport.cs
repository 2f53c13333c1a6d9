using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The customer data sheet, exactly as the screen shows it, all its pages.</summary>
public sealed class CustomerListReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    CustomerQueries customers,
    ReceivablesQueries outstanding
) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            "customer-sheet",
            "Customer data sheet",
            "Every customer with the amounts owed by age, the remark, notes and engineer.",
            "Receivables",
            "groups",
            ReceivablesQueries.ReadPermission,
            [
                ReceivablesFilters.Month,
                ReceivablesFilters.AsOf,
                ReceivablesFilters.Departments,
                ReceivablesFilters.Places,
                ReceivablesFilters.Search,
                ReceivablesFilters.Remark,
                ReceivablesFilters.Engineer,
                ReceivablesFilters.Bucket,
                ReceivablesFilters.Disputed,
                ReceivablesFilters.Settled,
                ReceivablesFilters.Customers,
                new("sort", "Order", FilterKind.Choice),
            ],
            [],
            []
        );

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        filter == "sort"
            ?
            [
                new("-outstanding", "Largest outstanding first"),
                new("outstanding", "Smallest outstanding first"),
                new("name", "Name"),
                new("-name", "Name, descending"),
                new("code", "Code"),
                new("-code", "Code, descending"),
                new("region", "Region"),
                new("-region", "Region, descending"),
                new("remark", "Remark"),
                new("-remark", "Remark, descending"),
                new("-change", "Largest increase first"),
                new("change", "Largest decrease first"),
                new("-invoices", "Most invoices first"),
                new("invoices", "Fewest invoices first"),
            ]
            : await filters.OptionsAsync(currentUser, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => outstanding.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var filter = ReceivablesFilters.ToSheet(request).ToCustomers(asked.Filter.Period) with
        {
            Base = asked.Filter,
            Chosen = ReceivablesFilters.Chosen(request, ReceivablesFilters.Customers, OutstandingIds.Customer),
        };
        var head = await customers.SheetAsync(asked.CurrentUser, filter, new PageRequest(1, 1), ct);
        return documents.New(
            Info,
            $"{asked.Filter.Period.ToLongText()} · {Money.GroupWhole(head.Page.Total)} customers",
            asked,
            head.DataFreshness,
            [
                new KeyFiguresBlock([
                    new("Outstanding", ReportCell.OfMoney(head.Outstanding.Paise)),
                    new("Customers", ReportCell.OfWhole(head.Page.Total)),
                ]),
                new TableBlock(
                    "Customers",
                    Columns(head.Scheme),
                    () => RowSources.Of(token => customers.StreamAsync(asked.CurrentUser, filter, token), Fill),
                    head.Page.Total
                ),
            ]
        );
    }

    private static ReportColumn[] Columns(AgeingScheme scheme) =>
        [
            // Narrow, so that on paper the whole sheet is side by side.
            new("code", "Customer Code", ColumnType.Text, 10),
            new("name", "Customer Name", ColumnType.Text, 24, Wrap: true),
            new("region", "Region", ColumnType.Text, 11),
            new("department", "Department", ColumnType.Text, 12, Wrap: true),
            ReceivablesDocument.MoneyColumn("outstanding", "Outstanding", width: 12),
            .. scheme.Labels.Select(
                (l, i) => ReceivablesDocument.MoneyColumn($"age{i}", l == "unclassified" ? "No date" : l, width: 12)
            ),
            ReceivablesDocument.MoneyColumn("new", "New", width: 12),
            ReceivablesDocument.MoneyColumn("recovered", "Recovered", width: 12),
            new("invoices", "Invoices", ColumnType.Whole, 7, Total: true),
            new("disputed", "Disputed", ColumnType.Whole, 7, Total: true),
            new("remark", "Remark", ColumnType.Text, 12, Wrap: true),
            new("notes", "Notes", ColumnType.Text, 22, Wrap: true),
            new("engineer", "Engineer", ColumnType.Text, 14, Wrap: true),
        ];

    private static void Fill(ReportRow row, CustomerRow c)
    {
        row.Text(c.Code);
        row.Text(c.Name);
        row.Text(Regions.Display(c.Region));
        row.Text(c.DepartmentName);
        row.Money(c.Outstanding.Paise);
        for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++)
            row.Money(c.Ageing[b].Paise);
        row.Money(c.New.Paise);
        row.Money(c.Recovered.Paise);
        row.Whole(c.Invoices);
        row.Whole(c.Disputed, c.Disputed > 0 ? CellTone.Warn : CellTone.None);
        row.Text(c.Remark == Remarks.None ? null : c.Remark);
        row.Text(c.Notes);
        row.Text(c.EngineerName);
    }
}
