namespace ReportsAdmin.Platform;

/// <summary>The folder that holds everything this installation keeps on disk: database file, uploads, logs of the first start.</summary>
/// <param name="Path">Absolute; from <c>Storage:Root</c>, by default <c>data</c> beside the project.</param>
public sealed record StorageRoot(string Path)
{
    public static StorageRoot From(IConfiguration configuration, string contentRoot)
    {
        var configured = configuration["Storage:Root"];
        var path = System.IO.Path.GetFullPath(
            string.IsNullOrWhiteSpace(configured) ? "../data" : configured,
            contentRoot
        );
        Directory.CreateDirectory(path);
        return new StorageRoot(path);
    }

    /// <summary>A folder below the root, made when absent.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
}
