namespace ReportsAdmin.Platform.Files;

/// <summary>
/// Where stored files lie: a folder, or a bucket of an S3 server. A key that is there is a whole file, and never names another content.
/// A place that does not serve at the moment answers with a <see cref="DomainException"/> of the kind <see cref="ErrorKind.Unavailable"/>.
/// </summary>
public interface IFilePlace
{
    /// <summary><c>folder</c> or <c>s3</c>.</summary>
    string Name { get; }

    /// <summary>Stores what <paramref name="write"/> puts into the stream; what that throws leaves nothing behind.</summary>
    Task<StoredFile> WriteAsync(string key, Func<Stream, CancellationToken, Task> write, CancellationToken ct);

    /// <summary>Opens for reading as it comes; the stream seeks, and is read asynchronously only. Null when the file is missing.</summary>
    /// <param name="hash">SHA-256 that reading from the first byte to the last is compared with; null compares with what the place knows.</param>
    Task<Stream?> FindAsync(string key, string? hash, CancellationToken ct);

    /// <summary>Opens a file of this computer with the content, for what reads here and there. Null when it is missing.</summary>
    Task<FileStream?> FindLocalAsync(string key, CancellationToken ct);

    /// <summary>Size and hash of a file; null when it is missing.</summary>
    Task<StoredFile?> DescribeAsync(string key, CancellationToken ct);

    /// <summary>Deletes a file; one that is gone already is fine.</summary>
    /// <param name="whole">False for what is half written.</param>
    Task DeleteAsync(string key, bool whole, CancellationToken ct);

    /// <summary>All files with an owner, or all without one.</summary>
    IAsyncEnumerable<PlacedFile> ListAsync(bool owned, CancellationToken ct);

    /// <summary>Takes a file out without deleting it yet; finding it brings it back.</summary>
    /// <param name="now">In UTC: its time aside counts from here, or from the server's clock.</param>
    Task SetAsideAsync(string key, DateTime now, CancellationToken ct);

    /// <summary>Deletes the files that were set aside before the instant.</summary>
    Task<int> RemoveSetAsideAsync(DateTime olderThanUtc, CancellationToken ct);

    /// <summary>Removes files without an owner that nobody went on writing since the instant.</summary>
    Task<int> RemoveUnfinishedAsync(DateTime olderThanUtc, CancellationToken ct);

    /// <summary>Whether it serves; what is wrong, for a person, or null.</summary>
    Task<string?> ProblemAsync(CancellationToken ct);
}

/// <param name="Whole">False while it is being written, and for ever when the writer was killed.</param>
/// <param name="At">UTC: when it was written last.</param>
/// <param name="Path">Where it lies, in the words of the place.</param>
public sealed record PlacedFile(string Key, bool Whole, DateTime At, string Path);
