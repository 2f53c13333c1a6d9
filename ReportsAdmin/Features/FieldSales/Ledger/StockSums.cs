using System.Linq.Expressions;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>Sums of movements over a range of dates, for one distributor or product; computed in the database.</summary>
internal sealed class StockSums
{
    public int Key { get; init; }

    public long OpeningValue { get; init; }

    public long OpeningVolume { get; init; }

    public long SalesValue { get; init; }

    public long SalesVolume { get; init; }

    public long LiquidationValue { get; init; }

    public long LiquidationVolume { get; init; }

    public long AdjustedValue { get; init; }

    public long AdjustedVolume { get; init; }

    public StockFigures ToFigures() =>
        new(
            new(OpeningValue, OpeningVolume),
            new(SalesValue, SalesVolume),
            new(LiquidationValue, LiquidationVolume),
            new(AdjustedValue, AdjustedVolume)
        );
}

internal static class StockSumsQuery
{
    /// <summary>The formulas of <see cref="StockFigures"/>, grouped; the movements end with the last day already.</summary>
    public static IQueryable<StockSums> SumBy(
        this IQueryable<MovedStock> movements,
        Expression<Func<MovedStock, int>> key,
        DateOnly start
    ) =>
        movements
            .GroupBy(key)
            .Select(g => new StockSums
            {
                Key = g.Key,
                OpeningValue = g.Sum(m =>
                    m.Kind == MovementKind.Opening ? m.ValuePaise
                    : m.Day >= start ? 0
                    : m.Kind == MovementKind.Liquidation ? -m.ValuePaise
                    : m.ValuePaise
                ),
                OpeningVolume = g.Sum(m =>
                    m.Kind == MovementKind.Opening ? m.VolumeMilli
                    : m.Day >= start ? 0
                    : m.Kind == MovementKind.Liquidation ? -m.VolumeMilli
                    : m.VolumeMilli
                ),
                SalesValue = g.Sum(m => m.Kind == MovementKind.Sale && m.Day >= start ? m.ValuePaise : 0),
                SalesVolume = g.Sum(m => m.Kind == MovementKind.Sale && m.Day >= start ? m.VolumeMilli : 0),
                LiquidationValue = g.Sum(m => m.Kind == MovementKind.Liquidation && m.Day >= start ? m.ValuePaise : 0),
                LiquidationVolume = g.Sum(m =>
                    m.Kind == MovementKind.Liquidation && m.Day >= start ? m.VolumeMilli : 0
                ),
                AdjustedValue = g.Sum(m => m.Kind == MovementKind.Adjustment && m.Day >= start ? m.ValuePaise : 0),
                AdjustedVolume = g.Sum(m => m.Kind == MovementKind.Adjustment && m.Day >= start ? m.VolumeMilli : 0),
            });

    /// <summary>A line for every key, zeros where nothing moved.</summary>
    public static IQueryable<StockSums> ForEach(IQueryable<int> keys, IQueryable<StockSums> sums) =>
        from key in keys
        join s in sums on key equals s.Key into found
        from s in found.DefaultIfEmpty()
        select new StockSums
        {
            Key = key,
            OpeningValue = (long?)s.OpeningValue ?? 0,
            OpeningVolume = (long?)s.OpeningVolume ?? 0,
            SalesValue = (long?)s.SalesValue ?? 0,
            SalesVolume = (long?)s.SalesVolume ?? 0,
            LiquidationValue = (long?)s.LiquidationValue ?? 0,
            LiquidationVolume = (long?)s.LiquidationVolume ?? 0,
            AdjustedValue = (long?)s.AdjustedValue ?? 0,
            AdjustedVolume = (long?)s.AdjustedVolume ?? 0,
        };
}
