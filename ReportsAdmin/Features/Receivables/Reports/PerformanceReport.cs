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
    public ReportTypeInfo Info { get; } =
        new(
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
        var (opening, added, recovered, closing) = (
            rows.Sum(r => r.Opening.Paise),
            rows.Sum(r => r.New.Paise),
            rows.Sum(r => r.Recovered.Paise),
            rows.Sum(r => r.Closing.Paise)
        );
        var titles = groups.Select(g => Info.Groupings.First(i => i.Key == g).Title).ToList();
        return documents.New(
            Info,
            $"{first.ToLongText()} to {last.ToLongText()}",
            asked,
            freshness,
            [
                new KeyFiguresBlock([
                    new(
                        "Recovered",
                        ReportCell.OfMoney(recovered),
                        Collected(opening, rows.Sum(r => r.TakenOver.Paise) + added, recovered) is { } share
                            ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0}% of what was owed")
                            : null,
                        CellTone.Good
                    ),
                    new("New", ReportCell.OfMoney(added)),
                    new("Opening", ReportCell.OfMoney(opening)),
                    new("Closing", ReportCell.OfMoney(closing)),
                ]),
                new ChartBlock(
                    $"Recovered and new by {titles[0].ToLowerInvariant()}",
                    ChartKind.Column,
                    [.. byFirst.Select(r => r.Names[0])],
                    [
                        new("Recovered", [.. byFirst.Select(r => (decimal)r.Recovered.Paise)]),
                        new("New", [.. byFirst.Select(r => (decimal)r.New.Paise)]),
                    ],
                    $"{new Money(recovered).ToShortText()} recovered and {new Money(added).ToShortText()} new between {first} and {last}."
                ),
                new TableBlock(
                    $"By {string.Join(" and ", titles.Select(t => t.ToLowerInvariant()))}",
                    [
                        .. groups.Zip(titles, (g, t) => new ReportColumn(g, t, ColumnType.Text, 20)),
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
}
