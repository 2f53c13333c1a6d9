using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>An amount of stock: rupees, and units with three decimals.</summary>
public readonly record struct StockAmount(long ValuePaise, long VolumeMilli)
{
    public Money Value => new(ValuePaise);

    public decimal Volume => VolumeMilli / 1000m;

    public static StockAmount operator +(StockAmount a, StockAmount b) =>
        new(checked(a.ValuePaise + b.ValuePaise), checked(a.VolumeMilli + b.VolumeMilli));

    public static StockAmount operator -(StockAmount a, StockAmount b) =>
        new(checked(a.ValuePaise - b.ValuePaise), checked(a.VolumeMilli - b.VolumeMilli));

    /// <summary>Stock is never less than nothing: what the ledger lacks shows as zero, not as a debt of goods.</summary>
    public StockAmount OrNothing() => new(Math.Max(0, ValuePaise), Math.Max(0, VolumeMilli));
}

/// <summary>
/// Stock over a range of dates, both days included:
/// opening = everything before the first day, and opening stock entered within the range;
/// sales and liquidation = those of the range; balance = opening + sales - liquidation + adjustments of the range;
/// liquidation % = liquidation / (opening + sales) × 100, by value, 0 when there was nothing to sell and never above 100.
/// </summary>
public sealed record StockFigures(StockAmount Opening, StockAmount Sales, StockAmount Liquidation, StockAmount Adjusted)
{
    public static readonly StockFigures None = new(default, default, default, default);

    public StockAmount Balance => (Opening + Sales - Liquidation + Adjusted).OrNothing();

    /// <summary>0 to 100, two decimals.</summary>
    public decimal LiquidationPercent
    {
        get
        {
            var available = Opening.ValuePaise + Sales.ValuePaise;
            return available <= 0
                ? 0
                : Math.Round(
                    Math.Clamp(Liquidation.ValuePaise * 100m / available, 0, 100),
                    2,
                    MidpointRounding.AwayFromZero
                );
        }
    }
}
