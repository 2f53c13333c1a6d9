using System.Globalization;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>What regions, departments and engineers collected over a range of months, against what was there to collect.</summary>
public sealed class PerformanceReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    AgeingQueries ageing,
    ReceivablesQueries outstanding
) : IReportType
{
    private static readonly ReportTypeInfo Described = new(
        "collection-performance",
        "Region and engineer performance",
        "Opening, new, recovered and closing of each region and engineer, and how much of what was owed was collected.",
        "Receivables",
        "trending_up",
        ReceivablesQueries.ReadPermission,
        [ReceivablesFilters.From, ReceivablesFilters.To, ReceivablesFilters.Departments, ReceivablesFilters.Places],
        [
            new("region", "Region", IsDefault: true),
            new("department", "Department"),
            new("engineer", "Engineer", IsDefault: true),
        ],
        [
            new("movement", "Opening, new, recovered, closing", IsDefault: true),
            new("efficiency", "Share collected", IsDefault: true),
            new("counts", "Customers and disputes", IsDefault: true),
        ],
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
        var groups = request.GroupBy;
        var rows = await ageing.MovementAsync(asked.CurrentUser, asked.Filter, first, groups, ct);
        var byFirst = await ageing.MovementAsync(asked.CurrentUser, asked.Filter, first, [groups[0]], ct);
        var freshness = await outstanding.FreshnessAsync(asked.CurrentUser, asked.Filter, ct);
        var whole = new Totals(rows);
        return documents.New(
            Info,
            $"{first.ToLongText()} to {last.ToLongText()}",
            asked,
            freshness,
            [
                KeyFigures(whole),
                Chart(byFirst, whole, groups[0], $"between {first} and {last}"),
                new TableBlock(
                    Info.GroupHeading(groups),
                    [
                        .. groups.Select(g => new ReportColumn(g, Info.GroupTitle(g), ColumnType.Text, 20)),
                        .. Measures(request),
                    ],
                    () => RowSources.Of(rows, (row, r) => Fill(row, request, r)),
                    rows.Count
                ),
                new ParagraphBlock(
                    "Closing = opening + brought in + new - recovered. \"Brought in\" is what stood in the first sheet of a department and region already. Share collected = recovered / (opening + brought in + new). Customers count for the engineer they are assigned to today."
                ),
            ]
        );
    }

    private static KeyFiguresBlock KeyFigures(Totals whole) =>
        new([
            new(
                "Recovered",
                ReportCell.OfMoney(whole.Recovered),
                Collected(whole.Opening, whole.TakenOver + whole.New, whole.Recovered) is { } share
                    ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0}% of what was owed")
                    : null,
                CellTone.Good
            ),
            new("New", ReportCell.OfMoney(whole.New)),
            new("Opening", ReportCell.OfMoney(whole.Opening)),
            new("Closing", ReportCell.OfMoney(whole.Closing)),
        ]);

    private ChartBlock Chart(IReadOnlyList<MovementGroup> rows, Totals whole, string grouping, string range) =>
        new(
            $"Recovered and new by {Info.GroupTitle(grouping).ToLowerInvariant()}",
            ChartKind.Column,
            [.. rows.Select(r => r.Names[0])],
            [
                new("Recovered", [.. rows.Select(r => (decimal)r.Recovered.Paise)]),
                new("New", [.. rows.Select(r => (decimal)r.New.Paise)]),
            ],
            $"{new Money(whole.Recovered).ToShortText()} recovered and {new Money(whole.New).ToShortText()} new {range}."
        );

    private static IEnumerable<ReportColumn> Measures(ReportRequest request)
    {
        if (request.Measures.Contains("movement"))
        {
            yield return ReceivablesDocument.MoneyColumn("opening", "Opening");
            yield return ReceivablesDocument.MoneyColumn("taken", "Brought in");
            yield return ReceivablesDocument.MoneyColumn("new", "New");
            yield return ReceivablesDocument.MoneyColumn("recovered", "Recovered");
            yield return ReceivablesDocument.MoneyColumn("closing", "Closing");
        }

        if (request.Measures.Contains("efficiency"))
            yield return new("efficiency", "Share collected", ColumnType.Percent, 10);
        if (!request.Measures.Contains("counts"))
            yield break;
        yield return new("customers", "Customers", ColumnType.Whole, 10, Total: true);
        yield return new("disputed", "Disputed", ColumnType.Whole, 10, Total: true);
    }

    private static void Fill(ReportRow row, ReportRequest request, MovementGroup r)
    {
        foreach (var name in r.Names)
            row.Text(name);
        if (request.Measures.Contains("movement"))
        {
            row.Money(r.Opening.Paise);
            row.Money(r.TakenOver.Paise);
            row.Money(r.New.Paise);
            row.Money(r.Recovered.Paise);
            row.Money(r.Closing.Paise);
        }

        if (request.Measures.Contains("efficiency"))
            row.Add(
                Collected(r.Opening.Paise, r.TakenOver.Paise + r.New.Paise, r.Recovered.Paise) is { } share
                    ? ReportCell.OfPercent(share, share >= 0.5m ? CellTone.Good : CellTone.None)
                    : ReportCell.Blank()
            );
        if (!request.Measures.Contains("counts"))
            return;
        row.Whole(r.Customers);
        row.Whole(r.Disputed, r.Disputed > 0 ? CellTone.Warn : CellTone.None);
    }

    /// <summary>A fraction; null where there was nothing to collect.</summary>
    private static decimal? Collected(long opening, long added, long recovered) =>
        opening + added > 0 ? (decimal)recovered / (opening + added) : null;

    /// <summary>The sums over all rows, in paise.</summary>
    private sealed class Totals(IReadOnlyList<MovementGroup> rows)
    {
        public long Opening { get; } = rows.Sum(r => r.Opening.Paise);

        public long TakenOver { get; } = rows.Sum(r => r.TakenOver.Paise);

        public long New { get; } = rows.Sum(r => r.New.Paise);

        public long Recovered { get; } = rows.Sum(r => r.Recovered.Paise);

        public long Closing { get; } = rows.Sum(r => r.Closing.Paise);
    }
}
