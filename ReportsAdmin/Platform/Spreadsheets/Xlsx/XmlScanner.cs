using System.Runtime.CompilerServices;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>
/// Walks over XML as bytes, tag by tag: 2 to 3 times faster than <c>XmlReader</c>, and with nothing to attack (no DTD, no
/// entities beyond the five, no namespaces: only local names are compared, so Strict and prefixed files read alike).
/// </summary>
internal sealed class XmlScanner : IDisposable
{
    // A cell holds at most 32,767 characters; a tag or text beyond this size is an attack on the buffer.
    private const int MaxToken = 8 << 20;

    private Stream source;
    private byte[] buffer = new byte[1 << 17];
    private int position;
    private int length;
    private bool ended;
    private int rawStart;
    private int textStart;
    private int textEnd;
    private int tagStart;
    private int tagEnd;
    private List<byte>? joined;

    public XmlScanner(Stream source)
    {
        this.source = source;
        Fill();
        // Parts are UTF-8 but the standard also allows UTF-16.
        if (length < 2 || (buffer[0], buffer[1]) is not ((0xFF, 0xFE) or (0xFE, 0xFF)))
            return;
        var encoding = buffer[0] == 0xFF ? System.Text.Encoding.Unicode : System.Text.Encoding.BigEndianUnicode;
        var start = new MemoryStream(buffer[2..length]);
        this.source = System.Text.Encoding.CreateTranscodingStream(
            new JoinedStream(start, source),
            encoding,
            System.Text.Encoding.UTF8
        );
        (length, ended) = (0, false);
    }

    /// <summary>Bytes inflated so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The inside of the current tag, between <c>&lt;</c> and <c>&gt;</c>; valid until the next move.</summary>
    public ReadOnlySpan<byte> Tag => buffer.AsSpan(tagStart, tagEnd - tagStart);

    /// <summary>Text before the current tag, still escaped.</summary>
    public ReadOnlySpan<byte> RawText =>
        joined is null
            ? buffer.AsSpan(textStart, textEnd - textStart)
            : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(joined);

    /// <summary>Text and tag as they are in the file, for copying.</summary>
    public ReadOnlySpan<byte> RawToken => buffer.AsSpan(rawStart, position - rawStart);

    public bool IsEnd => buffer[tagStart] == '/';

    public bool IsEmpty => buffer[tagEnd - 1] == '/';

    public ReadOnlySpan<byte> Name => LocalName(IsEnd ? Tag[1..] : Tag);

    /// <summary>What has been inflated and not been walked over yet; see <see cref="Advance"/>.</summary>
    public ReadOnlySpan<byte> Ahead => buffer.AsSpan(position, length - position);

    public bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    public void Advance(int bytes) => position += bytes;

    /// <summary>Moves to the next start or end tag. Comments and instructions are passed over; CDATA becomes text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next()
    {
        joined = null;
        while (MoveToMarkup())
        {
            var first = buffer[tagStart];
            if (first is not ((byte)'!' or (byte)'?'))
            {
                if (joined is not null)
                    Join(buffer.AsSpan(textStart, textEnd - textStart));
                return true;
            }

            (joined ??= []).AddRange(buffer.AsSpan(textStart, textEnd - textStart));
            if (Tag.StartsWith("![CDATA["u8))
                JoinLiteral(Tag[8..^2]);
        }

        return false;
    }

    /// <summary>Moves to the next markup of any kind: tags, comments, CDATA, instructions. For copying.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool MoveToMarkup()
    {
        int offset;
        rawStart = position;
        while ((offset = Ahead.IndexOf((byte)'<')) < 0)
        {
            if (!Fill())
                return false;
        }

        textStart = position;
        textEnd = position + offset;
        var end = FindTagEnd(offset + 1);
        (rawStart, textStart, textEnd) = (position, position, position + offset);
        tagStart = textEnd + 1;
        tagEnd = position + end;
        position = tagEnd + 1;
        if (tagEnd == tagStart)
            throw SheetException.Damaged();
        if (Tag.StartsWith("!DOCTYPE"u8) || Tag.StartsWith("!ENTITY"u8))
            throw new SheetException(
                SheetFault.Hostile,
                "The file contains a document type definition, which spreadsheets never have. It was not read."
            );
        return true;
    }

    /// <summary>Moves past the start tag of that local name; false when the part ends first.</summary>
    public bool SkipTo(ReadOnlySpan<byte> name)
    {
        while (Next())
        {
            if (!IsEnd && Is(name))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Moves past these bytes without looking at the tags before them, several times faster than tag by tag, and counts how
    /// often others come before them. Stops at the end of the part when they never come.
    /// </summary>
    public long SkipPast(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> counted)
    {
        long count = 0;
        while (true)
        {
            var end = Ahead.IndexOf(bytes);
            // What the end of the buffer may have cut is looked at again with what follows.
            var whole = end >= 0 ? end : Math.Max(0, Ahead.Length - Math.Max(bytes.Length, counted.Length) + 1);
            count += CountStarts(Ahead[..Math.Min(Ahead.Length, whole + counted.Length - 1)], counted);
            Advance(end >= 0 ? end + bytes.Length : whole);
            if (end >= 0 || !Fill())
                return count;
        }
    }

    private static int CountStarts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> counted)
    {
        var count = 0;
        for (int at; (at = text.IndexOf(counted)) >= 0; text = text[(at + counted.Length)..])
            count++;
        return count;
    }

    public void Dispose() => source.Dispose();

    public static ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> tag)
    {
        var start = 0;
        for (var i = 0; i < tag.Length; i++)
        {
            var c = tag[i];
            if (c == ':')
                start = i + 1;
            else if (c is <= 32 or (byte)'/')
                return tag[start..i];
        }

        return tag[start..];
    }

    /// <summary>Offset from <see cref="position"/> of the <c>&gt;</c> that ends the markup starting there; a quoted attribute may contain one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindTagEnd(int start)
    {
        while (Ahead.Length < start + 8 && Fill()) { }
        var markup = Ahead[start..];
        if (markup.StartsWith("!--"u8))
            return Find(start + 3, "-->"u8);
        if (markup.StartsWith("![CDATA["u8))
            return Find(start + 8, "]]>"u8);
        if (markup.StartsWith("?"u8))
            return Find(start + 1, "?>"u8);

        byte quote = 0;
        var from = start;
        while (true)
        {
            var found =
                quote == 0 ? Ahead[from..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'') : Ahead[from..].IndexOf(quote);
            if (found < 0)
            {
                from = Ahead.Length;
                if (!Fill())
                    throw SheetException.Damaged();
                continue;
            }

            from += found;
            if (Ahead[from] == '>' && quote == 0)
                return from;
            quote = quote == 0 ? Ahead[from] : (byte)0;
            from++;
        }
    }

    private int Find(int from, ReadOnlySpan<byte> terminator)
    {
        while (true)
        {
            var found = from <= Ahead.Length ? Ahead[from..].IndexOf(terminator) : -1;
            if (found >= 0)
                return from + found + terminator.Length - 1;
            from = Math.Max(from, Ahead.Length - terminator.Length + 1);
            if (!Fill())
                throw SheetException.Damaged();
        }
    }

    /// <summary>Keeps what has not been walked over and fills the rest of the buffer; false at the end of the part.</summary>
    private bool Fill()
    {
        if (ended)
            return false;
        if (position > 0)
        {
            Buffer.BlockCopy(buffer, position, buffer, 0, length - position);
            length -= position;
            position = 0;
        }

        if (length == buffer.Length)
        {
            if (buffer.Length >= MaxToken)
                throw new SheetException(
                    SheetFault.Hostile,
                    "The file contains a text of several million characters in one place. It was not read."
                );
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var before = length;
        try
        {
            while (length < buffer.Length)
            {
                var read = source.Read(buffer, length, buffer.Length - length);
                if (read <= 0)
                {
                    ended = true;
                    break;
                }

                length += read;
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw SheetException.Damaged(cause);
        }

        BytesRead += length - before;
        return length > before;
    }

    private void Join(ReadOnlySpan<byte> text) => joined!.AddRange(text);

    private void JoinLiteral(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (b == '&')
                joined!.AddRange("&amp;"u8);
            else
                joined!.Add(b);
        }
    }
}
