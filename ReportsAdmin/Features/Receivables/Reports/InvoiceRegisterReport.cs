using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>Every open item of a month with its age and the file and row that it comes from.</summary>
public sealed class InvoiceRegisterReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    InvoiceQueries invoices,
    ReceivablesQueries outstanding,
    CustomerQueries customers
) : IReportType
{
    private static readonly ReportColumn[] Columns =
    [
        new("code", "Customer Code", ColumnType.Text, 13),
        new("name", "Customer Name", ColumnType.Text, 28, Wrap: true),
        new("region", "Region", ColumnType.Text, 12),
        new("number", "Invoice Number", ColumnType.Text, 18, Unique: true),
        new("date", "Invoice Date", ColumnType.Date, 12),
        new("due", "Due Date", ColumnType.Date, 12),
        ReceivablesDocument.MoneyColumn("amount", "Invoice Amount"),
        ReceivablesDocument.MoneyColumn("outstanding", "Outstanding"),
        new("age", "Age (days)", ColumnType.Whole, 8),
        new("bucket", "Age bucket", ColumnType.Text, 11),
        new("status", "Status", ColumnType.Text, 9),
        new("source", "Source", ColumnType.Text, 9),
        new("upload", "Upload", ColumnType.Whole, 8),
        new("row", "Sheet row", ColumnType.Whole, 8),
    ];

    public ReportTypeInfo Info { get; } =
        new(
            "invoice-register",
            "Invoice register",
            "Every invoice of a month with its age, status, and the file and row it comes from.",
            "Receivables",
            "receipt_long",
            ReceivablesQueries.ReadPermission,
            [
                ReceivablesFilters.Month,
                ReceivablesFilters.AsOf,
                ReceivablesFilters.Departments,
                ReceivablesFilters.Places,
                ReceivablesFilters.Customer,
                ReceivablesFilters.Bucket,
                ReceivablesFilters.Search,
                ReceivablesFilters.Status,
                ReceivablesFilters.Origin,
                ReceivablesFilters.Invoices,
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
                new("-amount", "Largest amount first"),
                new("amount", "Smallest amount first"),
                new("date", "Oldest first"),
                new("-date", "Newest first"),
                new("number", "Number"),
                new("-number", "Number, descending"),
                new("customer", "Customer"),
                new("-customer", "Customer, descending"),
                new("row", "Row of the sheet"),
                new("-row", "Row of the sheet, descending"),
            ]
            : await filters.OptionsAsync(currentUser, filter, ct);

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
        var customer = request.One(ReceivablesFilters.Customer.Key) is { } code
            ? await customers.FindAsync(asked.CurrentUser, code, "parameters.filters.customer", ct)
            : null;
        var filter = ReceivablesFilters.ToSheet(request).ToInvoices(asked.Filter.Period) with
        {
            Base = asked.Filter,
            CustomerId = customer?.Id,
            Chosen = ReceivablesFilters.Chosen(request, ReceivablesFilters.Invoices, OutstandingIds.Invoice),
        };
        var head = await invoices.SheetAsync(asked.CurrentUser, filter, new PageRequest(1, 1), ct);
        return documents.New(
            Info,
            $"{asked.Filter.Period.ToLongText()} · {Money.GroupWhole(head.Page.Total)} invoices{(customer is null ? "" : $" of {customer.Name}")}",
            asked,
            head.DataFreshness,
            [
                new KeyFiguresBlock([
                    new("Outstanding", ReportCell.OfMoney(head.Outstanding.Paise)),
                    new("Invoices", ReportCell.OfWhole(head.Page.Total)),
                ]),
                new TableBlock(
                    "Invoices",
                    Columns,
                    () =>
                        RowSources.Of(
                            token => invoices.StreamAsync(asked.CurrentUser, filter, token),
                            (row, i) => Fill(row, i, head.Scheme)
                        ),
                    head.Page.Total
                ),
            ]
        );
    }

    private static void Fill(ReportRow row, InvoiceRow i, AgeingScheme scheme)
    {
        row.Text(i.CustomerCode);
        row.Text(i.CustomerName);
        row.Text(Regions.Display(i.Region));
        row.Text(i.Number);
        row.Date(i.InvoiceDate);
        row.Date(i.DueDate);
        row.Money(i.Amount.Paise);
        row.Money(i.Outstanding.Paise);
        if (i.AgeDays is { } days)
            row.Whole(days);
        else
            row.Blank();
        row.Text(scheme.Labels[(int)i.Bucket], i.Bucket == AgeBucket.Older ? CellTone.Bad : CellTone.None);
        row.Text(i.Status, i.Status == "dispute" ? CellTone.Warn : CellTone.None);
        row.Text(
            i.Origin switch
            {
                BalanceOrigin.Sheet => "sheet",
                BalanceOrigin.Carried => "carried",
                _ => "queried",
            }
        );
        row.Whole(i.UploadId);
        if (i.RowNumber is { } number)
            row.Whole(number);
        else
            row.Blank();
    }
}
