using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Files;

public static class FilesSetup
{
    /// <summary>The store of files, where <c>Files:Store</c> says, and the sweep of those that no row names.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.Read<FileStoreOptions>());
        services.AddSingleton<FolderFiles>();
        services.AddSingleton(provider => new S3Files(
            provider.GetRequiredService<FileStoreOptions>().S3,
            provider.GetRequiredService<StorageRoot>(),
            provider.GetRequiredService<ILogger<S3Files>>()
        ));
        services.AddSingleton(provider => new FileStore(
            provider.PlaceOf(provider.GetRequiredService<FileStoreOptions>().Store)
        ));
        services.AddSingleton<FileVerbs>();
        services.AddHostedService<FileSweep>();
        return services;
    }

    internal static IFilePlace PlaceOf(this IServiceProvider services, FilePlaceKind kind) =>
        kind == FilePlaceKind.S3 ? services.GetRequiredService<S3Files>() : services.GetRequiredService<FolderFiles>();
}
