using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales;

/// <summary>The key figures of the field over the ledger and the visits, within the viewer's scope. What they mean is written at <see cref="FieldMetrics"/>.</summary>
public sealed class FieldMetricsQueries(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    private const int Months = 12;

    /// <summary>Two statements.</summary>
    /// <param name="zone">Null for all zones.</param>
    public async Task<FieldMetrics> MetricsAsync(Viewer viewer, string? zone, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var days = new FieldDays(clock.Today);
        var stock = await StockAsync(Ledger(db, viewer, zone, days.Today), days, ct);
        var split = days.Today.AddDays(1 - FieldDays.ActiveDays);
        var active = await ActiveMdosAsync(
            db,
            viewer,
            zone,
            [split, split.AddDays(-FieldDays.ActiveDays)],
            d => d.AddDays(FieldDays.ActiveDays),
            ct
        );
        return new FieldMetrics(
            new Money(stock.Liquidation),
            new Money(stock.Sales),
            Math.Max(0, stock.Balance),
            active[0],
            FieldTrend.Of(stock.Liquidation, stock.LiquidationBefore),
            FieldTrend.Of(stock.Sales, stock.SalesBefore),
            FieldTrend.Of(Math.Max(0, stock.Balance), stock.BalanceBefore),
            FieldTrend.Of(active[0], active[1])
        );
    }

    /// <summary>The last twelve months, this one included, the oldest first. Three statements.</summary>
    public async Task<IReadOnlyList<FieldMonth>> MonthsAsync(Viewer viewer, string? zone, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var first = new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddMonths(1 - Months);
        var months = Enumerable.Range(0, Months).Select(first.AddMonths).ToList();
        var ledger = Ledger(db, viewer, zone, clock.Today);
        var balance = await ledger
            .Where(m => m.Day < first)
            .SumAsync(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli, ct);
        var sums = await ledger
            .Where(m => m.Day >= first)
            .GroupBy(m => new { m.Day.Year, m.Day.Month })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.Month,
                Liquidation = g.Sum(m => m.Kind == MovementKind.Liquidation ? m.ValuePaise : 0),
                Sales = g.Sum(m => m.Kind == MovementKind.Sale ? m.ValuePaise : 0),
                Moved = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli),
            })
            .ToListAsync(ct);
        var active = await ActiveMdosAsync(db, viewer, zone, months, d => d.AddMonths(1), ct);
        return
        [
            .. months.Select(
                (month, i) =>
                {
                    var sum = sums.Find(s => s.Year == month.Year && s.Month == month.Month);
                    balance += sum?.Moved ?? 0;
                    return new FieldMonth(
                        month,
                        new Money(sum?.Liquidation ?? 0),
                        new Money(sum?.Sales ?? 0),
                        Math.Max(0, balance),
                        active[i]
                    );
                }
            ),
        ];
    }

    /// <summary>The ledger up to a day, of the distributors whom the viewer sees.</summary>
    internal static IQueryable<StockMovement> Ledger(ReportsDb db, Viewer viewer, string? zone, DateOnly end)
    {
        var movements = db.Set<StockMovement>().Where(m => m.Day <= end);
        if (viewer.Scope.Regions is null && zone is null)
            return movements;
        var distributors = db.Set<Distributor>()
            .VisibleTo(viewer)
            .Where(d => zone == null || d.Zone == zone)
            .Select(d => d.Id);
        return movements.Where(m => distributors.Contains(m.DistributorId));
    }

    private static async Task<StockTotals> StockAsync(
        IQueryable<StockMovement> ledger,
        FieldDays days,
        CancellationToken ct
    )
    {
        var (start, beforeStart, beforeEnd, monthBefore) = (
            days.YearStart,
            days.BeforeStart,
            days.BeforeEnd,
            days.MonthBefore
        );
        return await ledger
            .GroupBy(m => 1)
            .Select(g => new StockTotals
            {
                Liquidation = g.Sum(m => m.Kind == MovementKind.Liquidation && m.Day >= start ? m.ValuePaise : 0),
                LiquidationBefore = g.Sum(m =>
                    m.Kind == MovementKind.Liquidation && m.Day >= beforeStart && m.Day <= beforeEnd ? m.ValuePaise : 0
                ),
                Sales = g.Sum(m => m.Kind == MovementKind.Sale && m.Day >= start ? m.ValuePaise : 0),
                SalesBefore = g.Sum(m =>
                    m.Kind == MovementKind.Sale && m.Day >= beforeStart && m.Day <= beforeEnd ? m.ValuePaise : 0
                ),
                Balance = g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli),
                BalanceBefore = g.Sum(m =>
                    m.Day > monthBefore ? 0
                    : m.Kind == MovementKind.Liquidation ? -m.VolumeMilli
                    : m.VolumeMilli
                ),
            })
            .SingleOrDefaultAsync(ct)
            ?? new StockTotals();
    }

    /// <summary>How many MDOs made a visit in each stretch of days, which begins on one of <paramref name="starts"/>. One statement, of index look-ups only.</summary>
    private async Task<int[]> ActiveMdosAsync(
        ReportsDb db,
        Viewer viewer,
        string? zone,
        IReadOnlyList<DateOnly> starts,
        Func<DateOnly, DateOnly> end,
        CancellationToken ct
    )
    {
        var people = FieldTeamQueries.PeopleOf(db, viewer).Where(p => p.Designation == FieldRoles.Mdo);
        if (zone is not null)
            people = people.Where(p => p.Zone == zone);
        var counts = await starts
            .Select(
                (start, i) =>
                {
                    var (from, to) = (clock.StartOf(start), clock.StartOf(end(start)));
                    return people
                        .Where(p => db.Set<Visit>().Any(v => v.UserId == p.Id && v.At >= from && v.At < to))
                        .Select(p => new { p.Id, Stretch = i });
                }
            )
            .Aggregate((a, b) => a.Concat(b))
            .GroupBy(x => x.Stretch)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(x => x.Key, x => x.Count, ct);
        return [.. starts.Select((_, i) => counts.GetValueOrDefault(i))];
    }

    private sealed class StockTotals
    {
        public long Liquidation { get; init; }

        public long LiquidationBefore { get; init; }

        public long Sales { get; init; }

        public long SalesBefore { get; init; }

        public long Balance { get; init; }

        public long BalanceBefore { get; init; }
    }
}
