using System.Linq.Expressions;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>Distributors with their sums of the ledger and their dues, as one query.</summary>
internal static class DistributorLines
{
    public static IQueryable<Distributor> Matching(ReportsDb db, CurrentUser currentUser, SalesFilter filter)
    {
        var query = db.Set<Distributor>().VisibleTo(currentUser).At(filter);
        if (filter.DistributorId is { } id)
            query = query.Where(d => d.Id == id);
        if (filter.Category is null && filter.ProductId is null)
            return query;
        // Of one category or product only those who have ever dealt in it are shown.
        var movements = SalesScope.Movements(db, filter);
        return query.Where(d => movements.Any(m => m.DistributorId == d.Id));
    }

    public static IQueryable<StockLine<Distributor>> Of(
        ReportsDb db,
        IQueryable<Distributor> distributors,
        SalesFilter filter
    )
    {
        var ids = distributors.Select(d => d.Id);
        var end = filter.End;
        return from d in distributors
            join s in StockSumsQuery.ForEach(
                ids,
                MovementsOf(db, ids, filter).SumBy(m => m.DistributorId, filter.Start)
            )
                on d.Id equals s.Key
            select new StockLine<Distributor>
            {
                Item = d,
                Sums = s,
                Members = 1,
                Outstanding = db.Set<PartyBalance>()
                    .Where(b => b.DistributorId == d.Id && b.Day <= end)
                    .OrderByDescending(b => b.Day)
                    .Select(b => (long?)b.OutstandingPaise)
                    .FirstOrDefault()
                    ?? 0,
                Overdue = db.Set<PartyBalance>()
                    .Where(b => b.DistributorId == d.Id && b.Day <= end)
                    .OrderByDescending(b => b.Day)
                    .Select(b => (long?)b.OverduePaise)
                    .FirstOrDefault()
                    ?? 0,
            };
    }

    /// <summary>Over all products the sums of months tell as much as the lines.</summary>
    private static IQueryable<MovedStock> MovementsOf(ReportsDb db, IQueryable<int> distributors, SalesFilter filter) =>
        filter.ProductId is null && filter.Category is null
            ? MovedStockQuery.UpTo(db, filter.End, distributors, filter.Start)
            : SalesScope.Movements(db, filter).Where(m => distributors.Contains(m.DistributorId)).AsMoved();

    /// <summary>A window in the order of the filter. By name, which is the rule, only the window's own sums are made.</summary>
    public static IQueryable<StockLine<Distributor>> Window(
        ReportsDb db,
        IQueryable<Distributor> matched,
        SalesFilter filter,
        PageRequest page
    )
    {
        var sort = SalesSort.Of(filter.Sort);
        if (sort.Column != "name")
            return Ordered(Of(db, matched, filter), filter).Skip(page.Skip).Take(page.Size);
        return Ordered(
            Of(db, matched.By(d => d.Name, sort).ThenBy(d => d.Id).Skip(page.Skip).Take(page.Size), filter),
            filter
        );
    }

    public static IOrderedQueryable<StockLine<Distributor>> Ordered(
        IQueryable<StockLine<Distributor>> lines,
        SalesFilter filter
    )
    {
        var sort = SalesSort.Of(filter.Sort);
        var ordered = sort.Column switch
        {
            "name" => lines.By(x => x.Item.Name, sort),
            "code" => lines.By(x => x.Item.Code, sort),
            "zone" => lines.By(x => x.Item.Zone, sort),
            "region" => lines.By(x => x.Item.Region, sort),
            "state" => lines.By(x => x.Item.State, sort),
            "territory" => lines.By(x => x.Item.Territory, sort),
            "status" => lines.By(x => x.Item.Active, sort),
            _ => lines.ByFigure(sort) ?? throw sort.Unknown(),
        };
        return ordered.ThenBy(x => x.Item.Name).ThenBy(x => x.Item.Id);
    }

    /// <summary>The place that distributors are grouped by.</summary>
    public static Expression<Func<StockLine<Distributor>, string>> Key(string by) =>
        by switch
        {
            "zone" => x => x.Item.Zone,
            "region" => x => x.Item.Region,
            "state" => x => x.Item.State,
            "territory" => x => x.Item.Territory,
            _ => throw DomainException.Invalid(
                "group",
                $"Distributors are grouped by zone, region, state or territory, not by '{by}'."
            ),
        };

    public static DistributorRow ToRow(StockLine<Distributor> x) =>
        new(
            x.Item.Id,
            x.Item.Code,
            x.Item.Name,
            x.Item.Location,
            x.Item.Zone,
            x.Item.Region,
            x.Item.Territory,
            x.Item.State,
            x.Item.Active,
            x.Item.UpdatedAt,
            x.Sums.ToFigures(),
            new Money(x.Outstanding),
            new Money(x.Overdue)
        );
}
