using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The page "Movement" as a file: two months, or two uploads of a month, bucket by bucket and change by change.</summary>
public sealed class ComparisonReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    MovementQueries movement,
    ReceivablesQueries outstanding
) : IReportType
{
    public const string Key = "month-comparison";

    private static readonly ReportFilter First = new(
        "from",
        "Compared with",
        FilterKind.Month,
        Hint: "The month before"
    );
    private static readonly ReportFilter By = new("by", "Changes by", FilterKind.Choice, Hint: "Region");

    // Set by the page alone: an upload is chosen there among those of its month.
    private static readonly ReportFilter Upload = new("upload", "Upload", FilterKind.Chosen);
    private static readonly ReportFilter Against = new("against", "Compared with upload", FilterKind.Chosen);
    private static readonly ReportFilter Cell = new("cell", "Only", FilterKind.Chosen);

    public ReportTypeInfo Info { get; } =
        new(
            Key,
            "Comparison of two months",
            "What became of the receivables from one month to another: what rolled on, came in, is new, and every change by region, customer or invoice.",
            "Receivables",
            "difference",
            ReceivablesQueries.ReadPermission,
            [
                First,
                ReceivablesFilters.To,
                ReceivablesFilters.Departments,
                ReceivablesFilters.Places,
                By,
                Upload,
                Against,
                Cell,
            ],
            [],
            []
        );

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string filter,
        CancellationToken ct
    ) =>
        filter == By.Key
            ? [new("region", "Region"), new("customer", "Customer"), new("invoice", "Invoice")]
            : await filters.OptionsAsync(currentUser, filter, ct);

    public Task<string> DataVersionAsync(CurrentUser currentUser, CancellationToken ct) => outstanding.VersionAsync(ct);

    public async Task<ReportDocument> BuildAsync(CurrentUser currentUser, ReportRequest request, CancellationToken ct)
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var filter = await FilterAsync(asked, request, ct);
        var by = MovementNames.Parse(request.One(By.Key) ?? "region") ?? throw Unknown(By, request);
        var cell = request.One(Cell.Key) is { } text ? RollCell.Parse(text) ?? throw Unknown(Cell, request) : null;
        var view = await movement.ReadAsync(asked.CurrentUser, filter, by, cell, new PageRequest(1, 1), ct);
        return documents.New(
            Info,
            filter.Uploads is null
                ? $"{filter.From.ToLongText()} to {filter.To.ToLongText()}"
                : $"{filter.To.ToLongText()}, {filter.WhenNow} and {filter.WhenThen}",
            asked with
            {
                Facts = [.. Sides(filter, by, cell), .. asked.Facts.Where(f => !Own.Contains(f.Label))],
            },
            view.DataFreshness,
            [
                Figures(filter, view),
                Matrix(filter, view),
                new TableBlock(
                    cell is null ? $"Changes by {MovementNames.Of(by)}" : $"{cell}: by {MovementNames.Of(by)}",
                    Columns(filter, by),
                    () =>
                        RowSources.Of(
                            token => movement.StreamAsync(asked.CurrentUser, filter, by, cell, token),
                            (row, of) => Fill(row, of, by, view.Scheme)
                        ),
                    view.Diff.Page.Total
                ),
            ]
        );
    }

    private static readonly string[] Own =
    [
        First.Title,
        ReceivablesFilters.To.Title,
        By.Title,
        Upload.Title,
        Against.Title,
        Cell.Title,
    ];

    private async Task<MovementFilter> FilterAsync(
        ReceivablesRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var (department, region) = (asked.Filter.DepartmentId, asked.Filter.Region);
        if (IdOf(Upload, request) is { } upload)
        {
            var month = await movement.MonthOfAsync(asked.CurrentUser, upload, ct);
            return new(month, month, department, region, new UploadPair(upload, IdOf(Against, request)));
        }

        if (request.One(Against.Key) is not null)
            throw DomainException.Invalid("parameters.filters.upload", "against needs upload.");
        var to = asked.Filter.Period;
        var from = request.One(First.Key) is { } text
            ? Period.Parse(text, to.FinancialYear, "parameters.filters.from")
            : MovementFilter.Before(to);
        return from.CompareTo(to) < 0
            ? new(from, to, department, region)
            : throw DomainException.Invalid(
                "parameters.filters.from",
                $"{from} is not before {to}. Choose an earlier month to compare with."
            );
    }

    private static int? IdOf(ReportFilter filter, ReportRequest request) =>
        request.One(filter.Key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw Unknown(filter, request);

    private static DomainException Unknown(ReportFilter filter, ReportRequest request) =>
        DomainException.Invalid(
            $"parameters.filters.{filter.Key}",
            $"'{request.One(filter.Key)}' is not among what you may choose."
        );

    private static IEnumerable<Fact> Sides(MovementFilter filter, MovementBy by, RollCell? cell)
    {
        yield return new(First.Title, filter.Uploads is null ? filter.From.ToLongText() : filter.WhenThen);
        yield return new(ReceivablesFilters.To.Title, filter.To.ToLongText());
        if (filter.Uploads is { } pair)
            yield return new(Upload.Title, string.Create(CultureInfo.InvariantCulture, $"#{pair.Upload}"));
        yield return new(By.Title, by.ToString());
        if (cell is not null)
            yield return new(Cell.Title, cell.ToString());
    }

    private static KeyFiguresBlock Figures(MovementFilter filter, MovementView view) =>
        new([
            new(filter.Now, ReportCell.OfMoney(view.Closing.Paise)),
            new(filter.Then, ReportCell.OfMoney(view.Opening.Paise)),
            new("New or grown", ReportCell.OfMoney((Sum(view, RollKind.New) + Sum(view, RollKind.Grown)).Paise)),
            new(
                "Received or gone",
                ReportCell.OfMoney((Sum(view, RollKind.Received) + Sum(view, RollKind.Gone)).Paise),
                null,
                CellTone.Good
            ),
        ]);

    private static Money Sum(MovementView view, RollKind kind) => view.Matrix.All(kind).Amount;

    /// <summary>Each row adds up to the ageing of the first side, each column of a bucket to that of the second.</summary>
    private static TableBlock Matrix(MovementFilter filter, MovementView view)
    {
        var buckets = RollCell.Buckets.Where(b => view.Matrix.Cells.Keys.Any(c => c.Then == b || c.Now == b)).ToList();
        List<MatrixRow> rows =
        [
            .. buckets.Select(then => new MatrixRow(
                BucketName(then, view.Scheme),
                [
                    .. buckets.Select(now => RollCell.Rolled(then, now)),
                    RollCell.ReceivedFrom(then),
                    RollCell.GoneFrom(then),
                ]
            )),
            new("New", [.. buckets.Select(RollCell.NewIn), null, null]),
            new("Grown", [.. buckets.Select(RollCell.GrownIn), null, null]),
        ];
        return new TableBlock(
            "From bucket to bucket",
            [
                new("then", $"{filter.Then}, age", ColumnType.Text, 14),
                .. buckets.Select(b =>
                    ReceivablesDocument.MoneyColumn($"now{(int)b}", BucketName(b, view.Scheme), width: 12)
                ),
                ReceivablesDocument.MoneyColumn("received", "Received in part", width: 12),
                ReceivablesDocument.MoneyColumn("gone", "Paid or gone", width: 12),
                ReceivablesDocument.MoneyColumn("all", "In all", width: 12),
            ],
            () => RowSources.Of(rows, (row, of) =>
                {
                    row.Text(of.Name);
                    foreach (var cell in of.Cells)
                        row.Money(AmountOf(view, cell));
                    row.Money(of.Cells.Sum(c => AmountOf(view, c)));
                }),
            rows.Count
        );
    }

    private static long AmountOf(MovementView view, RollCell? cell) =>
        cell is null ? 0 : view.Matrix[cell].Amount.Paise;

    private static string BucketName(AgeBucket bucket, AgeingScheme scheme) =>
        bucket == AgeBucket.Unclassified ? "No date" : scheme.Labels[(int)bucket];

    private static ReportColumn[] Columns(MovementFilter filter, MovementBy by)
    {
        var region = new ReportColumn("region", "Region", ColumnType.Text, 14);
        ReportColumn[] customer =
        [
            new("code", "Customer code", ColumnType.Text, 14),
            new("name", "Customer", ColumnType.Text, 30, Wrap: true),
        ];
        var count = new ReportColumn("invoices", "Invoices", ColumnType.Whole, 9, Total: true);
        ReportColumn[] names = by switch
        {
            MovementBy.Region => [region, count],
            MovementBy.Customer => [.. customer, region, count],
            _ =>
            [
                new("number", "Invoice", ColumnType.Text, 16),
                .. customer,
                region,
                new("ageThen", $"{filter.Then}, age", ColumnType.Text, 12),
                new("ageNow", $"{filter.Now}, age", ColumnType.Text, 12),
            ],
        };
        return
        [
            .. names,
            ReceivablesDocument.MoneyColumn("then", filter.Then),
            ReceivablesDocument.MoneyColumn("now", filter.Now),
            ReceivablesDocument.MoneyColumn("change", "Change"),
        ];
    }

    private static void Fill(ReportRow row, MovementRow of, MovementBy by, AgeingScheme scheme)
    {
        if (of.Invoice is { } invoice)
            row.Text(invoice.Number);
        if (of.Customer is { } customer)
        {
            row.Text(customer.Code);
            row.Text(customer.Name);
        }

        row.Text(of.Region.Length == 0 ? null : Regions.Display(of.Region));
        if (by == MovementBy.Invoice)
        {
            row.Text(of.Invoice?.Then is { } then ? BucketName(then, scheme) : null);
            row.Text(of.Invoice?.Now is { } now ? BucketName(now, scheme) : null);
        }
        else
        {
            row.Whole(of.Invoices);
        }

        row.Money(of.Then.Paise);
        row.Money(of.Now.Paise);
        row.Money(
            of.Change.Paise,
            of.Change.Paise > 0 ? CellTone.Bad
                : of.Change.Paise < 0 ? CellTone.Good
                : CellTone.None
        );
    }

    /// <param name="Cells">Null where a row cannot have an amount.</param>
    private sealed record MatrixRow(string Name, IReadOnlyList<RollCell?> Cells);
}
