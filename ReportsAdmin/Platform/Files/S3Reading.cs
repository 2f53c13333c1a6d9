using Amazon.S3.Model;

namespace ReportsAdmin.Platform.Files;

/// <summary>
/// The content of an object as it comes, never more of it in memory than the reader's buffer. Going elsewhere asks the server for the rest
/// from there, and so does a connection that breaks.
/// </summary>
/// <param name="first">From the first byte on; belongs to the stream.</param>
/// <param name="from">Asks from a byte on.</param>
internal sealed class S3Reading(GetObjectResponse first, Func<long, CancellationToken, Task<GetObjectResponse>> from)
    : ReadOnlyStream
{
    private const int Tries = 3;

    private GetObjectResponse? current = first;
    private long position;

    public override bool CanSeek => true;

    public override long Length { get; } = first.ContentLength;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == position)
                return;
            Drop();
            position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.Length == 0)
            return 0;
        for (var tried = 1; ; tried++)
        {
            try
            {
                current ??= await from(position, cancellationToken);
                var read = await current.ResponseStream.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                    throw new HttpIOException(HttpRequestError.ResponseEnded, "The file store ended its answer early.");
                position += read;
                return read;
            }
            catch (Exception e)
                when ((S3Files.IsAway(e) || e is IOException) && !cancellationToken.IsCancellationRequested)
            {
                Drop();
                if (tried == Tries)
                    throw S3Files.Away();
            }
        }
    }

    public override int Read(Span<byte> buffer) =>
        throw new NotSupportedException("Read it asynchronously, or open a local copy.");

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => Length + offset,
        };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Drop();
        base.Dispose(disposing);
    }

    private void Drop()
    {
        current?.Dispose();
        current = null;
    }
}
