using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>Collects UTF-8 in a buffer on its way to a stream. <see cref="Ensure"/> first, then <see cref="Put"/> without checks.</summary>
internal sealed class Utf8Sink(Stream target) : IDisposable
{
    /// <summary>Most characters Excel accepts in a cell.</summary>
    public const int MaxCellText = 32_767;

    private const int Slice = 8_000;

    private static readonly SearchValues<char> Special = SearchValues.Create([
        .. "&<>\"_\uFFFE\uFFFF",
        .. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n')).Select(c => (char)c),
    ]);

    // What XML cannot hold or reads as markup, where no spreadsheet escapes the former.
    private static readonly SearchValues<char> Markup = SearchValues.Create([
        .. "&<>\"\uFFFE\uFFFF",
        .. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n')).Select(c => (char)c),
    ]);

    private readonly byte[] buffer = new byte[1 << 16];
    private int used;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure(int bytes)
    {
        if (buffer.Length - used < bytes)
            Flush();
    }

    /// <summary>Appends bytes for which room was ensured.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(byte value) => buffer[used++] = value;

    /// <summary>Appends a number for which room was ensured.</summary>
    public void Put(long value)
    {
        if (value is >= 0 and < 10)
        {
            buffer[used++] = (byte)('0' + (int)value);
            return;
        }

        value.TryFormat(buffer.AsSpan(used), out var written, default, CultureInfo.InvariantCulture);
        used += written;
    }

    public void Put(decimal value)
    {
        value.TryFormat(buffer.AsSpan(used), out var written, default, CultureInfo.InvariantCulture);
        used += written;
    }

    public void Put(double value)
    {
        value.TryFormat(buffer.AsSpan(used), out var written, "R", CultureInfo.InvariantCulture);
        used += written;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (used == buffer.Length)
                Flush();
            var take = Math.Min(bytes.Length, buffer.Length - used);
            Put(bytes[..take]);
            bytes = bytes[take..];
        }
    }

    /// <summary>Writes markup as it is.</summary>
    public void Write(ReadOnlySpan<char> markup)
    {
        while (markup.Length > 0)
        {
            var take = Math.Min(markup.Length, Slice);
            // A character beyond 0xFFFF must not be cut in half.
            if (take < markup.Length && char.IsHighSurrogate(markup[take - 1]))
                take--;
            Ensure(take * 3);
            used += Encoding.UTF8.GetBytes(markup[..take], buffer.AsSpan(used));
            markup = markup[take..];
        }
    }

    /// <summary>Writes text escaped for an element or an attribute. Characters XML cannot hold are written as spreadsheets do: <c>_x0007_</c>.</summary>
    public void Escape(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var at = text.IndexOfAny(Special);
            Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            Ensure(16);
            EscapeOne(text[at..]);
            text = text[(at + 1)..];
        }
    }

    /// <summary>Writes text escaped for any XML. Characters XML cannot hold become the replacement character, so that nothing vanishes unseen.</summary>
    public void EscapePlain(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var at = text.IndexOfAny(Markup);
            Write(at < 0 ? text : text[..at]);
            if (at < 0)
                return;
            Write(Entity(text[at]));
            text = text[(at + 1)..];
        }
    }

    /// <summary>The same for a short text that goes into a string.</summary>
    public static string Escaped(string text)
    {
        if (!text.AsSpan().ContainsAny(Markup))
            return text;
        var escaped = new StringBuilder();
        foreach (var c in text)
            _ = Markup.Contains(c) ? escaped.Append(Entity(c)) : escaped.Append(c);
        return escaped.ToString();
    }

    /// <summary>A <c>t</c> element with the text of a cell, clipped to what Excel accepts.</summary>
    public void CellText(ReadOnlySpan<char> text)
    {
        text = Clip(text);
        Ensure(64);
        var blanks = char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Contains('\n');
        if (blanks)
            Put("<t xml:space=\"preserve\">"u8);
        else
            Put("<t>"u8);
        Escape(text);
        Ensure(16);
        Put("</t>"u8);
    }

    public void Dispose()
    {
        Flush();
        target.Dispose();
    }

    private static ReadOnlySpan<char> Clip(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxCellText)
            return text;
        return text[..(char.IsHighSurrogate(text[MaxCellText - 1]) ? MaxCellText - 1 : MaxCellText)];
    }

    private static string Entity(char c) =>
        c switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\r' => "&#13;",
            _ => "\uFFFD",
        };

    private void EscapeOne(ReadOnlySpan<char> text)
    {
        var c = text[0];
        switch (c)
        {
            case '&':
                Put("&amp;"u8);
                break;
            case '<':
                Put("&lt;"u8);
                break;
            case '>':
                Put("&gt;"u8);
                break;
            case '"':
                Put("&quot;"u8);
                break;
            // An underscore that would read as the start of an escape is escaped itself.
            case '_'
                when !(
                    text.Length >= 7
                    && text[1] is 'x'
                    && text[6] == '_'
                    && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
                ):
                Put((byte)'_');
                break;
            default:
                Put("_x"u8);
                ((int)c).TryFormat(buffer.AsSpan(used), out var written, "X4", CultureInfo.InvariantCulture);
                used += written;
                Put((byte)'_');
                break;
        }
    }

    public void Flush()
    {
        target.Write(buffer, 0, used);
        Length += used;
        used = 0;
    }
}
