using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Views;

/// <summary>Views of pages, kept under a name: personal, shared, or the default of a role.</summary>
public sealed class ViewsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(
                ViewCommands.SharePermission,
                "Share saved views and make them a role's first",
                "Admin",
                "Country Manager",
                "Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ViewQueries>();
        services.AddSingleton<ViewCommands>();
    }

    public void Map(ModelBuilder model) => ViewsModel.Map(model);
}
