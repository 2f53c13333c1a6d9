using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Import;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Reports;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.SavedViews;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>Field sales: distributors, products and outlets over one dated stock ledger; the dashboard with its team, activities and approvals.</summary>
public sealed class FieldSalesFeature : IFeature
{
    /// <summary>The list of reasons for a rejection.</summary>
    public const string RejectionList = "field-rejection";

    internal const string ExportLimit = "Export";
    internal const string DashboardLimit = "Dashboard";
    private const string ReportsLimit = "Reports";

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(SalesQueries.ReadPermission, "See field sales", "Admin", "Country Manager", "Manager", "Engineer"),
            new(
                DashboardCommands.DecidePermission,
                "Decide on requests of the field",
                "Admin",
                "Country Manager",
                "Manager"
            ),
            new(
                RequestCommands.RequestPermission,
                "Ask for approval of claims, plans and transfers",
                "Admin",
                "Country Manager",
                "Manager",
                "Engineer"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Field dashboard", "/field", "insights", 60, SalesQueries.ReadPermission, "Field sales", OnPhone: true),
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
            new(
                "Approvals",
                "/field/approvals",
                "fact_check",
                68,
                RequestCommands.RequestPermission,
                "Field sales",
                DashboardCommands.DecidePermission
            ),
        ];

    public IReadOnlyList<NotificationKind> Notifications => [ApprovalNews.Asked, ApprovalNews.Decided];

    public IReadOnlyList<ApiRoute> ApiRoutes =>
        [
            new("api/reports/distributors/**", new EnvelopeFormat(), ReportsLimit),
            new("api/reports/products/**", new EnvelopeFormat(), ReportsLimit),
            new("api/reports/customers/**", new EnvelopeFormat(), ReportsLimit),
            new("api/reports/export", new EnvelopeFormat(), ExportLimit, HttpMethods.Get, HttpMethods.Head),
            new("api/dashboard/*/**", new EnvelopeFormat(), DashboardLimit),
        ];

    public IReadOnlyList<RateLimit> RateLimits =>
        [new(ReportsLimit, 30), new(ExportLimit, 10), new(DashboardLimit, 60)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        FieldSalesAudit.Add(services);
        services.AddSingleton(
            new ValueList(
                RejectionList,
                "Reasons for a rejection",
                "Offered where a request of field sales is rejected",
                "Amount too high",
                "Details are missing",
                "Outside the policy",
                "Requested twice"
            )
        );
        services.AddSingleton<SalesQueries>();
        services.AddSingleton<OutletQueries>();
        services.AddSingleton<SalesMetricsQueries>();
        services.AddSingleton<TeamFigureQueries>();
        services.AddSingleton<SalesWorkQueries>();
        services.AddSingleton<LedgerQueries>();
        services.AddSingleton<StockTotals>();
        services.AddSingleton<IJobHandler, StockTotalsHandler>();
        services.AddSingleton(StockTotalsHandler.EveryNight);
        services.AddSingleton<HistoryQueries>();
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton<ApprovalQueries>();
        services.AddSingleton<IDaySource, ApprovalsDay>();
        services.AddSingleton<ApprovalNews>();
        services.AddSingleton<DashboardCommands>();
        services.AddSingleton<RequestCommands>();
        services.AddSingleton<SalesReportFilters>();
        foreach (var list in (SalesList[])[SalesLists.Distributors, SalesLists.Products, SalesLists.Outlets])
            services.AddSingleton(
                new SavedViewPage(list.Key, list.Path, SalesQueries.ReadPermission, Pages.SalesQuery.ViewKeys)
            );
        services.AddSingleton<IReportType, DistributorsReport>();
        services.AddSingleton<IReportType, ProductsReport>();
        services.AddSingleton<IReportType, OutletsReport>();
        services.AddSingleton<IReportType, StockLedgerReport>();
        services.AddSingleton(
            new RegionUse("distributors", (db, ct) => db.Set<Distributor>().CountByAsync(d => d.Branch, ct))
        );
        services.AddSingleton(new RegionUse("outlets", (db, ct) => db.Set<Outlet>().CountByAsync(o => o.Branch, ct)));
        services.AddSingleton(new StructureDependent(SalesQueries.DataTopic));
        services.AddSingleton(PlaceUse.Of<Distributor>(PlaceKind.Zone, "distributors", d => d.Zone));
        services.AddSingleton(PlaceUse.Of<Distributor>(PlaceKind.Territory, "distributors", d => d.Territory));
        services.AddSingleton(PlaceUse.Of<Outlet>(PlaceKind.Zone, "outlets", o => o.Zone));
        services.AddSingleton(PlaceUse.Of<Outlet>(PlaceKind.Territory, "outlets", o => o.Territory));
        services.AddSingleton(
            new RegionUse("activities", (db, ct) => db.Set<Activity>().CountByAsync(a => a.Branch, ct))
        );
        services.AddSingleton(
            new RegionUse("approval requests", (db, ct) => db.Set<Approval>().CountByAsync(a => a.Branch, ct))
        );
        services.AddSingleton<IImportTarget, DistributorImport>();
        services.AddSingleton<IImportTarget, OutletImport>();
        services.AddSingleton<IImportTarget, ProductImport>();
        services.AddSingleton<IImportTarget, StockLedgerImport>();
        services.AddSingleton<IImportTarget, OutletPurchaseImport>();
        services.AddSingleton<IImportTarget, VisitImport>();
        services.AddSingleton<IImportTarget, VisitTargetImport>();
    }

    public void Map(ModelBuilder model) => FieldSalesModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (!await db.Set<Distributor>().AnyAsync(ct))
            await new SalesDemo(services).SeedAsync(db, ct);
        // Follows the ledger: activities and requests refer to its people and visits.
        if (!await db.Set<Activity>().AnyAsync(ct) && !await db.Set<Approval>().AnyAsync(ct))
        {
            await using var feed = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
            await new DashboardDemo(services).SeedAsync(feed, ct);
        }
    }
}
