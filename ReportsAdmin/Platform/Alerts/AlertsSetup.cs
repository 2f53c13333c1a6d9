using Microsoft.EntityFrameworkCore.Diagnostics;
using ReportsAdmin.Platform.Retention;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Alerts;

public static class AlertsSetup
{
    /// <summary>Alerts about slow queries, unexpected errors and failed jobs. Settings are checked here, at start.</summary>
    public static IServiceCollection AddAlerts(
        this IServiceCollection services,
        IConfiguration configuration,
        StorageRoot root
    )
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
        foreach (var rule in PlatformRules.All(root))
            services.AddSingleton(rule);
        services.AddSingleton<IRetention, AlertRetention>();
        services.AddHostedService<AlertPump>();
        return services;
    }
}
