using System.Linq.Expressions;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Lists;

/// <summary>Products with the sums of what the current user's distributors moved of them, as one query.</summary>
internal static class ProductLines
{
    public static IQueryable<Product> Matching(ReportsDb db, CurrentUser currentUser, SalesFilter filter)
    {
        var query = db.Set<Product>().AsQueryable();
        if (filter.Category is { } category)
            query = query.Where(p => p.Category == category);
        if (filter.ProductId is { } id)
            query = query.Where(p => p.Id == id);
        if (filter.Status is { } status)
            query = query.Where(p => p.Active == (status == "active"));
        if (SalesScope.Folded(filter.Search) is { } text)
            query = query.Where(p => p.SearchText.Contains(text));
        if (filter.DistributorId is null)
            return query;
        // Of one distributor only what they have ever dealt in is shown.
        var movements = OfVisible(db, currentUser, filter);
        return query.Where(p => movements.Any(m => m.ProductId == p.Id));
    }

    /// <summary>Movements of the distributors that the current user sees, in the places of the filter.</summary>
    public static IQueryable<StockMovement> OfVisible(ReportsDb db, CurrentUser currentUser, SalesFilter filter)
    {
        var distributors = DistributorLines
            .Matching(db, currentUser, filter with { Search = null, Status = null, Category = null, ProductId = null })
            .Select(d => d.Id);
        return SalesScope.Movements(db, filter).Where(m => distributors.Contains(m.DistributorId));
    }

    public static IQueryable<StockLine<Product>> Of(
        ReportsDb db,
        CurrentUser currentUser,
        IQueryable<Product> products,
        SalesFilter filter
    )
    {
        var ids = products.Select(p => p.Id);
        var (start, of) = (filter.Start, OfVisible(db, currentUser, filter).Where(m => ids.Contains(m.ProductId)));
        return from p in products
            join s in StockSumsQuery.ForEach(ids, of.AsMoved().SumBy(m => m.ProductId, start)) on p.Id equals s.Key
            select new StockLine<Product>
            {
                Item = p,
                Sums = s,
                Members = 1,
                Outstanding = 0,
                Overdue = 0,
                Distributors = of.Where(m => m.ProductId == p.Id).Select(m => m.DistributorId).Distinct().Count(),
                Selling = of.Where(m =>
                        m.ProductId == p.Id
                        && m.Day >= start
                        && (m.Kind == MovementKind.Sale || m.Kind == MovementKind.Liquidation)
                    )
                    .Select(m => m.DistributorId)
                    .Distinct()
                    .Count(),
            };
    }

    public static IQueryable<StockLine<Product>> Window(
        ReportsDb db,
        CurrentUser currentUser,
        IQueryable<Product> matched,
        SalesFilter filter,
        PageRequest page
    )
    {
        var sort = SalesSort.Of(filter.Sort);
        if (sort.Column != "name")
            return Ordered(Of(db, currentUser, matched, filter), filter).Skip(page.Skip).Take(page.Size);
        return Ordered(
            Of(
                db,
                currentUser,
                matched.By(p => p.Name, sort).ThenBy(p => p.Id).Skip(page.Skip).Take(page.Size),
                filter
            ),
            filter
        );
    }

    public static IOrderedQueryable<StockLine<Product>> Ordered(
        IQueryable<StockLine<Product>> lines,
        SalesFilter filter
    )
    {
        var sort = SalesSort.Of(filter.Sort);
        var ordered = sort.Column switch
        {
            "name" => lines.By(x => x.Item.Name, sort),
            "code" => lines.By(x => x.Item.Code, sort),
            "category" => lines.By(x => x.Item.Category, sort),
            "pack" => lines.By(x => x.Item.PackSize, sort),
            "status" => lines.By(x => x.Item.Active, sort),
            // What was not sold has no price: below every price.
            "price" => lines.By(
                x => x.Sums.SalesVolume <= 0 ? -1 : (double)x.Sums.SalesValue / x.Sums.SalesVolume,
                sort
            ),
            "distributors" => lines.By(x => x.Distributors, sort),
            "active" => lines.By(x => x.Selling, sort),
            "outstanding" or "overdue" => throw sort.Unknown(),
            _ => lines.ByFigure(sort) ?? throw sort.Unknown(),
        };
        return ordered.ThenBy(x => x.Item.Name).ThenBy(x => x.Item.Id);
    }

    public static Expression<Func<StockLine<Product>, string>> Key(string by) =>
        by == "category"
            ? x => x.Item.Category
            : throw DomainException.Invalid("group", $"Products are grouped by category, not by '{by}'.");

    public static ProductRow ToRow(StockLine<Product> x)
    {
        var stock = x.Sums.ToFigures();
        // Paise per thousandth of a unit, times a thousand: the price of a whole unit.
        Money? price =
            stock.Sales.VolumeMilli <= 0
                ? null
                : new Money(
                    (long)
                        Math.Round(
                            stock.Sales.ValuePaise * 1000m / stock.Sales.VolumeMilli,
                            MidpointRounding.AwayFromZero
                        )
                );
        return new ProductRow(
            x.Item.Id,
            x.Item.Code,
            x.Item.Name,
            x.Item.Category,
            x.Item.PackSize,
            x.Item.Unit,
            stock,
            price,
            x.Distributors,
            x.Selling,
            x.Item.Active
        );
    }
}
