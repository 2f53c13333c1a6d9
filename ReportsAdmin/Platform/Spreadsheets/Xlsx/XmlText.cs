using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>Decodes XML text: the five entities, character references, and the <c>_x000D_</c> escapes of spreadsheets.</summary>
internal static class XmlText
{
    public static string Decode(ReadOnlySpan<byte> raw, bool spreadsheetEscapes = true)
    {
        if (IsPlain(raw, spreadsheetEscapes))
            return Encoding.UTF8.GetString(raw);
        var decoded = raw.Length <= 1024 ? stackalloc byte[raw.Length] : new byte[raw.Length];
        return Encoding.UTF8.GetString(decoded[..Decode(raw, decoded, spreadsheetEscapes)]);
    }

    /// <summary>Decodes into UTF-8, which is never longer than the source. Returns the number of bytes.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> destination, bool spreadsheetEscapes = true)
    {
        if (IsPlain(raw, spreadsheetEscapes))
        {
            raw.CopyTo(destination);
            return raw.Length;
        }

        int from = 0,
            to = 0;
        var high = '\0';
        while (from < raw.Length)
        {
            var b = raw[from];
            if (b == '&')
            {
                from += ReadEntity(raw[from..], out var rune);
                to += rune.EncodeToUtf8(destination[to..]);
            }
            else if (b == '_' && spreadsheetEscapes && TryReadEscape(raw[from..], out var unit))
            {
                from += 7;
                // A character beyond 0xFFFF is escaped as two halves.
                if (char.IsHighSurrogate(unit) && TryReadEscape(raw[from..], out var low) && char.IsLowSurrogate(low))
                {
                    high = unit;
                    continue;
                }

                var rune =
                    high != '\0' ? new Rune(high, unit)
                    : Rune.TryCreate(unit, out var single) ? single
                    : Rune.ReplacementChar;
                high = '\0';
                to += rune.EncodeToUtf8(destination[to..]);
            }
            else if (b == '\r')
            {
                // XML reads every line break as a line feed.
                from += from + 1 < raw.Length && raw[from + 1] == '\n' ? 2 : 1;
                destination[to++] = (byte)'\n';
            }
            else
            {
                destination[to++] = b;
                from++;
            }
        }

        return to;
    }

    private static bool IsPlain(ReadOnlySpan<byte> raw, bool spreadsheetEscapes) =>
        raw.IndexOfAny((byte)'&', (byte)'\r') < 0 && (!spreadsheetEscapes || raw.IndexOf("_x"u8) < 0);

    private static int ReadEntity(ReadOnlySpan<byte> raw, out Rune rune)
    {
        var end = raw.Length > 12 ? raw[..12].IndexOf((byte)';') : raw.IndexOf((byte)';');
        if (end < 2)
            throw SheetException.Damaged();
        var name = raw[1..end];
        var code = name switch
        {
            [(byte)'#', (byte)'x' or (byte)'X', .. var hex] => int.TryParse(
                hex,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var n
            )
                ? n
                : throw SheetException.Damaged(),
            [(byte)'#', .. var digits] => int.TryParse(
                digits,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var n
            )
                ? n
                : throw SheetException.Damaged(),
            _ when name.SequenceEqual("amp"u8) => '&',
            _ when name.SequenceEqual("lt"u8) => '<',
            _ when name.SequenceEqual("gt"u8) => '>',
            _ when name.SequenceEqual("quot"u8) => '"',
            _ when name.SequenceEqual("apos"u8) => '\'',
            _ => throw new SheetException(
                SheetFault.Hostile,
                "The file refers to an entity that spreadsheets do not have. It was not read."
            ),
        };
        if (!Rune.TryCreate(code, out rune))
            rune = Rune.ReplacementChar;
        // The replacement character takes 3 bytes; the shortest reference (&#0;) has 4.
        return end + 1;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = '\0';
        if (raw.Length < 7 || raw[1] != 'x' || raw[6] != '_')
            return false;
        if (!ushort.TryParse(raw[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return false;
        unit = (char)code;
        return true;
    }
}
