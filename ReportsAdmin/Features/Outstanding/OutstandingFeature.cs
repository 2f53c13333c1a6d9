using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Outstanding.Reports;
using ReportsAdmin.Features.Views;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Outstanding;

/// <summary>Receivables: who owes what, since when, and what is done about it.</summary>
public sealed class OutstandingFeature : IFeature
{
    private const string TrackerLimit = "Tracker";

    /// <summary>Keys of the pages whose views can be saved.</summary>
    internal const string CustomersView = "customers";
    internal const string InvoicesView = "invoices";

    private static readonly string[] Everyone = ["Admin", "Country Manager", "Manager", "Engineer"];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(OutstandingQueries.ReadPermission, "See receivables", Everyone),
            new(CustomerCommands.EditPermission, "Write remarks and notes, mark disputes and payments", Everyone),
            new(
                CustomerCommands.AssignPermission,
                "Assign engineers to customers",
                "Admin",
                "Country Manager",
                "Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu =>
        [
            new("Dashboard", "/", "dashboard", 10, OutstandingQueries.ReadPermission, "Receivables", OnPhone: true),
            new(
                "Customers",
                "/customers",
                "groups",
                20,
                OutstandingQueries.ReadPermission,
                "Receivables",
                OnPhone: true
            ),
            new(
                "Invoices",
                "/invoices",
                "receipt_long",
                30,
                OutstandingQueries.ReadPermission,
                "Receivables",
                OnPhone: true
            ),
            new(
                "Invoice tracker",
                "/invoice-tracker",
                "monitoring",
                40,
                OutstandingQueries.ReadPermission,
                "Receivables"
            ),
        ];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/**", new TrackerDialect(), TrackerLimit)];

    public IReadOnlyList<RateLimit> RateLimits => [new(TrackerLimit, 600)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OutstandingQueries>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<InvoiceQueries>();
        services.AddSingleton<TrackerQueries>();
        services.AddSingleton<AgeingQueries>();
        services.AddSingleton<ReceivablesFilters>();
        services.AddSingleton<ReceivablesDocument>();
        services.AddSingleton<IReportType, AgeingReport>();
        services.AddSingleton<IReportType, StatementReport>();
        services.AddSingleton<IReportType, PerformanceReport>();
        services.AddSingleton<IReportType, InvoiceRegisterReport>();
        services.AddSingleton<IReportType, MovementReport>();
        services.AddSingleton<IReportType, UploadAuditReport>();
        services.AddSingleton<IReportType, CustomerSheetReport>();
        services.AddSingleton<IReportType, TrackerReport>();
        services.AddSingleton<CustomerCommands>();
        services.AddSingleton(
            new ViewPage(CustomersView, "/customers", OutstandingQueries.ReadPermission, SheetQuery.ViewKeys)
        );
        services.AddSingleton(
            new ViewPage(InvoicesView, "/invoices", OutstandingQueries.ReadPermission, SheetQuery.ViewKeys)
        );
        services.AddSingleton<IPaletteSource, ReceivablesPalette>();
        services.AddSingleton<OutstandingMerge>();
        services.AddSingleton<IImportTarget, OutstandingImport>();
    }

    public void Map(ModelBuilder model) => OutstandingModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (await db.Set<Customer>().AnyAsync(ct))
            return;
        await new OutstandingDemo(services, services.GetRequiredService<BusinessClock>()).SeedAsync(ct);
    }
}
