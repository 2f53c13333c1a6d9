using System.Linq.Expressions;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>An outlet with what it bought within the range and owed on its last day.</summary>
internal sealed class OutletLine
{
    public required Outlet Outlet { get; init; }

    public long Value { get; init; }

    public long Volume { get; init; }

    public int Days { get; init; }

    public long Outstanding { get; init; }

    public DateTime? LastVisit { get; init; }
}

/// <summary>Several outlets, or several groups of them.</summary>
internal sealed class OutletSums
{
    public required string Name { get; init; }

    public int Groups { get; init; }

    public int Count { get; init; }

    public int Active { get; init; }

    public int Tagged { get; init; }

    public long Value { get; init; }

    public long Volume { get; init; }

    public long Outstanding { get; init; }

    public long Limit { get; init; }
}

/// <summary>Outlets with purchases, dues and visits, as one query; their groups and their order.</summary>
internal static class OutletLines
{
    public static IQueryable<Outlet> Matching(ReportsDb db, CurrentUser currentUser, SalesFilter filter)
    {
        var query = db.Set<Outlet>().VisibleTo(currentUser).At(filter);
        return filter.Type is { } type ? query.Where(o => o.Type == type) : query;
    }

    public static IQueryable<OutletPurchase> Purchases(ReportsDb db, SalesFilter filter)
    {
        var (start, end) = (filter.Start, filter.End);
        var query = db.Set<OutletPurchase>().Where(p => p.Day >= start && p.Day <= end);
        if (filter.ProductId is { } product)
            query = query.Where(p => p.ProductId == product);
        if (filter.Category is { } category)
            query = query.Where(p => db.Set<Product>().Any(x => x.Id == p.ProductId && x.Category == category));
        return query;
    }

    public static IQueryable<OutletLine> Of(ReportsDb db, IQueryable<Outlet> outlets, SalesFilter filter)
    {
        var ids = outlets.Select(o => o.Id);
        var end = filter.End;
        var before = DateTime.SpecifyKind(end.AddDays(1).ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc);
        var bought = Purchases(db, filter)
            .Where(p => ids.Contains(p.OutletId))
            .GroupBy(p => p.OutletId)
            .Select(g => new
            {
                g.Key,
                Value = g.Sum(p => p.ValuePaise),
                Volume = g.Sum(p => p.VolumeMilli),
                Days = g.Select(p => p.Day).Distinct().Count(),
            });
        return from o in outlets
            join b in bought on o.Id equals b.Key into found
            from b in found.DefaultIfEmpty()
            select new OutletLine
            {
                Outlet = o,
                Value = (long?)b.Value ?? 0,
                Volume = (long?)b.Volume ?? 0,
                Days = (int?)b.Days ?? 0,
                Outstanding = db.Set<PartyBalance>()
                    .Where(x => x.OutletId == o.Id && x.Day <= end)
                    .OrderByDescending(x => x.Day)
                    .Select(x => (long?)x.OutstandingPaise)
                    .FirstOrDefault()
                    ?? 0,
                LastVisit = db.Set<Visit>().Where(v => v.OutletId == o.Id && v.At < before).Max(v => (DateTime?)v.At),
            };
    }

    public static IQueryable<OutletLine> Window(
        ReportsDb db,
        IQueryable<Outlet> matched,
        SalesFilter filter,
        PageRequest page
    )
    {
        var sort = SalesSort.Of(filter.Sort);
        if (sort.Column != "name")
            return Ordered(Of(db, matched, filter), filter).Skip(page.Skip).Take(page.Size);
        return Ordered(
            Of(db, matched.By(o => o.Name, sort).ThenBy(o => o.Id).Skip(page.Skip).Take(page.Size), filter),
            filter
        );
    }

    public static IOrderedQueryable<OutletLine> Ordered(IQueryable<OutletLine> lines, SalesFilter filter)
    {
        var sort = SalesSort.Of(filter.Sort);
        var ordered = sort.Column switch
        {
            "name" => lines.By(x => x.Outlet.Name, sort),
            "code" => lines.By(x => x.Outlet.Code, sort),
            "type" => lines.By(x => x.Outlet.Type, sort),
            "zone" => lines.By(x => x.Outlet.Zone, sort),
            "region" => lines.By(x => x.Outlet.Region, sort),
            "state" => lines.By(x => x.Outlet.State, sort),
            "territory" => lines.By(x => x.Outlet.Territory, sort),
            "value" => lines.By(x => x.Value, sort),
            "volume" => lines.By(x => x.Volume, sort),
            "frequency" => lines.By(x => x.Days, sort),
            "outstanding" => lines.By(x => x.Outstanding, sort),
            "limit" => lines.By(x => x.Outlet.CreditLimitPaise, sort),
            // Never visited is longest ago; the databases disagree on where nulls stand.
            "visit" => sort.Descending
                ? lines.By(x => x.LastVisit != null, sort).ThenByDescending(x => x.LastVisit)
                : lines.By(x => x.LastVisit != null, sort).ThenBy(x => x.LastVisit),
            "status" => lines.By(x => x.Outlet.Active, sort),
            "geo" => lines.By(x => x.Outlet.GeoTagged, sort),
            _ => throw sort.Unknown(),
        };
        return ordered.ThenBy(x => x.Outlet.Name).ThenBy(x => x.Outlet.Id);
    }

    public static Expression<Func<OutletLine, string>> Key(string by) =>
        by switch
        {
            "zone" => x => x.Outlet.Zone,
            "region" => x => x.Outlet.Region,
            "state" => x => x.Outlet.State,
            "territory" => x => x.Outlet.Territory,
            _ => throw DomainException.Invalid(
                "group",
                $"Outlets are grouped by zone, region, state or territory, not by '{by}'."
            ),
        };

    public static IQueryable<OutletSums> GroupedBy(
        this IQueryable<OutletLine> lines,
        Expression<Func<OutletLine, string>> key
    ) =>
        lines
            .GroupBy(key)
            .Select(g => new OutletSums
            {
                Name = g.Key,
                Count = g.Count(),
                Active = g.Sum(x => x.Outlet.Active ? 1 : 0),
                Tagged = g.Sum(x => x.Outlet.GeoTagged ? 1 : 0),
                Value = g.Sum(x => x.Value),
                Volume = g.Sum(x => x.Volume),
                Outstanding = g.Sum(x => x.Outstanding),
                Limit = g.Sum(x => x.Outlet.CreditLimitPaise),
            });

    public static IQueryable<OutletSums> Together(this IQueryable<OutletSums> groups) =>
        groups
            .GroupBy(x => "")
            .Select(g => new OutletSums
            {
                Name = g.Key,
                Groups = g.Count(),
                Count = g.Sum(x => x.Count),
                Active = g.Sum(x => x.Active),
                Tagged = g.Sum(x => x.Tagged),
                Value = g.Sum(x => x.Value),
                Volume = g.Sum(x => x.Volume),
                Outstanding = g.Sum(x => x.Outstanding),
                Limit = g.Sum(x => x.Limit),
            });

    public static IOrderedQueryable<OutletSums> Ordered(this IQueryable<OutletSums> groups, SalesSort sort) =>
        (
            sort.Column switch
            {
                "name" => groups.By(x => x.Name, sort),
                "count" => groups.By(x => x.Count, sort),
                "value" => groups.By(x => x.Value, sort),
                "volume" => groups.By(x => x.Volume, sort),
                "outstanding" => groups.By(x => x.Outstanding, sort),
                "limit" => groups.By(x => x.Limit, sort),
                "status" => groups.By(x => x.Active, sort),
                "geo" => groups.By(x => x.Tagged, sort),
                _ => throw sort.Unknown(),
            }
        ).ThenBy(x => x.Name);

    public static OutletGroup ToGroup(this OutletSums? x) =>
        x is null
            ? new("", 0, 0, 0, default, Money.Zero, Money.Zero)
            : new(
                x.Name,
                x.Count,
                x.Active,
                x.Tagged,
                new StockAmount(x.Value, x.Volume),
                new Money(x.Outstanding),
                new Money(x.Limit)
            );

    public static OutletRow ToRow(OutletLine x, SalesFilter filter) =>
        new(
            x.Outlet.Id,
            x.Outlet.Code,
            x.Outlet.Name,
            x.Outlet.Type,
            x.Outlet.Location,
            x.Outlet.Zone,
            x.Outlet.Region,
            x.Outlet.Territory,
            x.Outlet.State,
            x.Outlet.Pincode,
            x.Outlet.Phone,
            x.Outlet.Email,
            new StockAmount(x.Value, x.Volume),
            Frequency(x.Days, filter),
            new Money(x.Outstanding),
            new Money(x.Outlet.CreditLimitPaise),
            x.LastVisit,
            x.Outlet.Active,
            x.Outlet.GeoTagged
        );

    /// <summary>From the days on which they bought: at least once a week, two weeks, a month, or less.</summary>
    private static string Frequency(int days, SalesFilter filter)
    {
        if (days == 0)
            return "none";
        var every = (filter.End.DayNumber - filter.Start.DayNumber + 1) / (double)days;
        return every <= 7 ? "weekly"
            : every <= 14 ? "fortnightly"
            : every <= 31 ? "monthly"
            : "rarely";
    }
}
