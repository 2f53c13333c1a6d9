using System.Text;
using System.Text.Unicode;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>
/// Finds the encoding of a text file: by byte order mark, else UTF-16 by its zeros, else UTF-8 when all of it is, else the
/// Windows page of Western Europe or the one of old Macs, whichever makes words of the letters.
/// </summary>
internal static class TextEncoding
{
    static TextEncoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Windows1252 = Encoding.GetEncoding(1252);
        MacRoman = Encoding.GetEncoding(10000);
    }

    public static Encoding Windows1252 { get; }

    private static Encoding MacRoman { get; }

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
            if (encoding == Windows1252)
                return OfSingleBytes(file, buffer);
            if (encoding is not UTF8Encoding || OfMark(chunk) is not null)
                break;
            var whole = read == 0 ? chunk.Length : EndOfWhole(chunk);
            if (!Utf8.IsValid(chunk[..whole]))
                return OfSingleBytes(file, buffer);
            if (read == 0)
                break;
            kept = chunk.Length - whole;
            chunk[whole..].CopyTo(buffer);
        }

        return encoding;
    }

    /// <summary>
    /// Accented letters beside other letters: Windows has them from C0 on, old Macs from 80 to 9F, where Windows has
    /// punctuation. A file without a single line feed comes from an old Mac too.
    /// </summary>
    private static Encoding OfSingleBytes(Stream file, byte[] buffer)
    {
        int windows = 0,
            mac = 0;
        var hasLineFeed = false;
        byte before = 0,
            previous = 0;
        file.Position = 0;
        int read;
        while ((read = file.Read(buffer)) > 0)
        {
            foreach (var b in buffer.AsSpan(0, read))
            {
                hasLineFeed |= b == '\n';
                if (previous >= 0x80 && (char.IsAsciiLetter((char)before) || char.IsAsciiLetter((char)b)))
                {
                    windows += previous >= 0xC0 ? 1 : 0;
                    mac += IsMacLetter(previous) ? 1 : 0;
                }

                (before, previous) = (previous, b);
            }
        }

        return mac > windows || (mac == windows && !hasLineFeed) ? MacRoman : Windows1252;
    }

    /// <summary>A letter in Mac Roman that is not one of the quotation marks, dashes and signs that Windows texts often have.</summary>
    private static bool IsMacLetter(byte b) =>
        b is >= 0x80 and <= 0x9F and not (0x80 or 0x85 or (>= 0x91 and <= 0x97) or 0x99);

    private static Encoding? OfMark(ReadOnlySpan<byte> start) =>
        start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    /// <summary>UTF-16 without a mark: digits, separators and line breaks have a zero as their other half, in any language.</summary>
    private static Encoding? OfZeros(ReadOnlySpan<byte> start)
    {
        int little = 0,
            big = 0;
        for (var i = 0; i + 1 < start.Length; i += 2)
        {
            if (start[i] == 0 && start[i + 1] == 0)
                return null;
            if (start[i + 1] == 0 && IsPlain(start[i]))
                little++;
            else if (start[i] == 0 && IsPlain(start[i + 1]))
                big++;
        }

        var enough = start.Length / 2 / 8;
        return little > enough && little > 4 * big ? Encoding.Unicode
            : big > enough && big > 4 * little ? Encoding.BigEndianUnicode
            : null;
    }

    private static bool IsPlain(byte b) => b is (byte)'\t' or (byte)'\r' or (byte)'\n' or (>= 32 and < 127);

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
