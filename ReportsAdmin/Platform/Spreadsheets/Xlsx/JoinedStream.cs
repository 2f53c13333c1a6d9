namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Two streams one after the other.</summary>
internal sealed class JoinedStream(Stream first, Stream second) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer)
    {
        var read = first.Read(buffer);
        return read > 0 ? read : second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            second.Dispose();
        base.Dispose(disposing);
    }
}
