using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;

namespace ReportsAdmin.Platform.Integrity;

public static class IntegritySetup
{
    /// <summary>Looks through SQLite's file after the start and every night, and alerts damage. PostgreSQL looks after its own files.</summary>
    public static IServiceCollection AddIntegrity(this IServiceCollection services, DatabaseOptions database)
    {
        if (database.IsPostgres)
            return services;
        services.AddSingleton<IntegrityWatch>();
        services.AddSingleton<IJobHandler, IntegrityHandler>();
        services.AddSingleton(IntegrityHandler.EveryNight);
        services.AddHostedService<IntegrityStart>();
        return services;
    }
}
