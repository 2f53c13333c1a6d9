using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>What every distributor holds of every product, by the whole ledger, moved on by the rows of a sheet: to say where more is liquidated than there was.</summary>
internal sealed class StockOnHand
{
    private const int MaxNamed = 3;

    private readonly Dictionary<(int Distributor, int Product), long> milli;
    private readonly Dictionary<(int Distributor, int Product), string> moved = [];

    private StockOnHand(Dictionary<(int, int), long> milli) => this.milli = milli;

    public static async Task<StockOnHand> LoadAsync(ReportsDb db, CancellationToken ct) =>
        new(
            (
                await db.Set<StockMovement>()
                    .GroupBy(m => new { m.DistributorId, m.ProductId })
                    .Select(g => new
                    {
                        g.Key.DistributorId,
                        g.Key.ProductId,
                        Milli = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli),
                    })
                    .ToListAsync(ct)
            ).ToDictionary(x => (x.DistributorId, x.ProductId), x => x.Milli)
        );

    public void Move(string key, StockMovement movement, StockMovement? stored)
    {
        var place = (movement.DistributorId, movement.ProductId);
        milli[place] = milli.GetValueOrDefault(place) + Signed(movement) - (stored is null ? 0 : Signed(stored));
        moved[place] = key;
    }

    public IEnumerable<string> Remarks()
    {
        var lacking = moved.Where(m => milli[m.Key] < 0).ToList();
        if (lacking.Count == 0)
            yield break;
        var names = string.Join(
            "; ",
            lacking
                .Take(MaxNamed)
                .Select(m =>
                    $"{string.Join(" · ", m.Value.Split(" · ").Take(2))} by {NumberText.OfThousandths(-milli[m.Key])}"
                )
        );
        yield return $"After this sheet the ledger gives out more than it took in: {names}{(lacking.Count > MaxNamed ? $" and {lacking.Count - MaxNamed} more" : "")}. It is kept as it is said; reports show no stock less than nothing.";
    }

    private static long Signed(StockMovement movement) =>
        movement.Kind == MovementKind.Liquidation ? -movement.VolumeMilli : movement.VolumeMilli;
}
