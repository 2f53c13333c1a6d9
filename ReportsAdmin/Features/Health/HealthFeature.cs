using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Health;

/// <summary>Tells machines and people whether the installation works.</summary>
public sealed class HealthFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public IReadOnlyList<ApiRoute> ApiRoutes => [new("api/health/**", new GenerationFormat(), "Tracker")];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<HealthChecks>();
        services.AddSingleton<HealthQueries>();
    }

    public void Map(ModelBuilder model)
    {
        // It has no tables of its own.
    }
}
