using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Import;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Reports;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>Field sales: distributors, products and outlets over one dated stock ledger.</summary>
public sealed class SalesFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [new(SalesQueries.ReadPermission, "See field sales", "Admin", "Country Manager", "Manager", "Engineer")];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new(
                "Distributors",
                "/field/distributors",
                "local_shipping",
                62,
                SalesQueries.ReadPermission,
                "Field sales"
            ),
            new("Products", "/field/products", "category", 64, SalesQueries.ReadPermission, "Field sales"),
            new("Outlets", "/field/outlets", "storefront", 66, SalesQueries.ReadPermission, "Field sales"),
        ];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SalesQueries>();
        services.AddSingleton<OutletQueries>();
        services.AddSingleton<SalesMetricsQueries>();
        services.AddSingleton<TeamFigureQueries>();
        services.AddSingleton<SalesWorkQueries>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<SalesReportFilters>();
        foreach (var list in (SalesList[])[SalesLists.Distributors, SalesLists.Products, SalesLists.Outlets])
            services.AddSingleton(
                new SavedViewPage(list.Key, list.Path, SalesQueries.ReadPermission, Pages.SalesQuery.ViewKeys)
            );
        services.AddSingleton<IReportType, DistributorsReport>();
        services.AddSingleton<IReportType, ProductsReport>();
        services.AddSingleton<IReportType, OutletsReport>();
        services.AddSingleton<IReportType, StockLedgerReport>();
        services.AddSingleton<IImportTarget, DistributorImport>();
        services.AddSingleton<IImportTarget, OutletImport>();
        services.AddSingleton<IImportTarget, ProductImport>();
        services.AddSingleton<IImportTarget, StockLedgerImport>();
        services.AddSingleton<IImportTarget, OutletPurchaseImport>();
        services.AddSingleton<IImportTarget, VisitImport>();
        services.AddSingleton<IImportTarget, VisitTargetImport>();
    }

    public void Map(ModelBuilder model) => SalesModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (await db.Set<Distributor>().AnyAsync(ct))
            return;
        await new SalesDemo(services).SeedAsync(db, ct);
    }
}
