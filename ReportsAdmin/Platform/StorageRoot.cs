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
