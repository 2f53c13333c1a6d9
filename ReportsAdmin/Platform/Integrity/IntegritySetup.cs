using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Integrity;

public static class IntegritySetup
{
    /// <summary>Looks through SQLite's file after the start and every night, and alerts damage.</summary>
    public static IServiceCollection AddIntegrity(this IServiceCollection services)
    {
        services.AddSingleton<IntegrityWatch>();
        services.AddSingleton<IJobHandler, IntegrityHandler>();
        services.AddHostedService<IntegrityStart>();
        return services;
    }
}
