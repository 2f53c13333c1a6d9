using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The page "Cash forecast" as a file, with all its customers.</summary>
public sealed class ForecastReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    ForecastQueries forecasts,
    ReceivablesQueries outstanding
) : IReportType
{
    public ReportTypeInfo Info { get; } =
        new(
            "cash-forecast",
            "Cash forecast",
            "What is expected to come in during the next months at each customer's own pace, and how good earlier forecasts were.",
            "Receivables",
            "payments",
            ReceivablesQueries.ReadPermission,
            [
                ReceivablesFilters.Month,
                ReceivablesFilters.Departments,
                ReceivablesFilters.Places,
                ReceivablesFilters.Engineer,
            ],
            [],
            []
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
        var forecast = await forecasts.ReadAsync(
            asked.CurrentUser,
            new CollectionFilter(
                asked.Filter.Period,
                asked.Filter.DepartmentId,
                asked.Filter.Region,
                ReceivablesFilters.ToSheet(request).Engineer
            ),
            null,
            ct
        );
        return documents.New(
            Info,
            $"From the figures of {forecast.From.ToLongText()} · {Money.GroupWhole(forecast.Page.Total)} customers",
            asked,
            forecast.DataFreshness,
            [
                new KeyFiguresBlock([
                    .. forecast.Months.Select(m => new KeyFigure(
                        m.Month.ToLongText(),
                        ReportCell.OfMoney(m.Expected.Paise),
                        m.Promised.Paise > 0 ? $"{m.Promised.ToShortText()} promised" : null
                    )),
                    new("Later", ReportCell.OfMoney(forecast.Later.Paise)),
                    new("In dispute", ReportCell.OfMoney(forecast.Disputed.Paise)),
                ]),
                .. Earlier(forecast.Past),
                new TableBlock(
                    "Customers",
                    Columns(forecast),
                    () => RowSources.Of(forecast.Page.Rows, Fill),
                    forecast.Page.Total
                ),
            ]
        );
    }

    private static IEnumerable<Block> Earlier(IReadOnlyList<PastForecast> past)
    {
        if (past.Count == 0)
            yield break;
        if (past.Count > 1)
            yield return new ChartBlock(
                "How good earlier forecasts were",
                ChartKind.Line,
                [.. past.Select(p => p.Month.ToString())],
                [
                    new("Received", [.. past.Select(p => (decimal)p.Received.Paise)]),
                    new("Forecast", [.. past.Select(p => (decimal)p.Expected.Paise)]),
                ],
                $"{past[^1].Expected.ToShortText()} was forecast for {past[^1].Month.ToLongText()}, {past[^1].Received.ToShortText()} came in."
            );
        yield return new TableBlock(
            "Earlier forecasts",
            [
                new("month", "Month", ColumnType.Text, 16),
                ReceivablesDocument.MoneyColumn("expected", "Forecast", total: false),
                ReceivablesDocument.MoneyColumn("received", "Received", total: false),
                ReceivablesDocument.MoneyColumn("error", "Error", total: false),
            ],
            () => RowSources.Of(past, (row, p) =>
                {
                    row.Text(p.Month.ToLongText());
                    row.Money(p.Expected.Paise);
                    row.Money(p.Received.Paise);
                    row.Money(p.Error.Paise);
                }),
            past.Count
        );
    }

    private static ReportColumn[] Columns(CashForecast forecast) =>
        [
            new("code", "Customer code", ColumnType.Text, 12),
            new("name", "Customer", ColumnType.Text, 26, Wrap: true),
            new("region", "Region", ColumnType.Text, 12),
            ReceivablesDocument.MoneyColumn("owed", "Owed", width: 12),
            ReceivablesDocument.MoneyColumn("disputed", "In dispute", width: 12),
            new("pace", "Pace a month", ColumnType.Percent, 9),
            new("own", "Pace of", ColumnType.Text, 10),
            .. forecast.Months.Select(
                (m, i) => ReceivablesDocument.MoneyColumn($"month{i + 1}", m.Month.ToString(), width: 12)
            ),
            ReceivablesDocument.MoneyColumn("promised", "Promised", width: 12),
            ReceivablesDocument.MoneyColumn("lastForecast", $"{forecast.From}: forecast", width: 12),
            ReceivablesDocument.MoneyColumn("lastReceived", $"{forecast.From}: received", width: 12),
        ];

    private static void Fill(ReportRow row, ForecastCustomer of)
    {
        row.Text(of.Code);
        row.Text(of.Name);
        row.Text(Regions.Display(of.Region));
        row.Money(of.Owed.Paise);
        row.Money(of.Disputed.Paise);
        if (of.PacePercent is { } pace)
            row.Percent(pace / 100);
        else
            row.Blank();
        row.Text(
            of.PacePercent is null ? null
            : of.IsOwnPace ? "Customer"
            : "Region"
        );
        foreach (var expected in of.Expected)
            row.Money(expected.Paise);
        row.Money(of.Promised.Paise);
        row.Money(of.Last?.Expected.Paise ?? 0);
        row.Money(of.Last?.Received.Paise ?? 0);
    }
}
