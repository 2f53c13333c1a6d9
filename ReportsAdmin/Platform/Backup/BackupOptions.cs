using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Platform.Backup;

/// <summary>Where backups go and how many stay.</summary>
public sealed record BackupOptions : ISettings
{
    public static string Section => "Backup";

    [Setting(
        "A folder for backups, best on another disk; with it a backup is made every night. Relative to the project folder.",
        Default = "backups in the storage folder, and no nightly backup"
    )]
    public string? Folder { get; init; }

    [Setting("How many backups stay in the folder; older ones are deleted after each new one.", Least = 1, Most = 1000)]
    public int Keep { get; init; } = 14;
}

/// <summary>The folder of the backups of this installation.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="IsChosen">Whether it was configured; only then there are nightly backups.</param>
public sealed record BackupFolder(string Path, bool IsChosen)
{
    public static BackupFolder From(BackupOptions options, StorageRoot root, string contentRoot) =>
        options.Folder is { Length: > 0 } folder
            ? new BackupFolder(System.IO.Path.GetFullPath(folder, contentRoot), IsChosen: true)
            : new BackupFolder(System.IO.Path.Combine(root.Path, "backups"), IsChosen: false);
}
