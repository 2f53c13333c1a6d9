using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;

namespace ReportsAdmin.Features.Administration;

/// <summary>Running the company in the application: its people.</summary>
public sealed class AdministrationFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<IImportTarget, UserImport>();

    public void Map(ModelBuilder model) => AdministrationModel.Map(model);
}
