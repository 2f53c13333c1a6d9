namespace ReportsAdmin.Platform.Files;

/// <summary>A file as it was stored. <paramref name="Hash"/> is SHA-256 in lower-case hexadecimal.</summary>
public sealed record StoredFile(string Key, long Size, string Hash);

/// <summary>
/// Keeps files by keys that this class makes itself: nothing a user names ever becomes a path or the name of an object. Where they lie is
/// the matter of an <see cref="IFilePlace"/>.
/// </summary>
public sealed class FileStore(IFilePlace place)
{
    /// <summary>Files in the storage folder.</summary>
    public FileStore(StorageRoot root)
        : this(new FolderFiles(root)) { }

    /// <summary><c>folder</c> or <c>s3</c>.</summary>
    public string Place => place.Name;

    /// <summary>Stores what the stream yields; throws a too-large <see cref="DomainException"/> once more than <paramref name="maxBytes"/> came.</summary>
    public Task<StoredFile> SaveAsync(Stream content, long maxBytes, CancellationToken ct) =>
        place.WriteAsync(
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

    /// <summary>Stores what <paramref name="write"/> puts into the stream, under a key that tells whose it is: see <see cref="OwnedAsync"/>.</summary>
    public Task<StoredFile> SaveAsync(
        FileOwner owner,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken ct
    ) => place.WriteAsync(owner.NewKey(), write, ct);

    /// <summary>Puts a file back under the key that it had. One that is there stays: keys never name another content.</summary>
    /// <param name="write">Writes the content; what it throws leaves no file.</param>
    public async Task RestoreAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        await using (var known = await FindAsync(key, null, ct))
        {
            if (known is not null)
                return;
        }

        await place.WriteAsync(key, write, ct);
    }

    /// <summary>Opens a stored file for reading on, asynchronously; the stream seeks. A missing one is a not-found <see cref="DomainException"/>.</summary>
    /// <param name="hash">SHA-256 that reading it whole is compared with; null or empty where no row has it.</param>
    public async Task<Stream> OpenAsync(string key, string? hash, CancellationToken ct) =>
        await FindAsync(key, hash, ct) ?? throw Missing();

    /// <summary>The same; null when it is missing.</summary>
    public Task<Stream?> FindAsync(string key, string? hash, CancellationToken ct) =>
        place.FindAsync(Checked(key), string.IsNullOrEmpty(hash) ? null : hash, ct);

    /// <summary>Opens the file, or a copy that goes when it is closed, for what reads here and there in it.</summary>
    public async Task<FileStream> OpenLocalAsync(string key, CancellationToken ct) =>
        await place.FindLocalAsync(Checked(key), ct) ?? throw Missing();

    /// <summary>Deletes a file; one that is gone already is fine.</summary>
    public Task DeleteAsync(string key, CancellationToken ct) => place.DeleteAsync(Checked(key), whole: true, ct);

    /// <summary>The same for one of <see cref="OwnedAsync"/>.</summary>
    public Task DeleteAsync(OwnedFile file, CancellationToken ct) => place.DeleteAsync(file.Key, file.Whole, ct);

    /// <summary>Removes what a killed process left half written.</summary>
    public Task<int> RemoveUnfinishedAsync(DateTime olderThanUtc, CancellationToken ct) =>
        place.RemoveUnfinishedAsync(olderThanUtc, ct);

    /// <summary>The keys of whole files without an owner that were written in the range (UTC).</summary>
    public IAsyncEnumerable<string> OrdinaryAsync(DateTime since, DateTime before, CancellationToken ct) =>
        place.ListAsync(owned: false, ct).Where(f => f.Whole && f.At >= since && f.At < before).Select(f => f.Key);

    /// <summary>Takes a file out of the store without deleting it yet.</summary>
    /// <param name="now">In UTC: its time aside counts from here.</param>
    public Task SetAsideAsync(string key, DateTime now, CancellationToken ct) =>
        place.SetAsideAsync(Checked(key), now, ct);

    /// <summary>Deletes the files that were set aside before the instant.</summary>
    public Task<int> RemoveSetAsideAsync(DateTime olderThanUtc, CancellationToken ct) =>
        place.RemoveSetAsideAsync(olderThanUtc, ct);

    /// <summary>Every file that was saved for an owner, half written ones among them.</summary>
    public IAsyncEnumerable<OwnedFile> OwnedAsync(CancellationToken ct) =>
        place
            .ListAsync(owned: true, ct)
            .Where(f => FileOwner.Of(f.Key) is not null)
            .Select(f => new OwnedFile(FileOwner.Of(f.Key)!.Value, f.Key, f.Whole, f.Path));

    /// <summary>What is wrong with the place, for a person; null when it serves.</summary>
    public Task<string?> ProblemAsync(CancellationToken ct) => place.ProblemAsync(ct);

    /// <summary>Whether it has the shape of keys that this class makes.</summary>
    public static bool IsKey(string key) => key.Length == 32 && key.All(char.IsAsciiHexDigit);

    private static string Checked(string key) => IsKey(key) ? key : throw DomainException.NotFound("File not found.");

    private static DomainException Missing() => DomainException.NotFound("The file is no longer kept.");
}
