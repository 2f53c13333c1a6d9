using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Forms;

/// <summary>Forms, their submissions, and what is made of them by itself.</summary>
public sealed class FormsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Map(ModelBuilder model) => FormsModel.Map(model);
}
