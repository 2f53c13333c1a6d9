using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Dashboard;

/// <summary>The key figures of the field over the ledger and the visits, within the current user's scope. What they mean is written at <see cref="SalesMetrics"/>.</summary>
public sealed class SalesMetricsQueries(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    private const int Months = 12;

    /// <summary>Two statements.</summary>
    /// <param name="zone">Null for all zones.</param>
    public async Task<SalesMetrics> MetricsAsync(CurrentUser currentUser, string? zone, CancellationToken ct)
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var days = new SalesDays(clock.Today);
        var stock = await StockAsync(
            Ledger(
                db,
                currentUser,
                zone,
                days.Today,
                days.YearStart,
                days.BeforeStart,
                days.BeforeEnd.AddDays(1),
                days.MonthBefore.AddDays(1)
            ),
            days,
            ct
        );
        var split = days.Today.AddDays(1 - SalesDays.ActiveDays);
        var active = await ActiveMdosAsync(
            db,
            currentUser,
            zone,
            [split, split.AddDays(-SalesDays.ActiveDays)],
            d => d.AddDays(SalesDays.ActiveDays),
            ct
        );
        return new SalesMetrics(
            new Money(stock.Liquidation),
            new Money(stock.Sales),
            Math.Max(0, stock.Balance),
            active[0],
            SalesTrend.Of(stock.Liquidation, stock.LiquidationBefore),
            SalesTrend.Of(stock.Sales, stock.SalesBefore),
            SalesTrend.Of(Math.Max(0, stock.Balance), stock.BalanceBefore),
            SalesTrend.Of(active[0], active[1])
        );
    }

    /// <summary>The last twelve months, this one included, the oldest first. Three statements.</summary>
    public async Task<IReadOnlyList<SalesMonth>> MonthsAsync(
        CurrentUser currentUser,
        string? zone,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var first = new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddMonths(1 - Months);
        var months = Enumerable.Range(0, Months).Select(first.AddMonths).ToList();
        var ledger = Ledger(db, currentUser, zone, clock.Today, first);
        var balance = await ledger
            .Where(m => m.Day < first)
            .SumAsync(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli, ct);
        var sums = await MonthSumsAsync(ledger.Where(m => m.Day >= first), ct);
        var active = await ActiveMdosAsync(db, currentUser, zone, months, d => d.AddMonths(1), ct);
        var rows = new List<SalesMonth>();
        foreach (var (month, mdos) in months.Zip(active))
        {
            var sum = sums.Find(s => s.Year == month.Year && s.Month == month.Month);
            balance += sum?.Moved ?? 0;
            rows.Add(
                new SalesMonth(
                    month,
                    new Money(sum?.Liquidation ?? 0),
                    new Money(sum?.Sales ?? 0),
                    Math.Max(0, balance),
                    mdos
                )
            );
        }

        return rows;
    }

    /// <summary>The ledger up to a day, of the distributors whom the current user sees.</summary>
    /// <param name="cuts">See <see cref="MovedStockQuery.UpTo"/>.</param>
    internal static IQueryable<MovedStock> Ledger(
        ReportsDb db,
        CurrentUser currentUser,
        string? zone,
        DateOnly end,
        params IReadOnlyList<DateOnly> cuts
    ) =>
        MovedStockQuery.UpTo(
            db,
            end,
            currentUser.Scope.Regions is null && zone is null
                ? null
                : db.Set<Distributor>()
                    .VisibleTo(currentUser)
                    .Where(d => zone == null || d.Zone == zone)
                    .Select(d => d.Id),
            cuts
        );

    private static async Task<List<MonthSums>> MonthSumsAsync(IQueryable<MovedStock> ledger, CancellationToken ct) =>
        await ledger
            .GroupBy(m => new { m.Day.Year, m.Day.Month })
            .Select(g => new MonthSums(
                g.Key.Year,
                g.Key.Month,
                g.Sum(m => m.Kind == MovementKind.Liquidation ? m.ValuePaise : 0),
                g.Sum(m => m.Kind == MovementKind.Sale ? m.ValuePaise : 0),
                g.Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli)
            ))
            .ToListAsync(ct);

    private static async Task<StockTotals> StockAsync(
        IQueryable<MovedStock> ledger,
        SalesDays days,
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
        CurrentUser currentUser,
        string? zone,
        IReadOnlyList<DateOnly> starts,
        Func<DateOnly, DateOnly> end,
        CancellationToken ct
    )
    {
        var people = SalesTeamQueries.PeopleOf(db, currentUser).Where(p => p.Designation == SalesRoles.Mdo);
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

    /// <param name="Moved">What the stock changed by, in thousandths of a unit.</param>
    private sealed record MonthSums(int Year, int Month, long Liquidation, long Sales, long Moved);

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
