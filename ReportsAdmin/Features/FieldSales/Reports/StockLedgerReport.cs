using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.FieldSales.Reports;

/// <summary>The lines of the stock ledger behind a figure, with the running sum and the upload and row that each came from.</summary>
public sealed class StockLedgerReport(SalesReportFilters filters, SalesQueries sales, LedgerQueries ledgers)
    : IReportType
{
    public const string Key = "stock-ledger";

    private static readonly ReportFilter Figure = new("figure", "Figure", FilterKind.Choice);

    public ReportTypeInfo Info { get; } =
        new(
            Key,
            "Stock ledger",
            "Every line of the stock ledger over a range of dates, or those behind one figure, with a running balance.",
            "Field sales",
            "menu_book",
            SalesQueries.ReadPermission,
            [
                Figure,
                SalesReportFilters.Distributor,
                SalesReportFilters.Product,
                SalesReportFilters.Category,
                SalesReportFilters.Zone,
                SalesReportFilters.Region,
                SalesReportFilters.State,
                SalesReportFilters.Territory,
            ],
            [],
            [],
            UsesDateRange: true
        );

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        filter == Figure.Key
            ? Task.FromResult<IReadOnlyList<FilterOption>>([
                .. LedgerQueries.Kinds.Select(k => new FilterOption(k, LedgerText.Figure(k))),
            ])
            : filters.OptionsAsync(currentUser, SalesLists.Distributors, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => sales.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var (filter, figure) = (filters.Narrowed(request).Checked(), request.One(Figure.Key));
        var head = await ledgers.SheetAsync(currentUser, filter, figure, new PageRequest(1, 1), ct);
        return await filters.NewAsync(
            Info,
            currentUser,
            request,
            filter,
            [],
            [
                KeyFigures(figure, head),
                new TableBlock(
                    LedgerText.Figure(figure),
                    [
                        new("day", "Date", ColumnType.Date, 12),
                        new("kind", "Kind", ColumnType.Text, 13),
                        new("distributor", "Distributor", ColumnType.Text, 24, Wrap: true),
                        new("product", "Product", ColumnType.Text, 24, Wrap: true),
                        new("reference", "Reference", ColumnType.Text, 14),
                        new("value", "Value (₹)", ColumnType.Money, 15, Total: true),
                        new("volume", "Volume (Kg/Ltr)", ColumnType.Decimal, 13, Total: true),
                        new("running", figure is null ? "Balance (₹)" : "Sum so far (₹)", ColumnType.Money, 16),
                        new("upload", "Upload", ColumnType.Whole, 8),
                        new("row", "Sheet row", ColumnType.Whole, 9),
                    ],
                    () => RowSources.Of(token => ledgers.StreamAsync(currentUser, filter, figure, token), Fill),
                    head.Page.Total
                ),
            ],
            ct
        );
    }

    private static KeyFiguresBlock KeyFigures(string? figure, LedgerList head)
    {
        var lines = new KeyFigure("Lines", ReportCell.OfWhole(head.Page.Total));
        return figure is null
            ? new([
                new("Brought forward", ReportCell.OfMoney(head.Before.ValuePaise)),
                new("Change", ReportCell.OfMoney(head.Sum.ValuePaise)),
                new("Balance stock", ReportCell.OfMoney(head.Closing.ValuePaise)),
                lines,
            ])
            : new([
                new(LedgerText.Figure(figure), ReportCell.OfMoney(head.Sum.ValuePaise)),
                new("Volume (Kg/Ltr)", ReportCell.OfDecimal(head.Sum.Volume)),
                lines,
            ]);
    }

    private static void Fill(ReportRow row, LedgerRow line)
    {
        row.Date(line.Day);
        row.Text(LedgerText.Kind(line.Kind));
        row.Text(line.Distributor);
        row.Text(line.Product);
        row.Text(line.Reference);
        row.Money(line.Amount.ValuePaise);
        row.Decimal(line.Amount.Volume);
        row.Money(line.Running.ValuePaise);
        // Lines of an installation's beginning came by no upload.
        row.Add(line.UploadId == 0 ? ReportCell.Blank() : ReportCell.OfWhole(line.UploadId));
        row.Add(line.SheetRow == 0 ? ReportCell.Blank() : ReportCell.OfWhole(line.SheetRow));
    }
}
