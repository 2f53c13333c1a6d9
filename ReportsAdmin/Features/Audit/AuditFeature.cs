using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Audit;

/// <summary>Shows who did what. What is recorded, the rooms declare to <c>Platform/Audit</c>.</summary>
public sealed class AuditFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
        [new(AuditQueries.ReadPermission, "See the audit log: who did what, when and from where", "Admin")];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("Audit log", AuditState.Path, "policy", 197, AuditQueries.ReadPermission, "Company")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditExport>();
    }

    public void Map(ModelBuilder model)
    {
        // The platform module has the tables.
    }
}
