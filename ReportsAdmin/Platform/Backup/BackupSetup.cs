using ReportsAdmin.Platform.Data.Transfer;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Backup;

public static class BackupSetup
{
    /// <summary>Backups by command, by job and every night; restore and move by command.</summary>
    public static IServiceCollection AddBackup(
        this IServiceCollection services,
        IConfiguration configuration,
        StorageRoot root,
        IHostEnvironment environment
    )
    {
        var options = configuration.Read<BackupOptions>();
        var folder = BackupFolder.From(options, root, environment.ContentRootPath);
        services.AddSingleton(options);
        services.AddSingleton(folder);
        services.AddSingleton<SideDatabases>();
        services.AddSingleton<BackupMaker>();
        services.AddSingleton<BackupRestore>();
        services.AddSingleton<BackupStore>();
        services.AddSingleton<DatabaseMove>();
        services.AddSingleton<BackupVerbs>();
        services.AddHostedService<DatabaseInUse>();
        services.AddSingleton<IJobHandler, BackupHandler>();
        services.AddSingleton<IJobHandler, BackupCheckHandler>();
        if (folder.IsChosen)
            services.AddSingleton(BackupHandler.EveryNight);
        return services;
    }
}
