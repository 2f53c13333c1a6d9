using Microsoft.EntityFrameworkCore.Diagnostics;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Alerts;

public static class AlertsSetup
{
    /// <summary>Alerts about slow queries, unexpected errors and failed jobs. Settings are checked here, at start.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<AlertOptions>());
        services.AddSingleton<AlertInbox>();
        services.AddSingleton<IInterceptor, SlowQueries>();
        services.AddSingleton<ILoggerProvider, FailureLog>();
        services.AddSingleton<AlertWriter>();
        services.AddSingleton<AlertList>();
        services.AddSingleton<AlertNews>();
        services.AddSingleton<AlertChecks>();
        services.AddHostedService<AlertLoop>();
        foreach (var key in PlatformRules.Keys)
            services.AddSingleton(provider => PlatformRules.Of(key, provider.GetRequiredService<StorageRoot>()));
        services.AddSingleton<IRetention, AlertRetention>();
        services.AddHostedService<AlertPump>();
        return services;
    }
}
