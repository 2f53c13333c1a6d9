using ReportsAdmin.Platform;

namespace ReportsAdmin.Tests.Platform.Files;

/// <summary>So many zero bytes, made as they are read.</summary>
internal sealed class Zeros(long length) : ReadOnlyStream
{
    private long position;

    public override int Read(Span<byte> buffer)
    {
        var read = (int)Math.Min(buffer.Length, length - position);
        buffer[..read].Clear();
        position += read;
        return read;
    }
}
