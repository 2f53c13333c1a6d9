using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Ledger;

public enum SalesDirection
{
    Neutral,
    Up,
    Down,
}

/// <summary>How a figure moved against an earlier one.</summary>
/// <param name="Percentage">Never negative, one decimal; the direction carries the sign. 0 exactly when the direction is neutral.</param>
/// <param name="Comparable">False when there was nothing before to compare with; it is neutral then, for no percentage of nothing is true.</param>
public readonly record struct SalesTrend(SalesDirection Direction, decimal Percentage, bool Comparable)
{
    public static SalesTrend Of(long now, long before)
    {
        if (before <= 0)
            return new SalesTrend(SalesDirection.Neutral, 0, false);
        var tenths = Math.Round(((decimal)now - before) * 1000m / before, MidpointRounding.AwayFromZero);
        return new SalesTrend(
            tenths == 0 ? SalesDirection.Neutral
                : tenths > 0 ? SalesDirection.Up
                : SalesDirection.Down,
            Math.Abs(tenths) / 10m,
            true
        );
    }
}

/// <summary>
/// The four figures of the field's morning, within scope, and against what each is compared:
/// liquidation and sales = the financial year to date by value, against the same days one year before;
/// balance stock = units in hand at the end of today, against the same day a month before (a level, which the season moves slowly);
/// active MDOs = those with a visit in the last 30 days, today included, against the 30 days before those.
/// </summary>
/// <param name="BalanceMilli">Thousandths of a unit, kilogrammes and litres together; never less than nothing.</param>
public sealed record SalesMetrics(
    Money Liquidation,
    Money Sales,
    long BalanceMilli,
    int ActiveMdos,
    SalesTrend LiquidationTrend,
    SalesTrend SalesTrend,
    SalesTrend BalanceTrend,
    SalesTrend MdoTrend
)
{
    /// <summary>Units, three decimals.</summary>
    public decimal Balance => BalanceMilli / 1000m;
}

/// <summary>One month of the four figures; the balance is that of its last day, or of today.</summary>
/// <param name="First">Its first day.</param>
public sealed record SalesMonth(DateOnly First, Money Liquidation, Money Sales, long BalanceMilli, int ActiveMdos);

/// <summary>The days that the figures of a day are made of and compared with.</summary>
internal readonly record struct SalesDays(DateOnly Today)
{
    public const int ActiveDays = 30;

    public DateOnly YearStart => SalesFilter.YearToDate(Today).Start;

    public DateOnly BeforeStart => YearStart.AddYears(-1);

    /// <summary>The same day one year before; the 28th for a 29 February.</summary>
    public DateOnly BeforeEnd => Today.AddYears(-1);

    public DateOnly MonthBefore => Today.AddMonths(-1);
}
