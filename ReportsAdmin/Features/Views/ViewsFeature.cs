using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Views;

/// <summary>Views of pages, kept under a name: personal, shared, or the default of a role.</summary>
public sealed class ViewsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Map(ModelBuilder model) => ViewsModel.Map(model);
}
