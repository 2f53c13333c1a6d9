using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>Views of pages, kept under a name: personal, shared, or the default of a role.</summary>
public sealed class SavedViewsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(
                SavedViewCommands.SharePermission,
                "Share saved views and make them a role's first",
                "Admin",
                "Country Manager",
                "Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SavedViewQueries>();
        services.AddSingleton<SavedViewCommands>();
    }

    public void Map(ModelBuilder model) => SavedViewsModel.Map(model);
}
