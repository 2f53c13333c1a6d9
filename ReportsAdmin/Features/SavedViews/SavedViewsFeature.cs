using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.SavedViews;

/// <summary>Views of pages, kept under a name: personal, shared, or the default of a role.</summary>
public sealed class SavedViewsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [
            new(
                SavedViewCommands.SharePermission,
                "Share saved views and make them the default of a role",
                "Admin",
                "Country Manager",
                "Manager"
            ),
        ];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddAudited<SavedView>("saved view", v => v.Id, v => v.Name)
            .Field(v => v.Name, "Name")
            .Field(v => v.Page, "Page")
            .Field(v => v.Shared, "Shared")
            .Field(v => v.DefaultFor, "First view of");
        services.AddSingleton<SavedViewQueries>();
        services.AddSingleton<SavedViewCommands>();
        services.AddSingleton(
            new RoleReference(
                (db, role, renamed, ct) =>
                    db.Set<SavedView>()
                        .Where(v => v.DefaultFor == role)
                        .ExecuteUpdateAsync(s => s.SetProperty(v => v.DefaultFor, renamed), ct)
            )
        );
    }

    public void Map(ModelBuilder model) => SavedViewsModel.Map(model);
}
