using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Jobs;

public static class JobsSetup
{
    /// <summary>The queue, its workers and its janitor. Rooms add their handlers as <see cref="IJobHandler"/>.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<JobOptions>());
        services.AddSingleton<IQueueSql>(provider =>
            provider.GetRequiredService<DatabaseOptions>().IsPostgres ? new PostgresQueueSql() : new SqliteQueueSql()
        );
        services.AddSingleton<JobTable>();
        services.AddSingleton<JobDispatch>();
        services.AddSingleton<JobClaims>();
        services.AddSingleton<JobKinds>();
        services.AddSingleton<JobMeasures>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<JobAttempt>();
        services.AddSingleton<JobLeases>();
        services.AddSingleton<WorkerPulse>();
        services.AddSingleton<RecurringJobs>();
        services.AddSingleton<JobMaintenance>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<JobMaintenance>());
        var timeZone = configuration.Read<CompanyOptions>().TimeZone;
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<NightlyJobs>(provider, timeZone));
        services.AddHostedService<RecurringScanner>();
        return services;
    }
}
