using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Files;

/// <summary>A file as it was stored. <paramref name="Hash"/> is SHA-256 in lower-case hexadecimal.</summary>
public sealed record StoredFile(string Key, long Size, string Hash);

/// <summary>
/// Keeps files under the storage root, by keys that this class makes itself: nothing a user names ever becomes a path.
/// A file is written to a temporary name and moved into place, so a key that exists is a whole file.
/// </summary>
public sealed class FileStore
{
    private const string Unfinished = ".part";
    private const string Aside = ".aside";

    private readonly string folder;
    private readonly string owned;

    public FileStore(StorageRoot root)
    {
        folder = root.Folder("files");
        owned = root.Folder("owned-files");
    }

    /// <summary>Stores what the stream yields; throws a too-large <see cref="DomainException"/> once more than <paramref name="maxBytes"/> came.</summary>
    public Task<StoredFile> SaveAsync(Stream content, long maxBytes, CancellationToken ct) =>
        WriteAsync(
            Guid.CreateVersion7().ToString("N"),
            async (file, token) =>
            {
                var buffer = new byte[1 << 16];
                long size = 0;
                int read;
                while ((read = await content.ReadAsync(buffer, token)) > 0)
                {
                    size += read;
                    if (size > maxBytes)
                        throw new DomainException(
                            ErrorKind.TooLarge,
                            $"The file is larger than {maxBytes / (1024 * 1024)} MB."
                        );
                    await file.WriteAsync(buffer.AsMemory(0, read), token);
                }
            },
            ct
        );

    /// <summary>Stores what <paramref name="write"/> puts into the stream, under a key that tells whose it is: see <see cref="Owned"/>.</summary>
    public Task<StoredFile> SaveAsync(
        FileOwner owner,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken ct
    ) => WriteAsync(owner.NewKey(), write, ct);

    private async Task<StoredFile> WriteAsync(
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

    /// <summary>Puts a file back under the key that it had. One that is there stays: keys never name another content.</summary>
    /// <param name="write">Writes the content; what it throws leaves no file.</param>
    public async Task RestoreAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await using (var known = Find(key))
        {
            if (known is not null)
                return;
        }

        await WriteAsync(key, write, ct);
    }

    /// <summary>Opens a stored file for reading; a missing one is a not-found <see cref="DomainException"/>.</summary>
    public FileStream Open(string key) => Find(key) ?? throw DomainException.NotFound("The file is no longer kept.");

    /// <summary>The same; null when it is missing.</summary>
    public FileStream? Find(string key)
    {
        var path = PathOf(key);
        // A row names it after all: a backup was restored meanwhile.
        if (!File.Exists(path) && File.Exists(path + Aside))
            File.Move(path + Aside, path);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) : null;
    }

    /// <summary>Deletes a file; one that is gone already is fine.</summary>
    public void Delete(string key)
    {
        var path = PathOf(key);
        // File.Delete forgives a missing file, not a missing folder.
        if (File.Exists(path))
            File.Delete(path);
    }

    /// <summary>Removes what a killed process left half written; called at start.</summary>
    public int RemoveUnfinished(DateTime olderThanUtc) => RemoveOld(Unfinished, olderThanUtc);

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

    /// <summary>The keys of whole files without an owner that were written in the range (UTC).</summary>
    public IEnumerable<string> Ordinary(DateTime since, DateTime before) =>
        from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let key = Path.GetFileName(path)
        where IsKey(key)
        let at = File.GetLastWriteTimeUtc(path)
        where at >= since && at < before
        select key;

    /// <summary>Takes a file out of the store without deleting it yet.</summary>
    /// <param name="now">In UTC: its time aside counts from here.</param>
    public void SetAside(string key, DateTime now)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
            return;
        File.Move(path, path + Aside);
        File.SetLastWriteTimeUtc(path + Aside, now);
    }

    /// <summary>Deletes the files that were set aside before the instant.</summary>
    public int RemoveSetAside(DateTime olderThanUtc) => RemoveOld(Aside, olderThanUtc);

    /// <summary>Every file that was saved for an owner, half written ones among them.</summary>
    public IEnumerable<OwnedFile> Owned()
    {
        foreach (var path in Directory.EnumerateFiles(owned, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetFileName(path);
            var key = name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name;
            if (IsKey(key) && FileOwner.Of(key) is { } owner)
                yield return new OwnedFile(owner, key, key.Length == name.Length, path);
        }
    }

    // Two characters of the random end spread the files over 256 folders.
    private string PathOf(string key)
    {
        if (!IsKey(key))
            throw DomainException.NotFound("File not found.");
        return Path.Combine(FileOwner.Of(key) is null ? folder : owned, key[^2..], key);
    }

    /// <summary>Whether it has the shape of keys that this class makes.</summary>
    public static bool IsKey(string key) => key.Length == 32 && key.All(char.IsAsciiHexDigit);
}
