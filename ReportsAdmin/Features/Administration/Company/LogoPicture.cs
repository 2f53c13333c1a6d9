using System.Buffers.Binary;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Administration.Company;

/// <summary>Which kind of picture some bytes are, by their signature and structure. SVG is not taken: it can carry script.</summary>
internal static class LogoPicture
{
    private const int MaxPixels = 4096;

    /// <exception cref="DomainException">It is no PNG, JPEG or WebP, or wider or higher than 4,096 pixels.</exception>
    public static string ContentTypeOf(ReadOnlySpan<byte> content)
    {
        var (type, size) = Recognise(content);
        if (type is null)
            throw new DomainException(ErrorKind.UnsupportedMedia, "The logo must be a PNG, JPEG or WebP picture.");
        if (size is not (> 0 and <= MaxPixels, > 0 and <= MaxPixels))
            throw DomainException.Invalid("file", "The logo must be a whole picture of at most 4,096 pixels a side.");
        return type;
    }

    private static (string? Type, (int Width, int Height) Size) Recognise(ReadOnlySpan<byte> content) =>
        content switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => ("image/png", PngSize(content)),
            [0xFF, 0xD8, 0xFF, ..] => ("image/jpeg", JpegSize(content)),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                ("image/webp", WebpSize(content)),
            _ => (null, default),
        };

    private static (int Width, int Height) PngSize(ReadOnlySpan<byte> content) =>
        content.Length >= 33 && content.Slice(12, 4).SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(content[16..]), BinaryPrimitives.ReadInt32BigEndian(content[20..]))
            : default;

    /// <summary>Steps over the segments to the frame header, which carries height and width.</summary>
    private static (int Width, int Height) JpegSize(ReadOnlySpan<byte> content)
    {
        var at = 2;
        while (at + 9 <= content.Length && content[at] == 0xFF)
        {
            var marker = content[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..])
                );
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
        }

        return default;
    }

    private static (int Width, int Height) WebpSize(ReadOnlySpan<byte> content)
    {
        if (content.Length < 30)
            return default;
        var kind = content.Slice(12, 4);
        if (kind.SequenceEqual("VP8X"u8))
            return (1 + Read24(content[24..]), 1 + Read24(content[27..]));
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[21..]);
            return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return kind.SequenceEqual("VP8 "u8)
            ? (
                BinaryPrimitives.ReadUInt16LittleEndian(content[26..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(content[28..]) & 0x3FFF
            )
            : default;
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
