using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>A key figure of the field dashboard as its card shows it.</summary>
/// <param name="Figure">Compact: <c>₹1.23 Cr</c>.</param>
/// <param name="Href">The rows that the figure is made of.</param>
public sealed record MetricCard(string Name, string Figure, string Href)
{
    private const string LastYear = "vs same days last year";

    /// <summary>The exact figure.</summary>
    public string? Exact { get; init; }

    /// <summary>Month by month, the oldest first.</summary>
    public IReadOnlyList<double> Points { get; init; } = [];

    /// <summary>With an arrow: <c>↑ 9.4%</c>; null when there is no change or nothing to compare with.</summary>
    public string? Delta { get; init; }

    /// <summary>Whether the change is an improvement; null where a change is neither good nor bad.</summary>
    public bool? Better { get; init; }

    /// <summary>What the change is measured against.</summary>
    public string Note { get; init; } = "";

    /// <summary>The figure that the page is about.</summary>
    public bool Lead { get; init; }

    /// <param name="months">The oldest first.</param>
    /// <param name="zone">Null for all zones.</param>
    public static IReadOnlyList<MetricCard> Of(SalesMetrics now, IReadOnlyList<SalesMonth> months, string? zone)
    {
        var distributors = SalesDashboardState.Uri("/field/distributors", ("zone", zone));
        return
        [
            Amount("Total liquidation", now.Liquidation, distributors, months, m => m.Liquidation)
                .Compared(now.LiquidationTrend, LastYear, true) with
            {
                Lead = true,
            },
            Amount("YTD sales", now.Sales, distributors, months, m => m.Sales).Compared(now.SalesTrend, LastYear, true),
            Stock(now, months, zone).Compared(now.BalanceTrend, "vs a month ago", false),
            Mdos(now, months, zone).Compared(now.MdoTrend, "in 30 days, vs the 30 before", true),
        ];
    }

    private static MetricCard Amount(
        string name,
        Money amount,
        string href,
        IReadOnlyList<SalesMonth> months,
        Func<SalesMonth, Money> of
    ) =>
        new(name, amount.ToShortText(), href)
        {
            Exact = amount.ToRupeeText(),
            Points = [.. months.Select(m => (double)of(m).Rupees)],
        };

    private static MetricCard Stock(SalesMetrics now, IReadOnlyList<SalesMonth> months, string? zone) =>
        new(
            "Balance stock",
            $"{SalesText.Units(now.BalanceMilli)} units",
            SalesDashboardState.Uri("/field/products", ("zone", zone))
        )
        {
            Exact = $"{now.Balance.ToString("0.###", CultureInfo.InvariantCulture)} Kg and Ltr",
            Points = [.. months.Select(m => m.BalanceMilli / 1000d)],
        };

    private static MetricCard Mdos(SalesMetrics now, IReadOnlyList<SalesMonth> months, string? zone) =>
        new(
            "Active MDOs",
            Money.GroupWhole(now.ActiveMdos),
            SalesDashboardState.Uri(SalesDashboardState.Path, ("zone", zone), ("role", SalesRoles.Mdo))
        )
        {
            Points = [.. months.Select(m => (double)m.ActiveMdos)],
        };

    private MetricCard Compared(SalesTrend trend, string versus, bool risingIsGood) =>
        trend switch
        {
            { Comparable: false } => this with { Note = "No earlier figures to compare" },
            { Direction: SalesDirection.Neutral } => this with { Note = $"No change {versus}" },
            _ => this with
            {
                Delta = $"{(trend.Direction == SalesDirection.Up ? "↑" : "↓")} {SalesText.Percent(trend.Percentage)}",
                Better = risingIsGood ? trend.Direction == SalesDirection.Up : null,
                Note = versus,
            },
        };
}
