using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Sales;

/// <summary>A visit that was made.</summary>
public sealed record VisitMade(int UserId, string Outlet, string Territory, string? Branch, DateTime At, int Minutes);

/// <summary>What a distributor sold to farmers of one product on one day.</summary>
public sealed record LiquidationMade(string Distributor, string Product, string Territory, string Location, string? Branch, DateOnly Day, Money Value, long VolumeMilli);

/// <summary>What was done in the field of late, within the viewer's scope: the newest first, and no more than asked for.</summary>
public sealed class FieldWorkQueries(IDbContextFactory<ReportsDb> contexts)
{
    public async Task<IReadOnlyList<VisitMade>> VisitsAsync(Viewer viewer, int most, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        return await (from v in db.Set<Visit>()
                      join o in db.Set<Outlet>().VisibleTo(viewer) on v.OutletId equals o.Id
                      orderby v.At descending, v.Id descending
                      select new VisitMade(v.UserId, o.Name, o.Territory, o.Branch, v.At, v.Minutes)).Take(most).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<LiquidationMade>> LiquidationsAsync(Viewer viewer, int most, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        return await (from m in db.Set<StockMovement>().Where(m => m.Kind == MovementKind.Liquidation)
                      join d in db.Set<Distributor>().VisibleTo(viewer) on m.DistributorId equals d.Id
                      join p in db.Set<Product>() on m.ProductId equals p.Id
                      orderby m.Day descending, m.Id descending
                      select new LiquidationMade(d.Name, p.Name, d.Territory, d.Location, d.Branch, m.Day, new Money(m.ValuePaise), m.VolumeMilli)).Take(most).ToListAsync(ct);
    }
}
