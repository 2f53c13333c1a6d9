using System.Runtime.CompilerServices;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>
/// Reads runs of plain cells byte by byte: numbers, shared texts, inline texts and empty styled cells exactly as Excel and the
/// common libraries write them. It stops before the first byte it does not know, and the tag reader takes over.
/// </summary>
/// <remarks>The hot methods of the reader are compiled at full strength at once: their loops are long, and profiling them first cost a third of a cold read.</remarks>
internal static class FastCells
{
    // Two addresses, a style, a number and the closing tags fit in this; below it the buffer must be filled first.
    private const int MinAhead = 256;
    private const int MaxDigits = 17;
    private const long MaxExact = 1L << 53;

    // A longer text is left to the tag reader, which refuses it when it is longer than a cell can hold.
    private const int MaxInline = 64 << 10;

    private static ReadOnlySpan<double> PowersOf10 =>
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(XmlScanner scanner, XlsxRowCells cells, CellContext context, ref int column)
    {
        var bytes = scanner.Ahead;
        var consumed = 0;
        while (bytes.Length >= MinAhead && bytes[0] == '<' && bytes[1] == 'c' && bytes[2] == ' ')
        {
            var at = ReadAttributes(bytes, column + 1, out var head);
            if (at < 0)
                break;
            at = head.Type switch
            {
                _ when bytes[at] == '/' && bytes[at + 1] == '>' => at + 2,
                CellType.InlineText => ReadInline(bytes, at, cells, head),
                _ => ReadNumber(bytes, at, cells, context, head),
            };
            if (at < 0)
                break;
            column = head.Column;
            bytes = bytes[at..];
            consumed += at;
        }

        scanner.Advance(consumed);
    }

    private ref struct Head
    {
        public int Column;
        public int Style;
        public CellType Type;
    }

    /// <summary>Reads <c>r</c>, <c>s</c> and <c>t</c>; returns the place of what ends the tag, or -1 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadAttributes(ReadOnlySpan<byte> bytes, int nextColumn, out Head head)
    {
        head = new Head { Column = nextColumn };
        var at = 3;
        while (at < 100)
        {
            var name = bytes[at];
            if (bytes[at + 1] != '=' || bytes[at + 2] != '"')
                return -1;
            at += 3;
            switch (name)
            {
                case (byte)'r':
                    var number = 0;
                    for (; (uint)(bytes[at] - 'A') < 26 && number < 20_000; at++)
                        number = number * 26 + bytes[at] - 'A' + 1;
                    var digits = at;
                    while ((uint)(bytes[at] - '0') < 10 && at < digits + 8)
                        at++;
                    if (number == 0 || at == digits)
                        return -1;
                    head.Column = number - 1;
                    break;
                case (byte)'s':
                    for (; (uint)(bytes[at] - '0') < 10 && head.Style < 1_000_000; at++)
                        head.Style = head.Style * 10 + bytes[at] - '0';
                    break;
                case (byte)'t' when bytes[at] == 's' && bytes[at + 1] == '"':
                    head.Type = CellType.SharedText;
                    at++;
                    break;
                case (byte)'t' when bytes[at] == 'n' && bytes[at + 1] == '"':
                    at++;
                    break;
                case (byte)'t' when bytes[at..].StartsWith("inlineStr\""u8):
                    head.Type = CellType.InlineText;
                    at += 9;
                    break;
                default:
                    return -1;
            }

            if (bytes[at++] != '"')
                return -1;
            if (bytes[at] != ' ')
                return at;
            at++;
        }

        return -1;
    }

    /// <summary>Reads <c>&gt;&lt;v&gt;123.45&lt;/v&gt;&lt;/c&gt;</c>; returns the place behind it, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadNumber(
        ReadOnlySpan<byte> bytes,
        int at,
        XlsxRowCells cells,
        CellContext context,
        in Head head
    )
    {
        if (!bytes[at..].StartsWith("><v>"u8))
            return -1;
        at += 4;
        var negative = bytes[at] == '-';
        if (negative)
            at++;
        var first = at;
        var dot = -1;
        long mantissa = 0;
        for (; at - first <= MaxDigits + 1; at++)
        {
            var digit = (uint)(bytes[at] - '0');
            if (digit <= 9)
                mantissa = mantissa * 10 + digit;
            else if (bytes[at] == '.' && dot < 0)
                dot = at;
            else
                break;
        }

        var digits = at - first - (dot < 0 ? 0 : 1);
        // A mantissa within 2^53 divided by an exact power of ten is the nearest double; anything longer goes the slow way.
        if (digits is 0 or > MaxDigits || mantissa > MaxExact || !bytes[at..].StartsWith("</v></c>"u8))
            return -1;
        if (head.Type == CellType.SharedText)
        {
            // An index outside the table is left to the tag reader, which reports it with the address.
            if (dot >= 0 || negative || mantissa >= context.Strings.Count)
                return -1;
            cells.Fill(head.Column).SetShared(context.Strings, (int)mantissa);
        }
        else
        {
            var value = dot < 0 ? mantissa : mantissa / PowersOf10[at - dot - 1];
            context.SetNumber(ref cells.Fill(head.Column), negative ? -value : value, head.Style);
        }

        return at + 8;
    }

    /// <summary>Reads <c>&gt;&lt;is&gt;&lt;t&gt;text&lt;/t&gt;&lt;/is&gt;&lt;/c&gt;</c>; returns the place behind it, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadInline(ReadOnlySpan<byte> bytes, int at, XlsxRowCells cells, in Head head)
    {
        var rest = bytes[at..];
        if (rest.StartsWith("><is><t>"u8))
            at += 8;
        else if (rest.StartsWith("><is><t xml:space=\"preserve\">"u8))
            at += 29;
        else
            return -1;
        var length = bytes[at..].IndexOf((byte)'<');
        if (length is < 0 or > MaxInline || !bytes[(at + length)..].StartsWith("</t></is></c>"u8))
            return -1;
        cells.Fill(head.Column) = SheetCell.OfText(XmlText.Decode(bytes.Slice(at, length)));
        return at + length + 13;
    }
}
