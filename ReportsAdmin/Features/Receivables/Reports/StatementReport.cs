using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>A statement of account as the customer gets it: their account month by month and their open invoices. Our own remarks and notes stay out.</summary>
public sealed class StatementReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    CustomerQueries customers,
    InvoiceQueries invoices,
    ReceivablesQueries outstanding
) : IReportType
{
    public const string Key = "customer-statement";

    public ReportTypeInfo Info { get; } =
        new(
            Key,
            "Customer statement of account",
            "One customer's account month by month and open invoices by age, ready to send to the customer.",
            "Receivables",
            "account_balance",
            ReceivablesQueries.ReadPermission,
            [ReceivablesFilters.Customer with { Required = true }, ReceivablesFilters.From, ReceivablesFilters.To],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) => filters.OptionsAsync(currentUser, filter, ct);

    public Task<IReadOnlyList<FilterOption>> SearchAsync(
        CurrentUser currentUser,
        string filter,
        string text,
        CancellationToken ct
    ) => filters.SearchCustomersAsync(currentUser, text, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => outstanding.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var last = asked.Filter.Period;
        var customer = await customers.FindAsync(
            asked.CurrentUser,
            request.One(ReceivablesFilters.Customer.Key)!,
            "parameters.filters.customer",
            ct
        );
        var first = ReceivablesFilters.First(request, last);
        var months = await customers.AccountAsync(asked.CurrentUser, customer.Id, first, last, ct);
        var within = asked.Filter with { DepartmentId = customer.DepartmentId };
        var filter = new InvoiceFilter(within, customer.Id, Sort: "date", OpenOnly: true);
        var open = await invoices.SheetAsync(asked.CurrentUser, filter, new PageRequest(1, 1), ct);
        var ageing = await customers.AgeingAsync(asked.CurrentUser, customer.Id, within, ct);
        return documents.New(
            Info,
            $"{customer.Name} ({customer.Code}) · to {last.ToLongText()}",
            asked,
            open.DataFreshness,
            [
                new KeyFiguresBlock([
                    new("Balance due", ReportCell.OfMoney(open.Outstanding.Paise)),
                    new("Open items", ReportCell.OfWhole(open.Page.Total)),
                    new("Received in the period", ReportCell.OfMoney(months.Sum(m => m.Recovered.Paise))),
                ]),
                BalanceByAge(ageing.Amounts, ageing.Scheme),
                Account(months),
                OpenItems(asked.CurrentUser, filter, open.Page.Total),
            ]
        );
    }

    private static TableBlock BalanceByAge(AgeingAmounts amounts, AgeingScheme scheme) =>
        new(
            "Balance by age",
            [
                new("bucket", "Age", ColumnType.Text, 20),
                ReceivablesDocument.MoneyColumn("outstanding", "Outstanding"),
                new("share", "Share", ColumnType.Percent, 9, Total: true),
            ],
            () =>
                RowSources.Of(
                    Enum.GetValues<AgeBucket>()
                        .Where(b => b != AgeBucket.Unclassified || amounts.Unclassified.Paise != 0),
                    (row, b) =>
                    {
                        row.Text(b == AgeBucket.Unclassified ? "Without a date" : scheme.Labels[(int)b] + " days");
                        row.Money(amounts[b].Paise);
                        row.Add(ReceivablesDocument.Share(amounts[b].Paise, amounts.Total.Paise));
                    }
                ),
            6
        );

    private static TableBlock Account(IReadOnlyList<MovementGroup> months) =>
        new(
            "Account",
            [
                new("month", "Month", ColumnType.Text, 12),
                ReceivablesDocument.MoneyColumn("opening", "Opening", total: false),
                ReceivablesDocument.MoneyColumn("taken", "Brought in"),
                ReceivablesDocument.MoneyColumn("new", "New"),
                ReceivablesDocument.MoneyColumn("received", "Received"),
                ReceivablesDocument.MoneyColumn("closing", "Closing", total: false),
            ],
            () => RowSources.Of(months, (row, m) =>
                {
                    row.Text(m.Names[0]);
                    row.Money(m.Opening.Paise);
                    row.Money(m.TakenOver.Paise);
                    row.Money(m.New.Paise);
                    row.Money(m.Recovered.Paise);
                    row.Money(m.Closing.Paise);
                }),
            months.Count
        );

    private TableBlock OpenItems(CurrentUser currentUser, InvoiceFilter filter, int count) =>
        new(
            "Open items",
            [
                new("number", "Invoice", ColumnType.Text, 18, Unique: true),
                new("date", "Date", ColumnType.Date, 12),
                new("due", "Due", ColumnType.Date, 12),
                ReceivablesDocument.MoneyColumn("amount", "Amount"),
                ReceivablesDocument.MoneyColumn("outstanding", "Outstanding"),
                new("age", "Age (days)", ColumnType.Whole, 9),
                new("status", "Status", ColumnType.Text, 10),
            ],
            () => RowSources.Of(token => invoices.StreamAsync(currentUser, filter, token), FillInvoice),
            count
        );

    private static void FillInvoice(ReportRow row, InvoiceRow i)
    {
        row.Text(i.Number);
        row.Date(i.InvoiceDate);
        row.Date(i.DueDate);
        row.Money(i.Amount.Paise);
        row.Money(i.Outstanding.Paise);
        if (i.AgeDays is { } days)
            row.Whole(days, i.Bucket == AgeBucket.Older ? CellTone.Bad : CellTone.None);
        else
            row.Blank();
        row.Text(i.Status, i.Status == "dispute" ? CellTone.Warn : CellTone.None);
    }
}
