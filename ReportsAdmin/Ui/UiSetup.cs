using Microsoft.AspNetCore.Authorization;
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
        app.MapRazorComponents<Shell.App>().AddInteractiveServerRenderMode().Add(OpenToStrangers);
    }

    // A page without sign-in needs its circuit too; every other page asks for a person by itself.
    private static void OpenToStrangers(EndpointBuilder endpoint)
    {
        if (
            endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path }
            && path.TrimStart('/').StartsWith("_blazor", StringComparison.Ordinal)
        )
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
    }
}
