using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform;

/// <summary>The folder that holds everything this installation keeps on disk: database file, uploads, logs of the first start. Other accounts of the computer cannot look into it.</summary>
/// <param name="Path">Absolute; from <c>Storage:Root</c>, by default <c>data</c> beside the project.</param>
public sealed record StorageRoot(string Path)
{
    public static StorageRoot From(IConfiguration configuration, string contentRoot)
    {
        var path = System.IO.Path.GetFullPath(configuration.Read<StorageOptions>().Root, contentRoot);
        return new StorageRoot(PrivateFiles.CreateFolder(path));
    }

    /// <summary>The folder when it can be written; null when it cannot, which is logged.</summary>
    public static StorageRoot? Find(WebApplicationBuilder builder)
    {
        try
        {
            var root = From(builder.Configuration, builder.Environment.ContentRootPath);
            var probe = System.IO.Path.Combine(root.Path, System.IO.Path.GetRandomFileName());
            PrivateFiles.CreateFile(probe, FileOptions.DeleteOnClose).Dispose();
            return root;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The host and its log are not built yet; this one writes out its lines when it is disposed.
            using var loggers = LoggerFactory.Create(l => l.AddSimpleConsole(o => o.SingleLine = true));
            loggers
                .CreateLogger<StorageRoot>()
                .LogCritical(
                    "The storage folder cannot be written: {Reason} Set Storage:Root to a folder that this account may write; the process ends",
                    e.Message
                );
            return null;
        }
    }

    /// <summary>A folder below the root, made when absent.</summary>
    public string Folder(string name) => PrivateFiles.CreateFolder(System.IO.Path.Combine(Path, name));
}

/// <summary>The setting of <see cref="StorageRoot"/>.</summary>
public sealed record StorageOptions : ISettings
{
    public static string Section => "Storage";

    [Setting("The folder of the database file and the uploads; relative to the project folder.")]
    public string Root { get; init; } = "../data";
}
