using System.Security.Cryptography;

namespace ReportsAdmin.Platform.Files;

/// <summary>What the store gives back is not what was stored.</summary>
public sealed class FileDamagedException(string key)
    : IOException($"The stored file {key} is damaged: its content is not what was stored.");

/// <summary>
/// Reads on and compares: the last bytes of a damaged file are never given out, so whoever reads it whole gets an error instead.
/// Reading from the middle, as ranges do, compares nothing.
/// </summary>
internal sealed class VerifiedStream(Stream inner, string key, string hash) : ReadOnlyStream
{
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long hashed;
    private bool compared;

    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var at = inner.Position;
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Add(at, buffer.Span[..read]);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var at = inner.Position;
        var read = inner.Read(buffer);
        Add(at, buffer[..read]);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override async ValueTask DisposeAsync()
    {
        sha.Dispose();
        await inner.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            sha.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Add(long at, ReadOnlySpan<byte> read)
    {
        // A reader that went elsewhere and came back is hashed once all the same.
        if (compared || at != hashed)
            return;
        sha.AppendData(read);
        hashed += read.Length;
        if (hashed < inner.Length)
            return;
        compared = true;
        if (Convert.ToHexStringLower(sha.GetHashAndReset()) != hash)
            throw new FileDamagedException(key);
    }
}
