using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Renders reports and asks the tools of the machine about them.</summary>
internal static class PdfFiles
{
    public static async Task<(byte[] File, RenderedReport Report)> RenderAsync(
        ReportDocument document,
        PdfOptions? options = null,
        Branding? branding = null
    )
    {
        var output = new ForwardOnlyStream();
        var report = await new PdfRenderer(branding ?? PdfSamples.Branding, options ?? new PdfOptions()).RenderAsync(
            document,
            output,
            null,
            CancellationToken.None
        );
        return (output.ToArray(), report);
    }

    public static async Task<PdfReading> ReadAsync(
        ReportDocument document,
        PdfOptions? options = null,
        Branding? branding = null
    ) => new((await RenderAsync(document, options, branding)).File);

    /// <summary>What a program says about a file; skips loudly where the machine lacks it.</summary>
    /// <param name="arguments">The file's path replaces <c>@</c>.</param>
    public static async Task<string> AskAsync(byte[] file, string program, params string[] arguments)
    {
        if (!Commands.Exists(program))
            Assert.Skip($"{program} is not on PATH: it was NOT asked about our PDFs.");
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");
        await File.WriteAllBytesAsync(path, file);
        try
        {
            return await Commands.RunAsync(program, arguments.Select(a => a == "@" ? path : a));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A stream that can only be written to, asynchronously and forward, as a response is.</summary>
    private sealed class ForwardOnlyStream : Stream
    {
        private readonly MemoryStream written = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public byte[] ToArray() => written.ToArray();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => written.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush() => throw new NotSupportedException("Synchronous writes are not allowed.");

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("Synchronous writes are not allowed.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
