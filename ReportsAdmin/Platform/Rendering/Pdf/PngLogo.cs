using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>A PNG as PDF holds it: grey, RGB and palette pass through as they are; with an alpha channel it is parted into colours and a mask.</summary>
internal sealed class PngLogo
{
    private const int MaxPixels = 16_000_000;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    private readonly string colours;
    private readonly byte[] data;
    private readonly byte[]? alpha;

    /// <exception cref="InvalidDataException">With the reason, for a file that is no PNG or one of a kind not understood.</exception>
    public PngLogo(ReadOnlySpan<byte> png)
    {
        if (png.Length < 33 || !png.StartsWith(Signature))
            throw new InvalidDataException("it is not a PNG");
        (Width, Height) = (
            BinaryPrimitives.ReadInt32BigEndian(png[16..]),
            BinaryPrimitives.ReadInt32BigEndian(png[20..])
        );
        var (bits, type, interlaced) = (png[24], png[25], png[28] != 0);
        if (Width <= 0 || Height <= 0 || (long)Width * Height > MaxPixels)
            throw new InvalidDataException("it is too large");
        if (interlaced)
            throw new InvalidDataException("it is interlaced");
        var packed = Chunks(png[8..], out var palette, out var transparent);
        var (channels, space) = ColoursOf(type, palette);
        if (type is 4 or 6)
        {
            if (bits is not (8 or 16))
                throw new InvalidDataException("its colours are of an unknown kind");
            (data, alpha) = Part(Rows(packed, channels * bits), channels, bits);
            colours = $"/ColorSpace{space}/BitsPerComponent 8";
            return;
        }

        data = packed.ToArray();
        if (type == 3 && transparent.Length > 0)
            alpha = AlphaOfPalette(Rows(packed, bits), bits, transparent);
        colours = FormattableString.Invariant(
            $"/ColorSpace{space}/BitsPerComponent {bits}/DecodeParms<</Predictor 15/Colors {channels}/BitsPerComponent {bits}/Columns {Width}>>{(type == 3 ? "" : TransparentColour(transparent))}"
        );
    }

    /// <summary>The channels of a colour type, and its colour space for PDF.</summary>
    private static (int Channels, string Space) ColoursOf(byte type, ReadOnlySpan<byte> palette) =>
        type switch
        {
            0 => (1, "/DeviceGray"),
            2 => (3, "/DeviceRGB"),
            3 => (
                1,
                FormattableString.Invariant(
                    $"[/Indexed/DeviceRGB {palette.Length / 3 - 1}<{Convert.ToHexString(palette)}>]"
                )
            ),
            4 => (2, "/DeviceGray"),
            6 => (4, "/DeviceRGB"),
            _ => throw new InvalidDataException("its colours are of an unknown kind"),
        };

    /// <summary>The compressed rows; with them the palette and what of it is transparent, empty where there are none.</summary>
    private static MemoryStream Chunks(
        ReadOnlySpan<byte> rest,
        out ReadOnlySpan<byte> palette,
        out ReadOnlySpan<byte> transparent
    )
    {
        palette = default;
        transparent = default;
        var packed = new MemoryStream();
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 12)
                throw new InvalidDataException("it is cut off");
            if (rest[4..8].SequenceEqual("PLTE"u8))
                palette = rest.Slice(8, length);
            if (rest[4..8].SequenceEqual("tRNS"u8))
                transparent = rest.Slice(8, length);
            if (rest[4..8].SequenceEqual("IDAT"u8))
                packed.Write(rest.Slice(8, length));
            rest = rest[(12 + length)..];
        }

        return packed;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Writes the image and gives its object.</summary>
    public int Write(PdfFile file)
    {
        var id = file.NewId();
        var entries = FormattableString.Invariant($"/Type/XObject/Subtype/Image/Width {Width}/Height {Height}");
        if (alpha is not null)
        {
            var mask = file.NewId();
            file.WriteStream(mask, entries + "/ColorSpace/DeviceGray/BitsPerComponent 8", alpha);
            entries += FormattableString.Invariant($"/SMask {mask} 0 R");
        }

        if (colours.Contains("/Predictor", StringComparison.Ordinal))
            file.WriteStream(id, entries + colours, data, "/Filter/FlateDecode");
        else
            file.WriteStream(id, entries + colours, data);
        return id;
    }

    /// <summary>Unpacks the rows and undoes their filters.</summary>
    private byte[] Rows(MemoryStream packed, int bitsOfPixel)
    {
        var (stride, pixel) = ((Width * bitsOfPixel + 7) / 8, Math.Max(1, bitsOfPixel / 8));
        var rows = new byte[stride * Height];
        packed.Position = 0;
        using var unpacking = new ZLibStream(packed, CompressionMode.Decompress);
        ReadOnlySpan<byte> above = new byte[stride];
        for (var y = 0; y < Height; y++)
        {
            var filter = unpacking.ReadByte();
            var row = rows.AsSpan(y * stride, stride);
            if (filter < 0 || unpacking.ReadAtLeast(row, stride, throwOnEndOfStream: false) < stride)
                throw new InvalidDataException("it is cut off");
            Undo(filter, row, above, pixel);
            above = row;
        }

        return rows;
    }

    private static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i >= pixel ? row[i - pixel] : 0, above[i], i >= pixel ? above[i - pixel] : 0);
            row[i] += (byte)(
                filter switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Nearest(left, up, corner),
                    _ => 0,
                }
            );
        }
    }

    /// <summary>The predictor of Paeth.</summary>
    private static int Nearest(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (byLeft, byUp, byCorner) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return byLeft <= byUp && byLeft <= byCorner ? left
            : byUp <= byCorner ? up
            : corner;
    }

    /// <summary>The opacity of each pixel by its number in the palette; entries not named are opaque.</summary>
    private byte[] AlphaOfPalette(byte[] rows, int bits, ReadOnlySpan<byte> transparent)
    {
        var (mask, stride) = (new byte[Width * Height], (Width * bits + 7) / 8);
        for (var i = 0; i < mask.Length; i++)
        {
            var (y, bit) = (i / Width, i % Width * bits);
            var entry = rows[y * stride + bit / 8] >> (8 - bits - bit % 8) & ((1 << bits) - 1);
            mask[i] = entry < transparent.Length ? transparent[entry] : byte.MaxValue;
        }

        return mask;
    }

    /// <summary>The one colour of a picture without alpha that is not painted: two bytes for each channel.</summary>
    private static string TransparentColour(ReadOnlySpan<byte> transparent)
    {
        if (transparent.Length < 2)
            return "";
        var parts = new List<int>();
        for (var i = 0; i + 1 < transparent.Length; i += 2)
            parts.Add(BinaryPrimitives.ReadUInt16BigEndian(transparent[i..]));
        return $"/Mask[{string.Join(' ', parts.SelectMany(p => (int[])[p, p]).Select(p => p.ToString(CultureInfo.InvariantCulture)))}]";
    }

    /// <summary>Parts pixels into colours and alpha, of 16 bits the upper 8.</summary>
    private (byte[] Colours, byte[] Alpha) Part(byte[] rows, int channels, int bits)
    {
        var step = bits / 8;
        var (colour, mask) = (new byte[Width * Height * (channels - 1)], new byte[Width * Height]);
        for (int pixel = 0, at = 0, into = 0; pixel < mask.Length; pixel++)
        {
            for (var c = 0; c < channels - 1; c++, at += step)
                colour[into++] = rows[at];
            mask[pixel] = rows[at];
            at += step;
        }

        return (colour, mask);
    }
}
