using Radzen;

namespace ReportsAdmin.Ui;

/// <summary>Pages, components and assets.</summary>
public static class UiSetup
{
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddScoped<Components.MoneyUnitChoice>();
        return services;
    }

    public static void MapUi(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<Shell.App>().AddInteractiveServerRenderMode();
    }
}
