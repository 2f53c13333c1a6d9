using System.Globalization;
using ReportsAdmin.Features.FieldSales.Api;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales.Reports;

/// <summary>The filters that the field reports share, what may be chosen, and what every document over the field begins with.</summary>
public sealed class SalesReportFilters(SalesQueries sales, BusinessClock clock)
{
    public static readonly ReportFilter Search = new("search", "Search", FilterKind.Text);
    public static readonly ReportFilter Zone = new("zone", "Zone", FilterKind.Choice);
    public static readonly ReportFilter Region = new("region", "Region", FilterKind.Choice);
    public static readonly ReportFilter State = new("state", "State", FilterKind.Choice);
    public static readonly ReportFilter Territory = new("territory", "Territory", FilterKind.Choice);
    public static readonly ReportFilter Status = new("status", "Status", FilterKind.Choice);
    public static readonly ReportFilter Category = new("category", "Category", FilterKind.Choice);
    public static readonly ReportFilter Distributor = new("distributorId", "Distributor", FilterKind.Choice);
    public static readonly ReportFilter Product = new("productId", "Product", FilterKind.Choice);
    public static readonly ReportFilter Type = new("customerType", "Type", FilterKind.Choice);

    /// <summary>How the rows come: one by one or together, in which order, with which columns.</summary>
    public static readonly IReadOnlyList<ReportFilter> Shape =
    [
        new("group", "Grouped by", FilterKind.Choice),
        new("sort", "Sorted by", FilterKind.Choice),
        new("columns", "Columns", FilterKind.Choices),
    ];

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        SalesList list,
        string filter,
        CancellationToken ct
    ) =>
        filter switch
        {
            "search" => [],
            "productId" =>
            [
                .. (await sales.ProductNamesAsync(currentUser, ct)).Select(p => new FilterOption(
                    ApiId.Of(SalesIds.Product, p.Id),
                    p.Name
                )),
            ],
            "distributorId" =>
            [
                .. (await sales.DistributorNamesAsync(currentUser, ct)).Select(d => new FilterOption(
                    ApiId.Of(SalesIds.Distributor, d.Id),
                    d.Name
                )),
            ],
            "status" => Capitalized(["active", "inactive"]),
            "customerType" => Capitalized(["retailer", "distributor"]),
            "group" => [.. list.Groupings.Select(g => new FilterOption(g.Key, g.Title))],
            "columns" => [.. Every(list).Select(c => new FilterOption(c.Key, c.Head(c.Title, "₹")))],
            "sort" => [.. Every(list).SelectMany(BothOrders)],
            _ => Capitalized(NamesOf(await sales.PositionsAsync(currentUser, ct), filter)),
        };

    private static IReadOnlyList<FilterOption> Capitalized(IEnumerable<string> names) =>
        [.. names.Select(n => new FilterOption(n, char.ToUpperInvariant(n[0]) + n[1..]))];

    private static IEnumerable<FilterOption> BothOrders(SalesColumn column)
    {
        var title = column.Head(column.Title, "₹");
        yield return new(column.Key, title);
        yield return new("-" + column.Key, title + ", descending");
    }

    private static IEnumerable<string> NamesOf(SalesPlaces places, string filter) =>
        filter switch
        {
            "zone" => places.Zones,
            "region" => places.Regions,
            "state" => places.States,
            "territory" => places.Territories,
            _ => places.Categories,
        };

    /// <summary>What the request is narrowed to, and how it is shaped: a sort that the rows or groups do not have is refused.</summary>
    internal SalesShape Read(SalesList list, ReportRequest request)
    {
        var group = request.One("group");
        var sort = request.One("sort") ?? "name";
        if (!list.CanSort(sort, group))
            throw DomainException.Invalid(
                "parameters.filters.sort",
                group is null ? $"Rows cannot be sorted by '{sort}'." : $"Groups cannot be sorted by '{sort}'."
            );
        return new SalesShape((Narrowed(request) with { Sort = sort }).Checked(), group, request.All("columns"));
    }

    /// <summary>What the request is narrowed to; without dates the financial year to date.</summary>
    internal SalesFilter Narrowed(ReportRequest request)
    {
        var end = request.End ?? clock.Today;
        return new SalesFilter(
            request.Start ?? SalesFilter.YearToDate(end).Start,
            end,
            request.One("search"),
            request.One("zone"),
            request.One("region"),
            request.One("state"),
            request.One("territory"),
            request.One("status"),
            request.One("category"),
            SalesParameters.ProductKey(request.One("productId")),
            request.One("customerType")
        )
        {
            DistributorId = SalesParameters.DistributorKey(request.One("distributorId")),
        };
    }

    internal Task<ReportDocument> NewAsync(
        ReportTypeInfo info,
        SalesList list,
        CurrentUser currentUser,
        ReportRequest request,
        SalesShape shape,
        IReadOnlyList<Block> blocks,
        CancellationToken ct
    ) =>
        NewAsync(
            info,
            currentUser,
            request,
            shape.Filter,
            [
                new("Grouped by", list.Groupings.FirstOrDefault(g => g.Key == shape.Group)?.Title ?? "Not grouped"),
                new("Sorted by", SortText(list, shape)),
            ],
            blocks,
            ct
        );

    /// <param name="shape">How the rows come, beside what they are narrowed to.</param>
    internal async Task<ReportDocument> NewAsync(
        ReportTypeInfo info,
        CurrentUser currentUser,
        ReportRequest request,
        SalesFilter filter,
        IReadOnlyList<Fact> shape,
        IReadOnlyList<Block> blocks,
        CancellationToken ct
    ) =>
        new()
        {
            Title = info.Title,
            Subtitle = $"{Day(filter.Start)} to {Day(filter.End)}",
            MadeAtUtc = clock.UtcNow,
            MadeBy = currentUser.Name,
            DataAsOf = Day(filter.End),
            Parameters =
            [
                new("From", Day(filter.Start)),
                new("To", Day(filter.End)),
                .. await ChosenAsync(info, currentUser, request, ct),
                .. shape,
                new("Within", currentUser.Scope.Regions is { } branches ? string.Join(", ", branches) : "all branches"),
            ],
            Blocks = blocks,
        };

    private async Task<IReadOnlyList<Fact>> ChosenAsync(
        ReportTypeInfo info,
        CurrentUser currentUser,
        ReportRequest request,
        CancellationToken ct
    )
    {
        var facts = new List<Fact>();
        foreach (var f in info.Filters.Except(Shape))
        {
            // Requests hold ids where people know names.
            var name =
                request.One(f.Key) is { } id && (f == Product || f == Distributor)
                    ? (await OptionsAsync(currentUser, SalesLists.Distributors, f.Key, ct))
                        .FirstOrDefault(o => o.Value.Equals(id, StringComparison.OrdinalIgnoreCase))
                        ?.Title
                    : null;
            facts.Add(new(f.Title, name ?? request.One(f.Key) ?? "All"));
        }

        return facts;
    }

    internal static KeyFiguresBlock KeyFigures(StockGroup all, string what) =>
        new([
            new(what, ReportCell.OfWhole(all.Count)),
            new("YTD sales", ReportCell.OfMoney(all.Stock.Sales.ValuePaise)),
            new(
                "Liquidation",
                ReportCell.OfMoney(all.Stock.Liquidation.ValuePaise),
                string.Create(CultureInfo.InvariantCulture, $"{all.Stock.LiquidationPercent:0.0}% of what was there")
            ),
            new("Balance stock", ReportCell.OfMoney(all.Stock.Balance.ValuePaise)),
        ]);

    private static string SortText(SalesList list, SalesShape shape)
    {
        var sort = shape.Filter.Sort;
        return list.ColumnsOf(shape.Group).First(c => c.Key == sort.TrimStart('-')).Title
            + (sort[0] == '-' ? ", descending" : "");
    }

    private static IEnumerable<SalesColumn> Every(SalesList list) =>
        list.Columns.Concat(list.GroupColumns).DistinctBy(c => c.Key);

    private static string Day(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>What a field report is narrowed to and how its rows come.</summary>
/// <param name="Group">Null for row by row.</param>
/// <param name="Columns">Keys; none for all.</param>
internal sealed record SalesShape(SalesFilter Filter, string? Group, IReadOnlyList<string> Columns)
{
    /// <summary>The filter of the sums over all rows; groups may be sorted by columns that rows do not have.</summary>
    public SalesFilter SumFilter => Group is null ? Filter : Filter with { Sort = "name" };

    /// <summary>A table of the chosen columns: streamed row by row, or the groups.</summary>
    public async Task<TableBlock> TableAsync<TRow, TGroup>(
        string title,
        IReadOnlyList<SalesColumn<TRow>> rowColumns,
        int count,
        Func<CancellationToken, IAsyncEnumerable<TRow>> rows,
        IReadOnlyList<SalesColumn<TGroup>> groupColumns,
        Func<string, PageRequest, Task<Page<TGroup>>> groups,
        CancellationToken ct
    )
    {
        if (Group is not { } by)
            return Table(title, rowColumns, count, rows);
        // There are as many groups as places, so they fit into memory.
        var all = await PageRequest.AllAsync(page => groups(by, page)).ToListAsync(ct);
        return Table(title, groupColumns, all.Count, _ => all.ToAsyncEnumerable());
    }

    private TableBlock Table<T>(
        string title,
        IReadOnlyList<SalesColumn<T>> columns,
        int count,
        Func<CancellationToken, IAsyncEnumerable<T>> open
    )
    {
        var shown = Chosen(columns);
        return new TableBlock(
            title,
            [.. shown.Select(c => c.ToReport())],
            () => RowSources.Of(open, (row, item) => Fill(row, item, shown)),
            count
        );
    }

    private IReadOnlyList<SalesColumn<T>> Chosen<T>(IReadOnlyList<SalesColumn<T>> columns) =>
        Columns.Count == 0 ? columns : SalesColumns.Chosen(columns, [.. Columns, Group is null ? "name" : "count"]);

    private static void Fill<T>(ReportRow row, T item, IReadOnlyList<SalesColumn<T>> columns)
    {
        foreach (var column in columns)
            row.Add(column.Cell(item));
    }
}
