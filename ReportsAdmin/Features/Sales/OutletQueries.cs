using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales;

/// <summary>Outlets: what they bought, what they owe, when they were last visited.</summary>
public sealed class OutletQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<OutletReport> OutletsAsync(Viewer viewer, SalesFilter filter, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var matched = Matching(db, viewer, filter.Checked());
        var total = await Lines(db, matched, filter).GroupBy(x => 1).Select(g => new
        {
            Count = g.Count(),
            Active = g.Sum(x => x.Outlet.Active ? 1 : 0),
            Tagged = g.Sum(x => x.Outlet.GeoTagged ? 1 : 0),
            Bought = g.Sum(x => x.Value),
            Owed = g.Sum(x => x.Outstanding),
        }).SingleOrDefaultAsync(ct);
        var rows = await Ordered(Lines(db, matched.OrderBy(o => o.Name).ThenBy(o => o.Id).Skip(page.Skip).Take(page.Size), filter)).ToListAsync(ct);
        return new OutletReport(new Page<OutletRow>([.. rows.Select(r => ToRow(r, filter))], total?.Count ?? 0, page), total?.Active ?? 0, total?.Tagged ?? 0, new Money(total?.Bought ?? 0), new Money(total?.Owed ?? 0));
    }

    /// <summary>Every outlet that matches, from one statement: for exports.</summary>
    public async IAsyncEnumerable<OutletRow> StreamAsync(Viewer viewer, SalesFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        await foreach (var line in Ordered(Lines(db, Matching(db, viewer, filter.Checked()), filter)).AsAsyncEnumerable().WithCancellation(ct)) yield return ToRow(line, filter);
    }

    private static IQueryable<Outlet> Matching(ReportsDb db, Viewer viewer, SalesFilter filter)
    {
        var query = db.Set<Outlet>().VisibleTo(viewer).At(filter);
        return filter.Type is { } type ? query.Where(o => o.Type == type) : query;
    }

    private static IQueryable<OutletPurchase> Purchases(ReportsDb db, SalesFilter filter)
    {
        var (start, end) = (filter.Start, filter.End);
        var query = db.Set<OutletPurchase>().Where(p => p.Day >= start && p.Day <= end);
        if (filter.ProductId is { } product) query = query.Where(p => p.ProductId == product);
        if (filter.Category is { } category) query = query.Where(p => db.Set<Product>().Any(x => x.Id == p.ProductId && x.Category == category));
        return query;
    }

    private static IQueryable<OutletLine> Lines(ReportsDb db, IQueryable<Outlet> outlets, SalesFilter filter)
    {
        var ids = outlets.Select(o => o.Id);
        var end = filter.End;
        var before = DateTime.SpecifyKind(end.AddDays(1).ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc);
        var bought = Purchases(db, filter).Where(p => ids.Contains(p.OutletId)).GroupBy(p => p.OutletId)
            .Select(g => new { g.Key, Value = g.Sum(p => p.ValuePaise), Volume = g.Sum(p => p.VolumeMilli), Days = g.Select(p => p.Day).Distinct().Count() });
        return from o in outlets
               join b in bought on o.Id equals b.Key into found
               from b in found.DefaultIfEmpty()
               select new OutletLine
               {
                   Outlet = o,
                   Value = (long?)b.Value ?? 0,
                   Volume = (long?)b.Volume ?? 0,
                   Days = (int?)b.Days ?? 0,
                   Outstanding = db.Set<PartyBalance>().Where(x => x.OutletId == o.Id && x.Day <= end).OrderByDescending(x => x.Day).Select(x => (long?)x.OutstandingPaise).FirstOrDefault() ?? 0,
                   LastVisit = db.Set<Visit>().Where(v => v.OutletId == o.Id && v.At < before).Max(v => (DateTime?)v.At),
               };
    }

    private static IOrderedQueryable<OutletLine> Ordered(IQueryable<OutletLine> lines) => lines.OrderBy(x => x.Outlet.Name).ThenBy(x => x.Outlet.Id);

    private static OutletRow ToRow(OutletLine x, SalesFilter filter) => new(x.Outlet.Id, x.Outlet.Code, x.Outlet.Name, x.Outlet.Type, x.Outlet.Location, x.Outlet.Zone, x.Outlet.Region, x.Outlet.Territory, x.Outlet.State,
        x.Outlet.Pincode, x.Outlet.Phone, x.Outlet.Email, new StockAmount(x.Value, x.Volume), Frequency(x.Days, filter), new Money(x.Outstanding), new Money(x.Outlet.CreditLimitPaise), x.LastVisit, x.Outlet.Active, x.Outlet.GeoTagged);

    /// <summary>From the days on which he bought: at least once a week, two weeks, a month, or less.</summary>
    private static string Frequency(int days, SalesFilter filter)
    {
        if (days == 0) return "none";
        var every = (filter.End.DayNumber - filter.Start.DayNumber + 1) / (double)days;
        return every <= 7 ? "weekly" : every <= 14 ? "fortnightly" : every <= 31 ? "monthly" : "rarely";
    }

    private sealed class OutletLine
    {
        public required Outlet Outlet { get; init; }

        public long Value { get; init; }

        public long Volume { get; init; }

        public int Days { get; init; }

        public long Outstanding { get; init; }

        public DateTime? LastVisit { get; init; }
    }
}
