using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Files;

/// <summary>Files in folders under the storage root. A file is written to a temporary name and moved into place.</summary>
public sealed class FolderFiles : IFilePlace
{
    private const string Unfinished = ".part";
    private const string Aside = ".aside";

    private readonly string folder;
    private readonly string owned;

    public FolderFiles(StorageRoot root)
    {
        folder = root.Folder("files");
        owned = root.Folder("owned-files");
    }

    public string Name => "folder";

    public async Task<StoredFile> WriteAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken ct
    )
    {
        var temporary = PathOf(key) + Unfinished;
        PrivateFiles.CreateFolder(Path.GetDirectoryName(temporary)!);
        try
        {
            StoredFile stored;
            await using (var file = PrivateFiles.CreateFile(temporary, FileOptions.Asynchronous))
            using (var hashing = new HashingStream(file))
            {
                await write(hashing, ct);
                await file.FlushAsync(ct);
                file.Flush(flushToDisk: true);
                stored = new StoredFile(key, hashing.Length, hashing.Hash());
            }

            File.Move(temporary, PathOf(key));
            return stored;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Task<Stream?> FindAsync(string key, string? hash, CancellationToken ct)
    {
        Stream? file = Find(key);
        return Task.FromResult(file is null || hash is null ? file : new VerifiedStream(file, key, hash));
    }

    public Task<FileStream?> FindLocalAsync(string key, CancellationToken ct) => Task.FromResult(Find(key));

    public async Task<StoredFile?> DescribeAsync(string key, CancellationToken ct)
    {
        await using var file = Find(key);
        return file is null
            ? null
            : new StoredFile(key, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
    }

    public Task DeleteAsync(string key, bool whole, CancellationToken ct)
    {
        var path = whole ? PathOf(key) : PathOf(key) + Unfinished;
        // File.Delete forgives a missing file, not a missing folder.
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<PlacedFile> ListAsync(bool owned, [EnumeratorCancellation] CancellationToken ct)
    {
        // There is nothing to wait for, but the places have one face.
        await Task.CompletedTask;
        var place = owned ? this.owned : folder;
        foreach (var path in Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var name = Path.GetFileName(path);
            var key = name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name;
            if (FileStore.IsKey(key))
                yield return new PlacedFile(key, key.Length == name.Length, File.GetLastWriteTimeUtc(path), path);
        }
    }

    public Task SetAsideAsync(string key, DateTime now, CancellationToken ct)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return Task.CompletedTask;
        File.Move(path, path + Aside);
        File.SetLastWriteTimeUtc(path + Aside, now);
        return Task.CompletedTask;
    }

    public Task<int> RemoveSetAsideAsync(DateTime olderThanUtc, CancellationToken ct) =>
        Task.FromResult(RemoveOld(Aside, olderThanUtc));

    public Task<int> RemoveUnfinishedAsync(DateTime olderThanUtc, CancellationToken ct) =>
        Task.FromResult(RemoveOld(Unfinished, olderThanUtc));

    /// <summary>The health of the storage folder is looked at with that of the disk.</summary>
    public Task<string?> ProblemAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    private FileStream? Find(string key)
    {
        var path = PathOf(key);
        // A row names it after all: a backup was restored meanwhile.
        if (!File.Exists(path) && File.Exists(path + Aside))
            File.Move(path + Aside, path);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) : null;
    }

    private int RemoveOld(string ending, DateTime olderThanUtc)
    {
        var removed = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + ending, SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(path) >= olderThanUtc)
                continue;
            File.Delete(path);
            removed++;
        }

        return removed;
    }

    // Two characters of the random end spread the files over 256 folders.
    private string PathOf(string key) => Path.Combine(FileOwner.Of(key) is null ? folder : owned, key[^2..], key);
}
