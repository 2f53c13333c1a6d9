namespace ReportsAdmin.Platform;

/// <summary>
/// Folders (0700) and files (0600) that only the account of this process can read: an installation holds personal data and keys. On
/// Windows the access list of the storage folder decides, which new files inherit.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int Buffer = 1 << 16;

    /// <summary>Creates the folder, or closes an existing one to other accounts. Answers its full path.</summary>
    public static string CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        var isNew = !Directory.Exists(path);
        var folder = Directory.CreateDirectory(path, FolderMode).FullName;
        if (!isNew)
            Narrow(folder, FolderMode);
        return folder;
    }

    /// <summary>Creates a file that does not exist yet, for reading and writing.</summary>
    public static FileStream CreateFile(string path, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = Buffer,
            Options = options,
        };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = FileMode;
        return new FileStream(path, how);
    }

    /// <summary>Creates an empty file for a library to fill, or closes an existing one to other accounts.</summary>
    public static void Ensure(string path)
    {
        if (!File.Exists(path))
            CreateFile(path).Dispose();
        else if (!OperatingSystem.IsWindows())
            Narrow(path, FileMode);
    }

    /// <summary>Whether other accounts of this computer can read the folder or file; false where that cannot be told.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~FolderMode) != 0;

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Narrow(string path, UnixFileMode allowed)
    {
        var mode = File.GetUnixFileMode(path);
        // A folder for everybody, such as /tmp, is not ours to close.
        if ((mode & ~allowed) == 0 || mode.HasFlag(UnixFileMode.StickyBit))
            return;
        try
        {
            File.SetUnixFileMode(path, mode & allowed);
        }
        catch (UnauthorizedAccessException)
        {
            // It belongs to another account; the health of the installation says so.
        }
    }
}
