using System.Globalization;
using System.Runtime.CompilerServices;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Receivables.Reports;

/// <summary>The statements of many customers, one file each in one ZIP; the report itself is the list of them.</summary>
public sealed class StatementsReport(
    ReceivablesFilters filters,
    ReceivablesDocument documents,
    CustomerQueries customers,
    StatementReport statements,
    ReceivablesQueries outstanding
) : IReportType
{
    public const string Key = "customer-statements";

    /// <summary>How many statements one report packs at most.</summary>
    public const int MaxStatements = 5000;

    private static readonly ReportFilter Minimum = new(
        "minimum",
        "Owes at least (₹)",
        FilterKind.Text,
        Hint: "Everybody who owes something"
    );

    public ReportTypeInfo Info { get; } =
        new(
            Key,
            "Statements of customers",
            "A statement of account for each customer who owes something: one file each, packed into one ZIP.",
            "Receivables",
            "account_balance",
            ReceivablesQueries.ReadPermission,
            [
                ReceivablesFilters.From,
                ReceivablesFilters.To,
                ReceivablesFilters.Departments,
                ReceivablesFilters.Places,
                ReceivablesFilters.Engineer,
                Minimum,
                ReceivablesFilters.Customers,
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
        var rows = await RowsAsync(asked, request, ct);
        return documents.New(
            Info,
            $"{rows.Count.ToString(CultureInfo.InvariantCulture)} customers to {asked.Filter.Period.ToLongText()}",
            asked,
            await outstanding.FreshnessAsync(asked.CurrentUser, asked.Filter, ct),
            [
                new KeyFiguresBlock([
                    new("Outstanding", ReportCell.OfMoney(rows.Sum(r => r.Outstanding.Paise))),
                    new("Statements", ReportCell.OfWhole(rows.Count)),
                ]),
                new TableBlock(
                    "Statements",
                    [
                        new("code", "Customer Code", ColumnType.Text, 14),
                        new("name", "Customer Name", ColumnType.Text, 32, Wrap: true),
                        new("region", "Region", ColumnType.Text, 14),
                        ReceivablesDocument.MoneyColumn("outstanding", "Outstanding"),
                    ],
                    () => RowSources.Of(rows, (row, c) =>
                        {
                            row.Text(c.Code);
                            row.Text(c.Name);
                            row.Text(Regions.Display(c.Region));
                            row.Money(c.Outstanding.Paise);
                        }),
                    rows.Count
                ),
            ]
        );
    }

    public async IAsyncEnumerable<BundledDocument> Files(
        CurrentUser currentUser,
        ReportRequest request,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var asked = await filters.ReadAsync(currentUser, Info, request, ct);
        var to = asked.Filter.Period.ToString();
        var from = ReceivablesFilters.First(request, asked.Filter.Period).ToString();
        foreach (var row in await RowsAsync(asked, request, ct))
        {
            var one = new ReportRequest
            {
                Filters = new Dictionary<string, IReadOnlyList<string>>
                {
                    [ReceivablesFilters.Customer.Key] = [ApiId.Of(OutstandingIds.Customer, row.Id)],
                    [ReceivablesFilters.From.Key] = [from],
                    [ReceivablesFilters.To.Key] = [to],
                },
            };
            yield return new BundledDocument(NameOf(row), await statements.BuildAsync(asked.CurrentUser, one, ct));
        }
    }

    /// <summary>The key makes it unique: two codes may differ in signs that no file name has.</summary>
    private static string NameOf(CustomerRow row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"statement-{new string([.. row.Code.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')])}-{row.Id}"
        );

    private async Task<IReadOnlyList<CustomerRow>> RowsAsync(
        ReceivablesRequest asked,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var least = MinimumOf(request);
        var chosen = ReceivablesFilters.Chosen(request, ReceivablesFilters.Customers, OutstandingIds.Customer);
        var filter = ReceivablesFilters.ToSheet(request).ToCustomers(asked.Filter.Period) with
        {
            Base = asked.Filter,
            Chosen = chosen,
            WithSettled = chosen is not null,
        };
        var rows = new List<CustomerRow>();
        await foreach (var row in customers.StreamAsync(asked.CurrentUser, filter, ct))
        {
            if (row.Outstanding.Paise < least.Paise)
                continue;
            rows.Add(row);
            if (rows.Count > MaxStatements)
                throw DomainException.Invalid(
                    "parameters.filters.minimum",
                    $"These are more than {Money.GroupWhole(MaxStatements)} statements. Choose fewer customers."
                );
        }

        return rows;
    }

    private static Money MinimumOf(ReportRequest request)
    {
        if (request.One(Minimum.Key) is not { } text)
            // Chosen by hand, everybody gets one.
            return request.All(ReceivablesFilters.Customers.Key).Count > 0 ? new Money(long.MinValue) : new Money(1);
        return
            decimal.TryParse(
                text.Replace(",", "", StringComparison.Ordinal),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var rupees
            ) && rupees is > 0 and <= 1_000_000_000_000m
            ? Money.FromRupees(rupees)
            : throw DomainException.Invalid(
                "parameters.filters.minimum",
                $"'{text}' is not an amount. Write it as 50000."
            );
    }
}
