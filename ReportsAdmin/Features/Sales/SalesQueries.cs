using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales;

/// <summary>
/// Distributors and products over the stock ledger, within the viewer's scope. Each list is two statements: one for count and sums over
/// all that matched, one for the window.
/// </summary>
public sealed class SalesQueries(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    public const string ReadPermission = "sales:read";

    /// <summary>Topic of the data version and of the signal that the ledger, or who is in it, has changed.</summary>
    public const string DataTopic = "sales";

    /// <summary>Changes whenever an answer of this room may: with the data, and at midnight, when "to date" moves.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var version = await db.DataVersionAsync(DataTopic, ct);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{version}.{clock.Today:yyyyMMdd}");
    }

    public async Task<DistributorReport> DistributorsAsync(Viewer viewer, SalesFilter filter, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var matched = Distributors(db, viewer, filter.Checked());
        var movements = SalesScope.Movements(db, filter);
        var total = await TotalAsync(matched.Select(d => d.Id), movements.SumBy(m => m.DistributorId, filter.Start), ct);
        var window = matched.OrderBy(d => d.Name).ThenBy(d => d.Id).Skip(page.Skip).Take(page.Size);
        var rows = await DistributorRows(db, window, movements, filter).ToListAsync(ct);
        return new DistributorReport(new Page<DistributorRow>([.. rows.Select(ToRow)], total.Count, page), total.Stock);
    }

    /// <summary>Every distributor that matches, from one statement: for exports.</summary>
    public async IAsyncEnumerable<DistributorRow> StreamDistributorsAsync(Viewer viewer, SalesFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        viewer.Demand(ReadPermission);
        await using var db = contexts.CreateDbContext();
        await foreach (var row in DistributorRows(db, Distributors(db, viewer, filter.Checked()), SalesScope.Movements(db, filter), filter).AsAsyncEnumerable().WithCancellation(ct)) yield return ToRow(row);
    }

    public async Task<ProductReport> ProductsAsync(Viewer viewer, SalesFilter filter, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var matched = Products(db, filter.Checked());
        var movements = OfVisible(db, viewer, filter);
        var total = await TotalAsync(matched.Select(p => p.Id), movements.SumBy(m => m.ProductId, filter.Start), ct);
        var rows = await ProductRows(matched.OrderBy(p => p.Name).ThenBy(p => p.Id).Skip(page.Skip).Take(page.Size), movements, filter).ToListAsync(ct);
        return new ProductReport(new Page<ProductRow>([.. rows.Select(ToRow)], total.Count, page), total.Stock);
    }

    public async IAsyncEnumerable<ProductRow> StreamProductsAsync(Viewer viewer, SalesFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        viewer.Demand(ReadPermission);
        await using var db = contexts.CreateDbContext();
        await foreach (var row in ProductRows(Products(db, filter.Checked()), OfVisible(db, viewer, filter), filter).AsAsyncEnumerable().WithCancellation(ct)) yield return ToRow(row);
    }

    /// <summary>What reports may be narrowed to, as far as the viewer sees distributors and outlets.</summary>
    public async Task<SalesPlaces> PlacesAsync(Viewer viewer, CancellationToken ct)
    {
        viewer.Demand(ReadPermission);
        await using var db = contexts.CreateDbContext();
        var places = await db.Set<Distributor>().VisibleTo(viewer).Select(d => new { d.Zone, d.Region, d.Territory, d.State })
            .Union(db.Set<Outlet>().VisibleTo(viewer).Select(o => new { o.Zone, o.Region, o.Territory, o.State })).ToListAsync(ct);
        static IReadOnlyList<string> Names(IEnumerable<string> names) => [.. names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new SalesPlaces(Names(places.Select(p => p.Zone)), Names(places.Select(p => p.Region)), Names(places.Select(p => p.Territory)), Names(places.Select(p => p.State)),
            Names(await db.Set<Product>().Select(p => p.Category).Distinct().ToListAsync(ct)));
    }

    private static IQueryable<Distributor> Distributors(ReportsDb db, Viewer viewer, SalesFilter filter)
    {
        var query = db.Set<Distributor>().VisibleTo(viewer).At(filter);
        if (filter.Category is null && filter.ProductId is null) return query;
        // Of one category or product only those who have ever dealt in it are shown.
        var movements = SalesScope.Movements(db, filter);
        return query.Where(d => movements.Any(m => m.DistributorId == d.Id));
    }

    private static IQueryable<Product> Products(ReportsDb db, SalesFilter filter)
    {
        var query = db.Set<Product>().AsQueryable();
        if (filter.Category is { } category) query = query.Where(p => p.Category == category);
        if (filter.ProductId is { } id) query = query.Where(p => p.Id == id);
        if (filter.Status is { } status) query = query.Where(p => p.Active == (status == "active"));
        if (SalesScope.Folded(filter.Search) is { } text) query = query.Where(p => p.SearchText.Contains(text));
        return query;
    }

    /// <summary>Movements of the distributors that the viewer sees, in the places of the filter.</summary>
    private static IQueryable<StockMovement> OfVisible(ReportsDb db, Viewer viewer, SalesFilter filter)
    {
        var distributors = Distributors(db, viewer, filter with { Search = null, Status = null, Category = null, ProductId = null }).Select(d => d.Id);
        return SalesScope.Movements(db, filter).Where(m => distributors.Contains(m.DistributorId));
    }

    /// <summary>How many matched, and their sums together: those without movements count too.</summary>
    private static async Task<(int Count, StockFigures Stock)> TotalAsync(IQueryable<int> matched, IQueryable<StockSums> sums, CancellationToken ct)
    {
        var total = await Joined(matched, sums).GroupBy(x => 1).Select(g => new
        {
            Count = g.Count(),
            Sums = new StockSums
            {
                OpeningValue = g.Sum(x => x.OpeningValue),
                OpeningVolume = g.Sum(x => x.OpeningVolume),
                SalesValue = g.Sum(x => x.SalesValue),
                SalesVolume = g.Sum(x => x.SalesVolume),
                LiquidationValue = g.Sum(x => x.LiquidationValue),
                LiquidationVolume = g.Sum(x => x.LiquidationVolume),
                AdjustedValue = g.Sum(x => x.AdjustedValue),
                AdjustedVolume = g.Sum(x => x.AdjustedVolume),
            },
        }).SingleOrDefaultAsync(ct);
        return total is null ? (0, StockFigures.None) : (total.Count, total.Sums.ToFigures());
    }

    /// <summary>A line for every key, zeros where nothing moved.</summary>
    private static IQueryable<StockSums> Joined(IQueryable<int> keys, IQueryable<StockSums> sums) =>
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

    private static IQueryable<DistributorLine> DistributorRows(ReportsDb db, IQueryable<Distributor> window, IQueryable<StockMovement> movements, SalesFilter filter)
    {
        var ids = window.Select(d => d.Id);
        var end = filter.End;
        return from d in window
               join s in Joined(ids, movements.Where(m => ids.Contains(m.DistributorId)).SumBy(m => m.DistributorId, filter.Start)) on d.Id equals s.Key
               orderby d.Name, d.Id
               select new DistributorLine
               {
                   Distributor = d,
                   Sums = s,
                   Outstanding = db.Set<PartyBalance>().Where(b => b.DistributorId == d.Id && b.Day <= end).OrderByDescending(b => b.Day).Select(b => (long?)b.OutstandingPaise).FirstOrDefault() ?? 0,
                   Overdue = db.Set<PartyBalance>().Where(b => b.DistributorId == d.Id && b.Day <= end).OrderByDescending(b => b.Day).Select(b => (long?)b.OverduePaise).FirstOrDefault() ?? 0,
               };
    }

    private static IQueryable<ProductLine> ProductRows(IQueryable<Product> window, IQueryable<StockMovement> movements, SalesFilter filter)
    {
        var ids = window.Select(p => p.Id);
        var (start, of) = (filter.Start, movements.Where(m => ids.Contains(m.ProductId)));
        return from p in window
               join s in Joined(ids, of.SumBy(m => m.ProductId, start)) on p.Id equals s.Key
               orderby p.Name, p.Id
               select new ProductLine
               {
                   Product = p,
                   Sums = s,
                   Distributors = of.Where(m => m.ProductId == p.Id).Select(m => m.DistributorId).Distinct().Count(),
                   Selling = of.Where(m => m.ProductId == p.Id && m.Day >= start && (m.Kind == MovementKind.Sale || m.Kind == MovementKind.Liquidation)).Select(m => m.DistributorId).Distinct().Count(),
               };
    }

    private static ProductRow ToRow(ProductLine x)
    {
        var stock = x.Sums.ToFigures();
        // Paise per thousandth of a unit, times a thousand: the price of a whole unit.
        Money? price = stock.Sales.VolumeMilli <= 0 ? null : new Money((long)Math.Round(stock.Sales.ValuePaise * 1000m / stock.Sales.VolumeMilli, MidpointRounding.AwayFromZero));
        return new ProductRow(x.Product.Id, x.Product.Code, x.Product.Name, x.Product.Category, x.Product.PackSize, x.Product.Unit, stock, price, x.Distributors, x.Selling);
    }

    private static DistributorRow ToRow(DistributorLine x) => new(x.Distributor.Id, x.Distributor.Code, x.Distributor.Name, x.Distributor.Location, x.Distributor.Zone, x.Distributor.Region, x.Distributor.Territory, x.Distributor.State,
        x.Distributor.Active, x.Distributor.UpdatedAt, x.Sums.ToFigures(), new Money(x.Outstanding), new Money(x.Overdue));

    private sealed class DistributorLine
    {
        public required Distributor Distributor { get; init; }

        public required StockSums Sums { get; init; }

        public long Outstanding { get; init; }

        public long Overdue { get; init; }
    }

    private sealed class ProductLine
    {
        public required Product Product { get; init; }

        public required StockSums Sums { get; init; }

        public int Distributors { get; init; }

        public int Selling { get; init; }
    }
}

/// <summary>The places and categories that occur, in the order of their names.</summary>
public sealed record SalesPlaces(IReadOnlyList<string> Zones, IReadOnlyList<string> Regions, IReadOnlyList<string> Territories, IReadOnlyList<string> States, IReadOnlyList<string> Categories);
