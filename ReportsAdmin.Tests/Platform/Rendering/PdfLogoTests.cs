using System.Buffers.Binary;
using System.IO.Compression;
using ReportsAdmin.Platform.Rendering;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Logos of every kind of PNG.</summary>
public sealed class PdfLogoTests
{
    private const int Width = 40;
    private const int Height = 20;

    [Theory]
    [InlineData(0, 8, "/ColorSpace/DeviceGray/BitsPerComponent 8/DecodeParms<</Predictor 15/Colors 1/")]
    [InlineData(2, 8, "/ColorSpace/DeviceRGB/BitsPerComponent 8/DecodeParms<</Predictor 15/Colors 3/")]
    [InlineData(2, 16, "/ColorSpace/DeviceRGB/BitsPerComponent 16/DecodeParms<</Predictor 15/Colors 3/")]
    [InlineData(
        3,
        8,
        "/ColorSpace[/Indexed/DeviceRGB 1<1F4E8CFFFFFF>]/BitsPerComponent 8/DecodeParms<</Predictor 15/Colors 1/"
    )]
    [InlineData(4, 8, "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter")]
    [InlineData(6, 8, "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter")]
    [InlineData(6, 16, "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter")]
    public async Task A_logo_stands_instead_of_the_name(byte type, byte bits, string entries)
    {
        await WithLogoAsync(Png(type, bits), async branding =>
        {
            var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Everything(), branding: branding);
            Assert.Empty(report.Warnings);
            var pdf = new PdfReading(file);
            var image = pdf.Object(
                PdfReading.Reference(pdf.Object(PdfReading.Reference(pdf.Pages[0], "Resources")), "Logo")
            );
            Assert.Contains($"/Subtype/Image/Width {Width}/Height {Height}", image);
            Assert.Contains(entries, image);
            Assert.Equal(type is 4 or 6, image.Contains("/SMask ", StringComparison.Ordinal));
            Assert.Contains("/Logo Do", pdf.Content(0));
            Assert.StartsWith("Krishna Seeds Limited · Confidential\nPage 1 of \nOutstanding ageing\n", pdf.Text(0));
            Assert.Contains(
                "No syntax or stream encoding errors",
                await PdfFiles.AskAsync(file, "qpdf", "--check", "@")
            );
        });
    }

    [Fact]
    public async Task Colours_and_alpha_are_parted_whatever_the_filter()
    {
        await WithLogoAsync(Png(6, 8), async branding =>
        {
            var pdf = new PdfReading((await PdfFiles.RenderAsync(PdfSamples.Everything(), branding: branding)).File);
            var image = PdfReading.Reference(pdf.Object(PdfReading.Reference(pdf.Pages[0], "Resources")), "Logo");
            var (colours, alpha) = (pdf.Data(image), pdf.Data(PdfReading.Reference(pdf.Object(image), "SMask")));
            Assert.Equal((Width * Height * 3, Width * Height), (colours.Length, alpha.Length));
            for (var i = 0; i < alpha.Length; i++)
            {
                var (x, y) = (i % Width, i / Width);
                Assert.Equal(Sample(x, y, 3), alpha[i]);
                for (var c = 0; c < 3; c++)
                    Assert.Equal(Sample(x, y, c), colours[3 * i + c]);
            }
        });
    }

    [Fact]
    public async Task A_palette_may_have_clear_entries_and_a_picture_one_clear_colour()
    {
        await WithLogoAsync(Png(3, 8, clear: [0]), async branding =>
        {
            var pdf = new PdfReading((await PdfFiles.RenderAsync(PdfSamples.Everything(), branding: branding)).File);
            var image = PdfReading.Reference(pdf.Object(PdfReading.Reference(pdf.Pages[0], "Resources")), "Logo");
            var alpha = pdf.Data(PdfReading.Reference(pdf.Object(image), "SMask"));
            for (var i = 0; i < alpha.Length; i++)
                Assert.Equal(i % Width / 4 % 2 == 0 ? 0 : 255, alpha[i]);
        });
        await WithLogoAsync(Png(2, 8, clear: [0, 255, 0, 254, 0, 1]), async branding =>
        {
            var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Everything(), branding: branding);
            Assert.Contains(new PdfReading(file).Objects, o =>
                o.Contains("/Mask[255 255 254 254 1 1]", StringComparison.Ordinal)
            );
        });
    }

    [Theory]
    [InlineData("no picture at all", "it is not a PNG")]
    [InlineData("interlaced", "it is interlaced")]
    [InlineData("cut", "it is cut off")]
    [InlineData("huge", "it is too large")]
    public async Task A_logo_that_cannot_be_read_is_named_and_the_name_stands(string fault, string reason)
    {
        var png = Png(6, 8);
        if (fault == "no picture at all")
            png = [.. "GIF89a"u8];
        if (fault == "interlaced")
            png[28] = 1;
        if (fault == "cut")
            png = png[..(png.Length / 2)];
        if (fault == "huge")
            BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), int.MaxValue);
        await WithLogoAsync(png, async branding =>
        {
            var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Everything(), branding: branding);
            Assert.EndsWith($".png is not shown: {reason}.", Assert.Single(report.Warnings));
            Assert.Contains("Page 1 of \nKrishna Seeds Limited\nOutstanding ageing\n", new PdfReading(file).Text(0));
        });
    }

    private static async Task WithLogoAsync(byte[] png, Func<Branding, Task> test)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        await File.WriteAllBytesAsync(path, png);
        try
        {
            await test(PdfSamples.Branding with { LogoFile = path });
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte Sample(int x, int y, int channel) => (byte)(x * 6 + y * 11 + channel * 50);

    /// <summary>A PNG whose rows use all five filters in turn.</summary>
    private static byte[] Png(byte type, byte bits, byte[]? clear = null)
    {
        var channels = type switch
        {
            0 or 3 => 1,
            2 => 3,
            4 => 2,
            _ => 4,
        };
        var step = bits / 8;
        var (pixel, stride) = (channels * step, Width * channels * step);
        var (above, packed) = (new byte[stride], new MemoryStream());
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < Height; y++)
            {
                var row = new byte[stride];
                for (var i = 0; i < stride; i++)
                    row[i] =
                        type == 3 ? (byte)(i / 4 % 2)
                        : i % step == 0 ? Sample(i / pixel, y, i % pixel / step)
                        : (byte)i;
                deflate.WriteByte((byte)(y % 5));
                for (var i = 0; i < stride; i++)
                    deflate.WriteByte(
                        (byte)(
                            row[i]
                            - Guess(y % 5, i >= pixel ? row[i - pixel] : 0, above[i], i >= pixel ? above[i - pixel] : 0)
                        )
                    );
                above = row;
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (bits, type);
        Chunk(png, "IHDR"u8, header);
        if (type == 3)
            Chunk(png, "PLTE"u8, [0x1F, 0x4E, 0x8C, 255, 255, 255]);
        if (clear is not null)
            Chunk(png, "tRNS"u8, clear);
        Chunk(png, "IDAT"u8, packed.ToArray().AsSpan(0, 30));
        Chunk(png, "IDAT"u8, packed.ToArray().AsSpan(30));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static int Guess(int filter, int left, int up, int corner)
    {
        var p = left + up - corner;
        return filter switch
        {
            0 => 0,
            1 => left,
            2 => up,
            3 => (left + up) / 2,
            _ => new[] { (Math.Abs(p - left), 0, left), (Math.Abs(p - up), 1, up), (Math.Abs(p - corner), 2, corner) }
                .Min()
                .Item3,
        };
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        png.Write(length);
        png.Write(name);
        png.Write(data);
        // No reader here looks at the check sum.
        png.Write(length);
    }
}
