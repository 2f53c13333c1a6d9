using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access;

/// <summary>Who may do what.</summary>
public sealed class AccessFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions =>
    [
        new(AccessQueries.TeamPermission, "See the team", [.. RoleNames.All]),
        new("users:manage", "Manage users and roles", RoleNames.Admin),
    ];

    public IReadOnlyList<MenuEntry> Menu => [new("Team", "/team", "diversity_3", 60, AccessQueries.TeamPermission)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Viewers>();
        services.AddSingleton<AccessQueries>();
        services.AddSingleton<RolePermissions>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
    }

    public void Map(ModelBuilder model) => AccessModel.Map(model);

    public async Task SeedDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<ReportsDb>>().CreateDbContext();
        await AccessDemo.SeedAsync(db, services.GetRequiredService<IPasswordHasher<User>>(), services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, ct);
    }
}
