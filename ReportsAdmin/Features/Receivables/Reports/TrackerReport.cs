using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The invoice tracker of spec 003 as a file: invoices and amounts of each month against the month before.</summary>
public sealed class TrackerReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    ReceivablesQueries outstanding
) : IReportType
{
    public static readonly ReportFilter Year = new("financialYear", "Financial year", FilterKind.Choice);

    public ReportTypeInfo Info { get; } =
        new(
            "invoice-tracker",
            "Invoice tracker",
            "Invoices and amounts month by month against the month before.",
            "Receivables",
            "monitoring",
            ReceivablesQueries.ReadPermission,
            [Year, ReceivablesFilters.Departments, ReceivablesFilters.Places],
            [],
            []
        );

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        filter == Year.Key
            ?
            [
                .. (await outstanding.PeriodsAsync(currentUser, ct))
                    .Select(p => p.FinancialYear)
                    .Distinct()
                    .Select(y => new FilterOption(y.ToString(), y.ToScreenText())),
            ]
            : await filters.OptionsAsync(currentUser, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => outstanding.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var year = YearOf(request);
        var months = await outstanding.TrackerAsync(
            asked.CurrentUser,
            asked.Filter.DepartmentId,
            asked.Filter.Region,
            year,
            ct
        );
        var freshness = await outstanding.FreshnessAsync(asked.CurrentUser, asked.Filter, ct);
        Block[] blocks = months.Count > 0 ? [Chart(months), Table(months)] : [Table(months)];
        return documents.New(Info, year?.ToScreenText() ?? "All years", asked, freshness, blocks);
    }

    private static FinancialYear? YearOf(ReportRequest request) =>
        request.One(Year.Key) is not { } text ? null
        : FinancialYear.TryParse(text, out var year) ? year
        : throw DomainException.Invalid(
            "parameters.filters.financialYear",
            $"'{text}' is not a financial year. Write it as 2025-2026."
        );

    /// <param name="months">The newest first; at least one.</param>
    private static ChartBlock Chart(IReadOnlyList<TrackerMonth> months) =>
        new(
            "Outstanding by month",
            ChartKind.Column,
            [.. months.Reverse().Select(m => m.Period.ToString())],
            [new("Outstanding", [.. months.Reverse().Select(m => (decimal)m.Amount.Paise)])],
            $"Outstanding by month, last {months[0].Amount.ToShortText()} in {months[0].Period}."
        );

    private static TableBlock Table(IReadOnlyList<TrackerMonth> months) =>
        new(
            "Months",
            [
                new("month", "Month", ColumnType.Text, 12),
                new("invoicesBefore", "Invoices before", ColumnType.Whole, 12),
                ReceivablesDocument.MoneyColumn("amountBefore", "Amount before", total: false),
                new("invoices", "Invoices", ColumnType.Whole, 12),
                ReceivablesDocument.MoneyColumn("amount", "Amount", total: false),
                new("change", "Change in invoices", ColumnType.Whole, 12),
                ReceivablesDocument.MoneyColumn("amountChange", "Change in amount", total: false),
                new("disputed", "In dispute", ColumnType.Whole, 10),
            ],
            () => RowSources.Of(months, (row, m) =>
                {
                    row.Text(m.Period.ToString());
                    row.Whole(m.PreviousInvoices);
                    row.Money(m.PreviousAmount.Paise);
                    row.Whole(m.Invoices);
                    row.Money(m.Amount.Paise);
                    row.Whole(m.InvoiceChange);
                    row.Money(
                        (m.Amount - m.PreviousAmount).Paise,
                        m.Amount > m.PreviousAmount ? CellTone.Bad : CellTone.Good
                    );
                    row.Whole(m.Disputed);
                }),
            months.Count
        );
}
