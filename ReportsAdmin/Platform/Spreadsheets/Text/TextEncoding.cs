using System.Text;
using System.Text.Unicode;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Finds the encoding of a text file: by byte order mark, else UTF-8 when all of it is, else the Windows page of Western Europe.</summary>
internal static class TextEncoding
{
    static TextEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Windows1252 = Encoding.GetEncoding(1252);
    }

    public static Encoding Windows1252 { get; }

    /// <summary>A guess from the first bytes, or null when they are binary.</summary>
    public static Encoding? OfSample(ReadOnlySpan<byte> start)
    {
        if (OfMark(start) is { } marked)
            return marked;
        if (start.IndexOf((byte)0) >= 0)
            return OfZeros(start);
        // The sample may end inside a character, so its end is not judged; control characters are.
        foreach (var b in start)
        {
            if (b < 32 && b is not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 12 or 26))
                return null;
        }

        return Utf8.IsValid(start[..EndOfWhole(start)]) ? Encoding.UTF8 : Windows1252;
    }

    /// <summary>The encoding of the whole file: one wrong byte at the end decides against UTF-8.</summary>
    public static Encoding Of(Stream file)
    {
        file.Position = 0;
        var buffer = new byte[1 << 16];
        var kept = 0;
        Encoding? encoding = null;
        while (true)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var chunk = buffer.AsSpan(0, kept + read);
            encoding ??= OfSample(chunk) ?? Windows1252;
            if (encoding is not UTF8Encoding || OfMark(chunk) is not null)
                break;
            var whole = read == 0 ? chunk.Length : EndOfWhole(chunk);
            if (!Utf8.IsValid(chunk[..whole]))
                return Windows1252;
            if (read == 0)
                break;
            kept = chunk.Length - whole;
            chunk[whole..].CopyTo(buffer);
        }

        return encoding;
    }

    private static Encoding? OfMark(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    /// <summary>UTF-16 without a mark: nearly every second byte of Western text is zero.</summary>
    private static Encoding? OfZeros(ReadOnlySpan<byte> start)
    {
        int even = 0,
            odd = 0;
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] != 0)
                continue;
            if (i % 2 == 0)
                even++;
            else
                odd++;
        }

        if (odd > start.Length / 4 && even == 0)
            return Encoding.Unicode;
        return even > start.Length / 4 && odd == 0 ? Encoding.BigEndianUnicode : null;
    }

    /// <summary>Length without a character cut off at the end.</summary>
    private static int EndOfWhole(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(4, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b < 0x80)
                return bytes.Length;
            if (b < 0xC0)
                continue;
            var needed =
                b >= 0xF0 ? 4
                : b >= 0xE0 ? 3
                : 2;
            return needed > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
