using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Sales.Reports;

/// <summary>The filters that the field reports share, what may be chosen, and what every document over the field begins with.</summary>
public sealed class FieldFilters(SalesQueries sales, BusinessClock clock)
{
    public static readonly ReportFilter Search = new("search", "Search", FilterKind.Text);
    public static readonly ReportFilter Zone = new("zone", "Zone", FilterKind.Choice);
    public static readonly ReportFilter Region = new("region", "Region", FilterKind.Choice);
    public static readonly ReportFilter State = new("state", "State", FilterKind.Choice);
    public static readonly ReportFilter Territory = new("territory", "Territory", FilterKind.Choice);
    public static readonly ReportFilter Status = new("status", "Status", FilterKind.Choice);
    public static readonly ReportFilter Category = new("category", "Category", FilterKind.Choice);
    public static readonly ReportFilter Product = new("productId", "Product", FilterKind.Text, Hint: "Id of a product");
    public static readonly ReportFilter Type = new("type", "Type", FilterKind.Choice);

    public async Task<IReadOnlyList<FilterOption>> OptionsAsync(Viewer viewer, string filter, CancellationToken ct)
    {
        static IReadOnlyList<FilterOption> Plain(IEnumerable<string> names) => [.. names.Select(n => new FilterOption(n, char.ToUpperInvariant(n[0]) + n[1..]))];
        if (filter == Status.Key) return Plain(["active", "inactive"]);
        if (filter == Type.Key) return Plain(["retailer", "distributor"]);
        if (filter is "search" or "productId") return [];
        var places = await sales.PlacesAsync(viewer, ct);
        return Plain(filter switch { "zone" => places.Zones, "region" => places.Regions, "state" => places.States, "territory" => places.Territories, _ => places.Categories });
    }

    internal SalesFilter Read(ReportRequest request)
    {
        var end = request.End ?? clock.Today;
        return new SalesFilter(request.Start ?? SalesFilter.YearToDate(end).Start, end, request.One("search"), request.One("zone"), request.One("region"), request.One("state"), request.One("territory"), request.One("status"), request.One("category"),
            SalesParameters.ProductKey(request.One("productId")), request.One("type")).Checked();
    }

    internal ReportDocument New(ReportTypeInfo info, Viewer viewer, ReportRequest request, SalesFilter filter, IReadOnlyList<Block> blocks) => new()
    {
        Title = info.Title,
        Subtitle = $"{Day(filter.Start)} to {Day(filter.End)}",
        MadeAtUtc = clock.UtcNow,
        MadeBy = viewer.Name,
        DataAsOf = Day(filter.End),
        Parameters = [new("From", Day(filter.Start)), new("To", Day(filter.End)), .. info.Filters.Select(f => new Fact(f.Title, request.One(f.Key) ?? "All")), new("Within", viewer.Scope.Regions is { } branches ? string.Join(", ", branches) : "all branches")],
        Blocks = blocks,
    };

    /// <summary>The columns of a stock report: four amounts by value and volume, and the share that was liquidated.</summary>
    internal static IEnumerable<ReportColumn> StockColumns()
    {
        foreach (var (key, title) in ((string, string)[])[("opening", "Opening stock"), ("sales", "YTD sales"), ("liquidation", "Liquidation"), ("balance", "Balance stock")])
        {
            yield return new($"{key}Value", $"{title} (₹)", ColumnType.Money, 14, Total: true);
            yield return new($"{key}Volume", $"{title} (Kg/Ltr)", ColumnType.Decimal, 12, Total: true);
        }

        yield return new("percent", "Liquidation %", ColumnType.Percent, 10);
    }

    internal static void Fill(ReportRow row, StockFigures stock)
    {
        foreach (var amount in (StockAmount[])[stock.Opening, stock.Sales, stock.Liquidation, stock.Balance])
        {
            row.Money(amount.ValuePaise);
            row.Decimal(amount.Volume);
        }

        row.Percent(stock.LiquidationPercent / 100);
    }

    internal static KeyFiguresBlock KeyFigures(StockFigures stock, string what, int count) => new(
    [
        new(what, ReportCell.OfWhole(count)), new("YTD sales", ReportCell.OfMoney(stock.Sales.ValuePaise)),
        new("Liquidation", ReportCell.OfMoney(stock.Liquidation.ValuePaise), string.Create(CultureInfo.InvariantCulture, $"{stock.LiquidationPercent:0.0}% of what was there")), new("Balance stock", ReportCell.OfMoney(stock.Balance.ValuePaise)),
    ]);

    private static string Day(DateOnly day) => day.ToString("dd MMM yyyy", CultureInfo.InvariantCulture);
}
