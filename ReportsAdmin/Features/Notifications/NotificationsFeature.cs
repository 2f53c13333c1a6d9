using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.Notifications;

/// <summary>Where each person chooses what they are told, and how. What there is to be told, the other rooms say.</summary>
public sealed class NotificationsFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<NotificationCommands>();
    }

    public void Map(ModelBuilder model)
    {
        // Its tables are those of the platform's module.
    }
}
