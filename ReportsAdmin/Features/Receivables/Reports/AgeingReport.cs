using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>Outstanding by age, by region, department, engineer or customer, in any combination.</summary>
public sealed class AgeingReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    AgeingQueries ageing,
    CustomerQueries customers,
    ReceivablesQueries outstanding
) : IReportType
{
    private static readonly string[] Named = [ZoneGrouping.Key, "region", "department", "engineer"];

    private static readonly ReportTypeInfo Described = new(
        "outstanding-ageing",
        "Outstanding by ageing",
        "What is owed, by age, for each region, department, engineer or customer.",
        "Receivables",
        "hourglass_top",
        ReceivablesQueries.ReadPermission,
        [ReceivablesFilters.Month, ReceivablesFilters.AsOf, ReceivablesFilters.Departments, ReceivablesFilters.Places],
        [
            new("region", "Region", IsDefault: true),
            new("department", "Department"),
            new("engineer", "Engineer"),
            new("customer", "Customer"),
        ],
        [
            new("ageing", "Age buckets", IsDefault: true),
            new("share", "Share of the whole", IsDefault: true),
            new("movement", "New and recovered"),
            new("counts", "Customers, invoices, disputes", IsDefault: true),
        ]
    );

    public ReportTypeInfo Info => ZoneGrouping.AddTo(Described);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => filters.OptionsAsync(currentUser, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => outstanding.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var dashboard = await outstanding.DashboardAsync(asked.CurrentUser, asked.Filter, ct);
        var labels = dashboard.Scheme.Labels;
        var total = dashboard.Figures.Outstanding.Paise;
        var table = request.GroupBy.Contains("customer")
            ? await ByCustomerAsync(asked, request, labels, total, ct)
            : await GroupedAsync(asked, request, labels, total, ct);
        return documents.New(
            Info,
            $"{asked.Filter.Period.ToLongText()}, ages counted to {dashboard.AsOf:dd MMM yyyy}",
            asked,
            dashboard.DataFreshness,
            [KeyFigures(dashboard, asked.Filter.Period), Chart(dashboard), table]
        );
    }

    private static KeyFiguresBlock KeyFigures(ReceivablesDashboard dashboard, Period period)
    {
        var total = dashboard.Figures.Outstanding.Paise;
        var whole = dashboard.Ageing.Aggregate(AgeingAmounts.None, (sum, r) => sum + r.Amounts);
        var old = whole.Older + whole.UpTo365;
        return new([
            new(
                "Outstanding",
                ReportCell.OfMoney(total),
                ReceivablesDocument.Change(
                    dashboard.Figures.Outstanding,
                    dashboard.Previous.Outstanding,
                    period.AddMonths(-1)
                )
            ),
            new(
                $"Older than {dashboard.Scheme.Third} days",
                ReportCell.OfMoney(old.Paise),
                total == 0 ? null : $"{old.Paise * 100m / total:0.0}% of the whole",
                old.Paise > 0 ? CellTone.Bad : CellTone.None
            ),
            new("Customers", ReportCell.OfWhole(dashboard.Figures.Customers)),
            new("In dispute", ReportCell.OfWhole(dashboard.Figures.Disputed), "invoices"),
        ]);
    }

    private static ChartBlock Chart(ReceivablesDashboard dashboard) =>
        new(
            "Outstanding by age and region",
            ChartKind.StackedColumn,
            [.. dashboard.Ageing.Select(r => Regions.Display(r.Region))],
            [
                .. dashboard.Scheme.Labels.Select(
                    (label, i) =>
                        new ChartSeries(
                            label,
                            [.. dashboard.Ageing.Select(r => (decimal)r.Amounts[(AgeBucket)i].Paise)]
                        )
                ),
            ],
            $"Outstanding of {dashboard.Figures.Outstanding.ToShortText()} by age and region as of {dashboard.AsOf:dd MMM yyyy}."
        );

    private async Task<TableBlock> GroupedAsync(
        ReceivablesRequest asked,
        ReportRequest request,
        IReadOnlyList<string> labels,
        long total,
        CancellationToken ct
    )
    {
        var groups = request.GroupBy.Where(Named.Contains).ToList();
        var rows = await ageing.GroupedAsync(asked.CurrentUser, asked.Filter, groups, ct);
        return new TableBlock(
            Info.GroupHeading(groups),
            [
                .. groups.Select(g => new ReportColumn(g, Info.GroupTitle(g), ColumnType.Text, 20)),
                .. Measures(request, labels),
            ],
            () => RowSources.Of(rows, (row, r) =>
                {
                    foreach (var name in r.Names)
                        row.Text(name);
                    Fill(row, request, r.Outstanding.Paise, r.Ageing, r.New, r.Recovered, total);
                    if (!request.Measures.Contains("counts"))
                        return;
                    row.Whole(r.Customers);
                    row.Whole(r.Invoices);
                    row.Whole(r.Disputed);
                }),
            rows.Count
        );
    }

    private async Task<TableBlock> ByCustomerAsync(
        ReceivablesRequest asked,
        ReportRequest request,
        IReadOnlyList<string> labels,
        long total,
        CancellationToken ct
    )
    {
        var filter = new CustomerFilter(asked.Filter);
        var head = await customers.SheetAsync(asked.CurrentUser, filter, new PageRequest(1, 1), ct);
        var groups = request.GroupBy.Where(Named.Contains).ToList();
        var counts = request.Measures.Contains("counts");
        return new TableBlock(
            "By customer",
            [
                new("code", "Customer code", ColumnType.Text, 14),
                new("customer", "Customer", ColumnType.Text, 30, Wrap: true),
                .. groups.Select(g => new ReportColumn(g, Info.GroupTitle(g), ColumnType.Text, 15)),
                .. Measures(request, labels).Where(c => c.Key != "customers"),
            ],
            () =>
                RowSources.Of(
                    token => customers.StreamAsync(asked.CurrentUser, filter, token),
                    (row, c) =>
                    {
                        row.Text(c.Code);
                        row.Text(c.Name);
                        foreach (var group in groups)
                            row.Text(NameOf(c, group));
                        Fill(row, request, c.Outstanding.Paise, c.Ageing, c.New, c.Recovered, total);
                        if (!counts)
                            return;
                        row.Whole(c.Invoices);
                        row.Whole(c.Disputed);
                    }
                ),
            head.Page.Total
        );
    }

    private static string? NameOf(CustomerRow customer, string grouping) =>
        grouping switch
        {
            ZoneGrouping.Key => Regions.ZoneNameOf(customer.Region),
            "region" => Regions.Display(customer.Region),
            "department" => customer.DepartmentName,
            _ => customer.EngineerName,
        };

    private static IEnumerable<ReportColumn> Measures(ReportRequest request, IReadOnlyList<string> labels)
    {
        yield return ReceivablesDocument.MoneyColumn("outstanding", "Outstanding");
        if (request.Measures.Contains("share"))
            yield return new("share", "Share", ColumnType.Percent, 9, Total: true);
        if (request.Measures.Contains("ageing"))
        {
            for (var i = 0; i < labels.Count; i++)
                yield return ReceivablesDocument.MoneyColumn(
                    $"age{i}",
                    labels[i] == "unclassified" ? "No date" : labels[i] + " days"
                );
        }

        if (request.Measures.Contains("movement"))
        {
            yield return ReceivablesDocument.MoneyColumn("new", "New");
            yield return ReceivablesDocument.MoneyColumn("recovered", "Recovered");
        }

        if (!request.Measures.Contains("counts"))
            yield break;
        yield return new("customers", "Customers", ColumnType.Whole, 10, Total: true);
        yield return new("invoices", "Invoices", ColumnType.Whole, 10, Total: true);
        yield return new("disputed", "Disputed", ColumnType.Whole, 10, Total: true);
    }

    private static void Fill(
        ReportRow row,
        ReportRequest request,
        long outstanding,
        AgeingAmounts ages,
        Money added,
        Money recovered,
        long total
    )
    {
        row.Money(outstanding);
        if (request.Measures.Contains("share"))
            row.Add(ReceivablesDocument.Share(outstanding, total));
        if (request.Measures.Contains("ageing"))
        {
            for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++)
                row.Money(ages[b].Paise, b == AgeBucket.Older && ages[b].Paise > 0 ? CellTone.Bad : CellTone.None);
        }

        if (!request.Measures.Contains("movement"))
            return;
        row.Money(added.Paise);
        row.Money(recovered.Paise);
    }
}
