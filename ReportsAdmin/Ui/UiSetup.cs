using Microsoft.AspNetCore.Authorization;
using MudBlazor;
using MudBlazor.Services;

namespace ReportsAdmin.Ui;

/// <summary>Pages, components and assets.</summary>
public static class UiSetup
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(80);

    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(Configure);
        MudGlobal.TooltipDefaults.Delay = TimeSpan.FromMilliseconds(350);
        MudGlobal.TooltipDefaults.Duration = Soon;
        services.AddSingleton<ThemeSheet>();
        services.AddSingleton<AppSheet>();
        services.AddScoped<Notices>();
        services.AddScoped<PageSight>();
        services.AddScoped<Components.MoneyUnitChoice>();
        services.AddScoped<Shell.Crumbs>();
        return services;
    }

    public static void MapUi(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/theme.css", async (ThemeSheet theme, HttpContext http) =>
                await (await theme.SheetAsync()).WriteAsync(http)
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapGet("/app.css", (AppSheet own, HttpContext http) => own.Sheet().WriteAsync(http))
            .AllowAnonymous()
            .ExcludeFromDescription();
        // SecurityHeaders writes the whole policy; a second header would only be one more to keep in step.
        app.MapRazorComponents<Shell.App>()
            .AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null)
            .Add(OpenToStrangers);
    }

    private static void Configure(MudServicesConfiguration options)
    {
        options.PopoverOptions.Duration = Soon;
        options.PopoverOptions.Delay = TimeSpan.Zero;
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
