using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>The field's morning: figures, team, activities, approvals.</summary>
public sealed class DashboardFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Map(ModelBuilder model) => DashboardModel.Map(model);
}
