using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Platform.Backup;

/// <summary>The backups that lie in the folder.</summary>
public sealed partial class BackupStore(BackupFolder folder, BackupOptions options)
{
    private readonly ConcurrentDictionary<string, BackupFile> read = new(StringComparer.Ordinal);

    public BackupFolder Folder => folder;

    /// <summary>Newest first; one that cannot be read is listed without what it holds.</summary>
    public async Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken ct)
    {
        var found = new List<BackupFile>();
        foreach (var path in Paths())
        {
            // A run that ends meanwhile deletes the oldest ones.
            if (await ReadAsync(path, ct) is { } file)
                found.Add(file);
        }

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

    public void Delete(string name)
    {
        File.Delete(PathOf(name));
        read.TryRemove(name, out _);
    }

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

    /// <summary>Null when it is gone.</summary>
    private async Task<BackupFile?> ReadAsync(string path, CancellationToken ct)
    {
        if (new FileInfo(path) is not { Exists: true, Length: var size })
            return null;
        var name = Path.GetFileName(path);
        // A backup never changes, and its manifest is long.
        if (read.TryGetValue(name, out var known) && known.Size == size)
            return known;
        try
        {
            await using var archive = BackupArchive.Open(path);
            var content = BackupContent.Of(await BackupArchive.ManifestOfAsync(archive, ct));
            return read[name] = new BackupFile(name, size, content, null);
        }
        catch (DomainException e)
        {
            return File.Exists(path) ? new BackupFile(name, size, null, e.Message) : null;
        }
    }

    [GeneratedRegex(@"^reportsadmin-\d{8}-\d{6}-[0-9a-f]{6}\.backup\.zip$")]
    private static partial Regex NamePattern();
}

/// <param name="Size">In bytes.</param>
/// <param name="Content">Null when it cannot be read; <paramref name="Problem"/> says why.</param>
public sealed record BackupFile(string Name, long Size, BackupContent? Content, string? Problem);

/// <summary>What a manifest says in sum.</summary>
public sealed record BackupContent(DateTime TakenAt, long Rows, int Files, int MissingFiles, string Schema)
{
    internal static BackupContent Of(BackupManifest manifest) =>
        new(manifest.TakenAt, manifest.Rows, manifest.Files.Count, manifest.MissingFiles, manifest.Schema);
}
