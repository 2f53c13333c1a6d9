using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>A list of the field: how it is called, grouped and sorted, and its columns for rows and for groups.</summary>
/// <param name="Key">Of its report type and of its saved views: <c>field-distributors</c>.</param>
/// <param name="Path">Of its page.</param>
/// <param name="Thing">One of it.</param>
/// <param name="Groupings">What rows may be grouped by: a key of the filter with its name.</param>
public sealed record SalesList(
    string Key,
    string Path,
    string Title,
    string Thing,
    string Icon,
    IReadOnlyList<ReportChoice> Groupings,
    IReadOnlyList<SalesColumn> Columns,
    IReadOnlyList<SalesColumn> GroupColumns
)
{
    public bool IsGrouping(string? by) => Groupings.Any(g => g.Key == by);

    public IReadOnlyList<SalesColumn> ColumnsOf(string? by) => by is null ? Columns : GroupColumns;

    /// <summary>Whether rows, or groups, can be sorted by it: by any column but those that groups cannot add up.</summary>
    public bool CanSort(string sort, string? by) => ColumnsOf(by).Any(c => c.Key == sort.TrimStart('-'));
}

/// <summary>The three lists of the field.</summary>
public static class SalesLists
{
    public static readonly IReadOnlyList<SalesColumn<DistributorRow>> DistributorColumns =
    [
        new("code", "Code", "Code", ColumnType.Text, 10, d => ReportCell.OfText(d.Code)),
        new("name", "Name", "Distributor", ColumnType.Text, 24, d => ReportCell.OfText(d.Name))
        {
            Shown = true,
            Wrap = true,
        },
        .. Place<DistributorRow>(d => new Place(d.Zone, d.Region, d.State, d.Territory)),
        .. Stock<DistributorRow>(d => d.Stock),
        .. Dues<DistributorRow>(d => d.Outstanding, d => d.Overdue),
        new("status", "Status", "Status", ColumnType.Text, 8, d => Status(d.Active)),
    ];

    public static readonly IReadOnlyList<SalesColumn<ProductRow>> ProductColumns =
    [
        new("code", "Code", "Code", ColumnType.Text, 13, p => ReportCell.OfText(p.Code)),
        new("name", "Name", "Product", ColumnType.Text, 26, p => ReportCell.OfText(p.Name))
        {
            Shown = true,
            Wrap = true,
        },
        new("category", "Category", "Category", ColumnType.Text, 14, p => ReportCell.OfText(p.Category))
        {
            Shown = true,
        },
        new("pack", "Pack size", "Pack", ColumnType.Text, 10, p => ReportCell.OfText(p.PackSize)),
        .. Stock<ProductRow>(p => p.Stock),
        new("price", "Average price", "Avg. price", ColumnType.Money, 13, p =>
            p.AveragePrice is { } price ? ReportCell.OfMoney(price.Paise) : ReportCell.Blank()
        )
        {
            Shown = true,
            IsPrice = true,
        },
        new("distributors", "Distributors", "Distributors", ColumnType.Whole, 10, p =>
            ReportCell.OfWhole(p.Distributors)
        )
        {
            Shown = true,
        },
        new("active", "Active", "Selling", ColumnType.Whole, 8, p => ReportCell.OfWhole(p.ActiveDistributors)),
        new("status", "Status", "Status", ColumnType.Text, 8, p => Status(p.Active)),
    ];

    public static readonly IReadOnlyList<SalesColumn<OutletRow>> OutletColumns =
    [
        new("code", "Code", "Code", ColumnType.Text, 11, o => ReportCell.OfText(o.Code)),
        new("name", "Name", "Outlet", ColumnType.Text, 24, o => ReportCell.OfText(o.Name))
        {
            Shown = true,
            Wrap = true,
        },
        new("type", "Type", "Type", ColumnType.Text, 10, o => ReportCell.OfText(o.Type)) { Shown = true },
        .. Place<OutletRow>(o => new Place(o.Zone, o.Region, o.State, o.Territory)),
        new("value", "Purchases", "Purchases", ColumnType.Money, 14, o => ReportCell.OfMoney(o.Purchases.ValuePaise))
        {
            Shown = true,
            Total = true,
            Ledger = "purchases",
        },
        new("volume", "Purchases", "Purchases", ColumnType.Decimal, 12, o => ReportCell.OfDecimal(o.Purchases.Volume))
        {
            Total = true,
            Ledger = "purchases",
        },
        new("frequency", "Frequency", "Buys", ColumnType.Text, 11, o => ReportCell.OfText(o.Frequency))
        {
            Shown = true,
        },
        new("outstanding", "Outstanding", "Outstanding", ColumnType.Money, 13, o =>
            ReportCell.OfMoney(o.Outstanding.Paise, o.Outstanding > o.CreditLimit ? CellTone.Bad : CellTone.None)
        )
        {
            Shown = true,
            Total = true,
        },
        new("limit", "Credit limit", "Credit limit", ColumnType.Money, 13, o => ReportCell.OfMoney(o.CreditLimit.Paise))
        {
            Shown = true,
        },
        new("visit", "Last visit", "Last visit", ColumnType.DateTime, 15, o => ReportCell.OfDateTime(o.LastVisit))
        {
            Shown = true,
        },
        new("status", "Status", "Status", ColumnType.Text, 8, o => Status(o.Active)),
        new("geo", "Geo-tagged", "Geo-tagged", ColumnType.Boolean, 8, o => ReportCell.OfBoolean(o.GeoTagged)),
    ];

    /// <summary>Of distributors together.</summary>
    public static readonly IReadOnlyList<SalesColumn<StockGroup>> DistributorGroupColumns =
    [
        .. GroupHead<StockGroup>("Distributors", g => g.Name, g => g.Count),
        .. Stock<StockGroup>(g => g.Stock),
        .. Dues<StockGroup>(g => g.Outstanding, g => g.Overdue),
    ];

    public static readonly IReadOnlyList<SalesColumn<StockGroup>> ProductGroupColumns =
    [
        .. GroupHead<StockGroup>("Products", g => g.Name, g => g.Count),
        .. Stock<StockGroup>(g => g.Stock),
    ];

    public static readonly IReadOnlyList<SalesColumn<OutletGroup>> OutletGroupColumns =
    [
        .. GroupHead<OutletGroup>("Outlets", g => g.Name, g => g.Count),
        new("value", "Purchases", "Purchases", ColumnType.Money, 14, g => ReportCell.OfMoney(g.Purchases.ValuePaise))
        {
            Shown = true,
            Total = true,
        },
        new("volume", "Purchases", "Purchases", ColumnType.Decimal, 12, g => ReportCell.OfDecimal(g.Purchases.Volume))
        {
            Total = true,
        },
        new("outstanding", "Outstanding", "Outstanding", ColumnType.Money, 13, g =>
            ReportCell.OfMoney(g.Outstanding.Paise)
        )
        {
            Shown = true,
            Total = true,
        },
        new("limit", "Credit limit", "Credit limit", ColumnType.Money, 13, g => ReportCell.OfMoney(g.CreditLimit.Paise))
        {
            Shown = true,
            Total = true,
        },
        new("status", "Active", "Active", ColumnType.Whole, 8, g => ReportCell.OfWhole(g.Active))
        {
            Shown = true,
            Total = true,
        },
        new("geo", "Geo-tagged", "Geo-tagged", ColumnType.Whole, 8, g => ReportCell.OfWhole(g.GeoTagged))
        {
            Total = true,
        },
    ];

    private static readonly ReportChoice[] ByPlace =
    [
        new("zone", "Zone"),
        new("region", "Region"),
        new("state", "State"),
        new("territory", "Territory"),
    ];

    public static readonly SalesList Distributors = new(
        "field-distributors",
        "/field/distributors",
        "Distributors",
        "distributor",
        "local_shipping",
        ByPlace,
        DistributorColumns,
        DistributorGroupColumns
    );

    public static readonly SalesList Products = new(
        "field-products",
        "/field/products",
        "Products",
        "product",
        "category",
        [new("category", "Category")],
        ProductColumns,
        ProductGroupColumns
    );

    public static readonly SalesList Outlets = new(
        "field-customers",
        "/field/outlets",
        "Outlets",
        "outlet",
        "storefront",
        ByPlace,
        OutletColumns,
        OutletGroupColumns
    );

    private static IEnumerable<SalesColumn<T>> GroupHead<T>(string things, Func<T, string> name, Func<T, int> count) =>
        [
            new("name", "Name", "Name", ColumnType.Text, 24, g => ReportCell.OfText(name(g)))
            {
                Shown = true,
                Wrap = true,
            },
            new("count", things, things, ColumnType.Whole, 10, g => ReportCell.OfWhole(count(g)))
            {
                Shown = true,
                Total = true,
            },
        ];

    private static IEnumerable<SalesColumn<T>> Place<T>(Func<T, Place> place) =>
        [
            new("zone", "Zone", "Zone", ColumnType.Text, 11, x => ReportCell.OfText(place(x).Zone)),
            new("region", "Region", "Region", ColumnType.Text, 12, x => ReportCell.OfText(place(x).Region)),
            new("state", "State", "State", ColumnType.Text, 12, x => ReportCell.OfText(place(x).State)),
            new("territory", "Territory", "Territory", ColumnType.Text, 13, x => ReportCell.OfText(place(x).Territory)),
        ];

    /// <summary>Four amounts by value and volume, and the share that was liquidated.</summary>
    private static IEnumerable<SalesColumn<T>> Stock<T>(Func<T, StockFigures> stock) =>
        [
            .. Amount<T>("opening", "Opening stock", "Opening", "opening", x => stock(x).Opening),
            .. Amount<T>("sales", "YTD sales", "Sales", "sales", x => stock(x).Sales),
            .. Amount<T>("liquidation", "Liquidation", "Liquidation", "liquidation", x => stock(x).Liquidation),
            .. Amount<T>("balance", "Balance stock", "Balance", "balance", x => stock(x).Balance),
            new("percent", "Liquidation %", "Liq. %", ColumnType.Percent, 10, x =>
                ReportCell.OfPercent(stock(x).LiquidationPercent / 100)
            )
            {
                Shown = true,
            },
        ];

    private static IEnumerable<SalesColumn<T>> Amount<T>(
        string key,
        string title,
        string shortly,
        string ledger,
        Func<T, StockAmount> amount
    ) =>
        [
            new($"{key}Value", title, shortly, ColumnType.Money, 14, x => ReportCell.OfMoney(amount(x).ValuePaise))
            {
                Shown = true,
                Total = true,
                Ledger = ledger,
            },
            new($"{key}Volume", title, shortly, ColumnType.Decimal, 12, x => ReportCell.OfDecimal(amount(x).Volume))
            {
                Total = true,
                Ledger = ledger,
            },
        ];

    private static IEnumerable<SalesColumn<T>> Dues<T>(Func<T, Money> outstanding, Func<T, Money> overdue) =>
        [
            new("outstanding", "Outstanding", "Outstanding", ColumnType.Money, 13, x =>
                ReportCell.OfMoney(outstanding(x).Paise)
            )
            {
                Shown = true,
                Total = true,
            },
            new("overdue", "Overdue", "Overdue", ColumnType.Money, 13, x =>
                ReportCell.OfMoney(overdue(x).Paise, overdue(x).Paise > 0 ? CellTone.Bad : CellTone.None)
            )
            {
                Shown = true,
                Total = true,
            },
        ];

    private static ReportCell Status(bool active) => ReportCell.OfText(active ? "active" : "inactive");
}
