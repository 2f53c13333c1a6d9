using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The field's morning: figures, team, activities, approvals.</summary>
public sealed class DashboardFeature : IFeature
{
    internal const string DashboardLimit = "Dashboard";

    public IReadOnlyList<PermissionEntry> Permissions =>
        [
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
                "Approvals",
                "/field/approvals",
                "fact_check",
                68,
                RequestCommands.RequestPermission,
                "Field sales",
                DashboardCommands.DecidePermission
            ),
        ];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/dashboard/*/**", new EnvelopeFormat(), DashboardLimit)];

    public IReadOnlyList<RateLimit> RateLimits => [new(DashboardLimit, 60)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ActivityQueries>();
        services.AddSingleton<ApprovalQueries>();
        services.AddSingleton<DashboardCommands>();
        services.AddSingleton<RequestCommands>();
    }

    public void Map(ModelBuilder model) => DashboardModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        if (await db.Set<Activity>().AnyAsync(ct) || await db.Set<Approval>().AnyAsync(ct))
            return;
        await new DashboardDemo(services).SeedAsync(db, ct);
    }
}
