using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Health;

/// <summary>Tells machines and people whether the installation works.</summary>
public sealed class HealthFeature : IFeature
{
    public IReadOnlyList<SettingsSection> Settings { get; } = [SettingsSection.Of<HealthOptions>()];

    public IReadOnlyList<PermissionEntry> Permissions =>
        [new(AlertQueries.ReadPermission, "See the health of the system and its alerts", "Admin")];

    public IReadOnlyList<MenuEntry> Menu =>
        [new("System health", "/admin/health", "monitoring", 196, AlertQueries.ReadPermission, "Company")];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/health/**", new GenerationFormat(), "Tracker")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<HealthOptions>());
        services.AddSingleton<HealthChecks>();
        services.AddSingleton<AlertQueries>();
        services.AddSingleton<CacheCheck>();
        services.AddSingleton<StorageCheck>();
        services.AddSingleton<HealthQueries>();
    }

    public void Map(ModelBuilder model)
    {
        // It has no tables of its own.
    }
}
