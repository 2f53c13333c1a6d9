using Microsoft.EntityFrameworkCore;

namespace ReportsAdmin.Features.MyDay;

/// <summary>My day: what waits for the signed-in person, of all rooms.</summary>
public sealed class MyDayFeature : IFeature
{
    public IReadOnlyList<PermissionEntry> Permissions => [];

    public IReadOnlyList<MenuEntry> Menu => [new("My day", "/my-day", "today", 5, null, "Receivables", OnPhone: true)];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MyDayQueries>();
        services.AddSingleton<IDaySource, MentionsDay>();
    }

    public void Map(ModelBuilder model) { }
}
