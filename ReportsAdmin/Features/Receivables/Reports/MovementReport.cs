using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The books month on month: opening, new, recovered, closing, and the customers behind the change.</summary>
public sealed class MovementReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    AgeingQueries ageing,
    ReceivablesQueries outstanding
) : IReportType
{
    private const int Movers = 25;

    private static readonly ReportTypeInfo Described = new(
        "month-movement",
        "Month-on-month movement",
        "How outstanding moved from month to month, and which customers and regions moved it.",
        "Receivables",
        "show_chart",
        ReceivablesQueries.ReadPermission,
        [ReceivablesFilters.From, ReceivablesFilters.To, ReceivablesFilters.Departments, ReceivablesFilters.Places],
        [new("region", "Region", IsDefault: true), new("department", "Department"), new("engineer", "Engineer")],
        [],
        UsesDateRange: true
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
        var last = asked.Filter.Period;
        var first = ReceivablesFilters.First(request, last);
        var months = await ageing.MonthsAsync(asked.CurrentUser, asked.Filter, first, ct);
        var groups = await ageing.MovementAsync(asked.CurrentUser, asked.Filter, first, request.GroupBy, ct);
        var movers = await ageing.MoversAsync(asked.CurrentUser, asked.Filter, first, Movers, ct);
        var freshness = await outstanding.FreshnessAsync(asked.CurrentUser, asked.Filter, ct);
        var (opening, closing) = (months[0].Opening, months[^1].Closing);
        return documents.New(
            Info,
            $"{first.ToLongText()} to {last.ToLongText()}",
            asked,
            freshness,
            [
                new KeyFiguresBlock([
                    new(
                        "Closing",
                        ReportCell.OfMoney(closing.Paise),
                        ReceivablesDocument.Change(closing, opening, first.AddMonths(-1))
                    ),
                    new("New", ReportCell.OfMoney(months.Sum(m => m.New.Paise))),
                    new("Recovered", ReportCell.OfMoney(months.Sum(m => m.Recovered.Paise)), null, CellTone.Good),
                    new("Opening", ReportCell.OfMoney(opening.Paise)),
                ]),
                ClosingChart(months, opening, closing),
                ChangeChart(months),
                Movement("Month by month", [new("month", "Month", ColumnType.Text, 12)], months, sumEnds: false),
                Movement(
                    Info.GroupHeading(request.GroupBy),
                    [.. request.GroupBy.Select(g => new ReportColumn(g, Info.GroupTitle(g), ColumnType.Text, 20))],
                    groups,
                    sumEnds: true
                ),
                LargestMoves(movers),
            ]
        );
    }

    private static ChartBlock ClosingChart(IReadOnlyList<MovementGroup> months, Money opening, Money closing) =>
        new(
            "Outstanding at month end",
            ChartKind.Line,
            [.. months.Select(m => m.Names[0])],
            [new("Outstanding", [.. months.Select(m => (decimal)m.Closing.Paise)])],
            $"Outstanding went from {opening.ToShortText()} to {closing.ToShortText()}."
        );

    private static ChartBlock ChangeChart(IReadOnlyList<MovementGroup> months) =>
        new(
            "New and recovered",
            ChartKind.Column,
            [.. months.Select(m => m.Names[0])],
            [
                new("New", [.. months.Select(m => (decimal)m.New.Paise)]),
                new("Recovered", [.. months.Select(m => (decimal)m.Recovered.Paise)]),
            ],
            $"{new Money(months.Sum(m => m.New.Paise)).ToShortText()} new and {new Money(months.Sum(m => m.Recovered.Paise)).ToShortText()} recovered over {months.Count} months."
        );

    private static TableBlock LargestMoves(IReadOnlyList<CustomerMovement> movers) =>
        new(
            $"The {movers.Count} customers that moved most",
            [
                new("code", "Customer code", ColumnType.Text, 14),
                new("name", "Customer", ColumnType.Text, 30, Wrap: true),
                new("region", "Region", ColumnType.Text, 14),
                ReceivablesDocument.MoneyColumn("opening", "Opening"),
                ReceivablesDocument.MoneyColumn("closing", "Closing"),
                ReceivablesDocument.MoneyColumn("change", "Change"),
            ],
            () => RowSources.Of(movers, (row, m) =>
                {
                    row.Text(m.Code);
                    row.Text(m.Name);
                    row.Text(Regions.Display(m.Region));
                    row.Money(m.Opening.Paise);
                    row.Money(m.Closing.Paise);
                    row.Money(m.Change.Paise, m.Change.Paise > 0 ? CellTone.Bad : CellTone.Good);
                }),
            movers.Count
        );

    /// <param name="sumEnds">Months follow each other, so their openings and closings must not be summed; groups are side by side.</param>
    private static TableBlock Movement(
        string title,
        IReadOnlyList<ReportColumn> names,
        IReadOnlyList<MovementGroup> rows,
        bool sumEnds
    ) =>
        new(
            title,
            [
                .. names,
                ReceivablesDocument.MoneyColumn("opening", "Opening", sumEnds),
                ReceivablesDocument.MoneyColumn("taken", "Brought in"),
                ReceivablesDocument.MoneyColumn("new", "New"),
                ReceivablesDocument.MoneyColumn("recovered", "Recovered"),
                ReceivablesDocument.MoneyColumn("closing", "Closing", sumEnds),
                ReceivablesDocument.MoneyColumn("change", "Change"),
            ],
            () => RowSources.Of(rows, (row, m) =>
                {
                    foreach (var name in m.Names)
                        row.Text(name);
                    row.Money(m.Opening.Paise);
                    row.Money(m.TakenOver.Paise);
                    row.Money(m.New.Paise);
                    row.Money(m.Recovered.Paise);
                    row.Money(m.Closing.Paise);
                    row.Money(
                        (m.Closing - m.Opening).Paise,
                        m.Closing > m.Opening ? CellTone.Bad
                            : m.Closing < m.Opening ? CellTone.Good
                            : CellTone.None
                    );
                }),
            rows.Count
        );
}
