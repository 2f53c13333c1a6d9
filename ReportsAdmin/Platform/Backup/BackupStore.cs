using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Backup;

/// <summary>The backups that lie in the folder.</summary>
public sealed partial class BackupStore(BackupFolder folder, BackupOptions options)
{
    public BackupFolder Folder => folder;

    /// <summary>Newest first; one that cannot be read is listed without what it holds.</summary>
    public async Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken ct)
    {
        var found = new List<BackupFile>();
        foreach (var path in Paths())
            found.Add(await ReadAsync(path, ct));
        return found;
    }

    /// <summary>Where the backup is; a not-found <see cref="DomainException"/> for a name that is none.</summary>
    public string PathOf(string name)
    {
        var path = Path.Combine(folder.Path, name);
        return NamePattern().IsMatch(name) && File.Exists(path)
            ? path
            : throw DomainException.NotFound("There is no such backup.");
    }

    /// <summary>Opens the file for reading.</summary>
    public OpenFile Open(string name)
    {
        var path = PathOf(name);
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        return new OpenFile(content, name, "application/zip", content.Length, "", File.GetLastWriteTimeUtc(path), null);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Deletes the oldest ones that are more than are kept.</summary>
    public int DeleteOld()
    {
        var old = Paths().Skip(options.Keep).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    /// <summary>Names begin with their time, so their order is that of time.</summary>
    private IEnumerable<string> Paths() =>
        Directory.Exists(folder.Path)
            ? Directory
                .EnumerateFiles(folder.Path, "*" + BackupArchive.Extension)
                .Where(p => NamePattern().IsMatch(Path.GetFileName(p)))
                .OrderDescending(StringComparer.Ordinal)
            : [];

    private static async Task<BackupFile> ReadAsync(string path, CancellationToken ct)
    {
        var (name, size) = (Path.GetFileName(path), new FileInfo(path).Length);
        try
        {
            await using var archive = BackupArchive.Open(path);
            return new BackupFile(name, size, await BackupArchive.ManifestOfAsync(archive, ct), null);
        }
        catch (DomainException e)
        {
            return new BackupFile(name, size, null, e.Message);
        }
    }

    [GeneratedRegex(@"^reportsadmin-\d{8}-\d{6}-[0-9a-f]{6}\.backup\.zip$")]
    private static partial Regex NamePattern();
}

/// <param name="Manifest">Null when it cannot be read; <paramref name="Problem"/> says why.</param>
public sealed record BackupFile(string Name, long Size, BackupManifest? Manifest, string? Problem);
