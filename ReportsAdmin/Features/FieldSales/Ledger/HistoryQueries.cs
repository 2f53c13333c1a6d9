using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Ledger;

/// <summary>How distributors, products and outlets came to where they stand, month by month; and an outlet's purchases one by one.</summary>
public sealed class HistoryQueries(IDbContextFactory<ReportsDb> contexts)
{
    public const int Months = 24;

    /// <summary>The 24 months up to the filter's last day, of the distributor and product of the filter, within the current user's scope.</summary>
    public async Task<IReadOnlyList<StockMonth>> StockAsync(
        CurrentUser currentUser,
        SalesFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var first = First(filter.End);
        var lines = ProductLines.OfVisible(db, currentUser, filter);
        return Running(await SumsAsync(lines, first, ct), first);
    }

    /// <summary>The sums of each kind and month; whatever is older than the chart is one sum of year 0.</summary>
    private static async Task<List<MonthSum>> SumsAsync(
        IQueryable<StockMovement> lines,
        DateOnly first,
        CancellationToken ct
    ) =>
        await lines
            .GroupBy(m => new
            {
                m.Kind,
                Year = m.Day < first ? 0 : m.Day.Year,
                Month = m.Day < first ? 0 : m.Day.Month,
            })
            .Select(g => new MonthSum(
                g.Key.Kind,
                g.Key.Year,
                g.Key.Month,
                g.Sum(m => m.ValuePaise),
                g.Sum(m => m.VolumeMilli)
            ))
            .ToListAsync(ct);

    private static List<StockMonth> Running(List<MonthSum> sums, DateOnly first)
    {
        var stock = sums.Where(s => s.Year == 0)
            .Aggregate(default(StockAmount), (sum, s) =>
                s.Kind == MovementKind.Liquidation ? sum - s.Amount : sum + s.Amount
            );
        var months = new List<StockMonth>();
        for (var i = 0; i < Months; i++)
        {
            var month = first.AddMonths(i);
            var figures = new StockFigures(
                stock + Of(MovementKind.Opening, month),
                Of(MovementKind.Sale, month),
                Of(MovementKind.Liquidation, month),
                Of(MovementKind.Adjustment, month)
            );
            months.Add(new StockMonth(month, figures));
            stock = figures.Opening + figures.Sales - figures.Liquidation + figures.Adjusted;
        }

        return months;

        StockAmount Of(MovementKind kind, DateOnly month) =>
            sums.Find(s => s.Kind == kind && s.Year == month.Year && s.Month == month.Month)?.Amount ?? default;
    }

    /// <summary>What a distributor owed, the latest day first, two years at most.</summary>
    public async Task<IReadOnlyList<DuesRow>> DistributorDuesAsync(
        CurrentUser currentUser,
        int distributorId,
        DateOnly end,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var visible = db.Set<Distributor>()
            .VisibleTo(currentUser)
            .Where(d => d.Id == distributorId)
            .Select(d => (int?)d.Id);
        return await DuesAsync(db.Set<PartyBalance>().Where(b => visible.Contains(b.DistributorId)), end, ct);
    }

    public async Task<IReadOnlyList<DuesRow>> OutletDuesAsync(
        CurrentUser currentUser,
        int outletId,
        DateOnly end,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await DuesAsync(OutletBalances(db, currentUser, outletId), end, ct);
    }

    public async Task<IReadOnlyList<OutletMonth>> OutletAsync(
        CurrentUser currentUser,
        int outletId,
        DateOnly end,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var first = First(end);
        var visible = Visible(db, currentUser, outletId);
        var bought = await BoughtAsync(db, visible, first, end, ct);
        var visits = await VisitsAsync(db, visible, first, end, ct);
        var dues = await OutletBalances(db, currentUser, outletId)
            .Where(b => b.Day <= end)
            .OrderBy(b => b.Day)
            .Select(b => new { b.Day, b.OutstandingPaise })
            .ToListAsync(ct);
        return
        [
            .. Enumerable
                .Range(0, Months)
                .Select(i => first.AddMonths(i))
                .Select(month => new OutletMonth(
                    month,
                    bought.GetValueOrDefault((month.Year, month.Month)),
                    visits.GetValueOrDefault((month.Year, month.Month)),
                    new Money(dues.LastOrDefault(d => d.Day < month.AddMonths(1))?.OutstandingPaise ?? 0)
                )),
        ];
    }

    private static async Task<Dictionary<(int Year, int Month), StockAmount>> BoughtAsync(
        ReportsDb db,
        IQueryable<int> outlets,
        DateOnly first,
        DateOnly end,
        CancellationToken ct
    ) =>
        await db.Set<OutletPurchase>()
            .Where(p => outlets.Contains(p.OutletId) && p.Day >= first && p.Day <= end)
            .GroupBy(p => new { p.Day.Year, p.Day.Month })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.Month,
                Value = g.Sum(p => p.ValuePaise),
                Volume = g.Sum(p => p.VolumeMilli),
            })
            .ToDictionaryAsync(s => (s.Year, s.Month), s => new StockAmount(s.Value, s.Volume), ct);

    private static async Task<Dictionary<(int Year, int Month), int>> VisitsAsync(
        ReportsDb db,
        IQueryable<int> outlets,
        DateOnly first,
        DateOnly end,
        CancellationToken ct
    )
    {
        var (from, until) = (Utc(first), Utc(end.AddDays(1)));
        return await db.Set<Visit>()
            .Where(v => outlets.Contains(v.OutletId) && v.At >= from && v.At < until)
            .GroupBy(v => new { v.At.Year, v.At.Month })
            .Select(g => new
            {
                g.Key.Year,
                g.Key.Month,
                Count = g.Count(),
            })
            .ToDictionaryAsync(s => (s.Year, s.Month), s => s.Count, ct);
    }

    /// <summary>What an outlet bought within the range, the latest first.</summary>
    public async Task<PurchaseList> PurchasesAsync(
        CurrentUser currentUser,
        int outletId,
        SalesFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var visible = Visible(db, currentUser, outletId);
        var lines = OutletLines.Purchases(db, filter.Checked()).Where(p => visible.Contains(p.OutletId));
        var total = await lines
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Value = g.Sum(p => p.ValuePaise),
                Volume = g.Sum(p => p.VolumeMilli),
            })
            .SingleOrDefaultAsync(ct);
        return new PurchaseList(
            new Page<PurchaseRow>(await RowsAsync(db, lines, page, ct), total?.Count ?? 0, page),
            new StockAmount(total?.Value ?? 0, total?.Volume ?? 0)
        );
    }

    private static async Task<IReadOnlyList<PurchaseRow>> RowsAsync(
        ReportsDb db,
        IQueryable<OutletPurchase> lines,
        PageRequest page,
        CancellationToken ct
    )
    {
        var rows = await (
            from l in lines.OrderByDescending(l => l.Day).ThenByDescending(l => l.Id).Skip(page.Skip).Take(page.Size)
            join p in db.Set<Product>() on l.ProductId equals p.Id
            orderby l.Day descending, l.Id descending
            select new
            {
                Line = l,
                p.Name,
                p.Unit,
            }
        ).ToListAsync(ct);
        return
        [
            .. rows.Select(x => new PurchaseRow(
                x.Line.Id,
                x.Line.Day,
                x.Line.ProductId,
                x.Name,
                x.Unit,
                new StockAmount(x.Line.ValuePaise, x.Line.VolumeMilli),
                x.Line.WrittenBy > 0 ? x.Line.WrittenBy : x.Line.BatchId,
                x.Line.SheetRow
            )),
        ];
    }

    private static DateOnly First(DateOnly end) => new DateOnly(end.Year, end.Month, 1).AddMonths(1 - Months);

    private static DateTime Utc(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static IQueryable<int> Visible(ReportsDb db, CurrentUser currentUser, int outletId) =>
        db.Set<Outlet>().VisibleTo(currentUser).Where(o => o.Id == outletId).Select(o => o.Id);

    private static IQueryable<PartyBalance> OutletBalances(ReportsDb db, CurrentUser currentUser, int outletId)
    {
        var visible = db.Set<Outlet>().VisibleTo(currentUser).Where(o => o.Id == outletId).Select(o => (int?)o.Id);
        return db.Set<PartyBalance>().Where(b => visible.Contains(b.OutletId));
    }

    private static async Task<IReadOnlyList<DuesRow>> DuesAsync(
        IQueryable<PartyBalance> balances,
        DateOnly end,
        CancellationToken ct
    ) =>
        [
            .. (
                await balances.Where(b => b.Day <= end).OrderByDescending(b => b.Day).Take(Months).ToListAsync(ct)
            ).Select(b => new DuesRow(
                b.Day,
                new Money(b.OutstandingPaise),
                new Money(b.OverduePaise),
                b.WrittenBy > 0 ? b.WrittenBy : b.BatchId,
                b.SheetRow
            )),
        ];

    private sealed record MonthSum(MovementKind Kind, int Year, int Month, long ValuePaise, long VolumeMilli)
    {
        public StockAmount Amount => new(ValuePaise, VolumeMilli);
    }
}
