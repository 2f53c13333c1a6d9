using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Text;

/// <summary>Walks over an HTML page tag by tag, as lenient as browsers are. Comments, scripts and styles are passed over.</summary>
internal sealed class HtmlTags : IDisposable
{
    private const int MaxText = 1 << 20;
    private const int MaxTag = 4096;

    private readonly StreamReader reader;
    private readonly StringBuilder tag = new();

    public HtmlTags(Stream file, Encoding encoding) =>
        reader = new StreamReader(
            file,
            encoding,
            detectEncodingFromByteOrderMarks: true,
            bufferSize: 1 << 16,
            leaveOpen: true
        );

    /// <summary>The text between the previous tag and this one, still with its entities.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>Moves to the next tag; false at the end of the page.</summary>
    public bool Next()
    {
        Text.Clear();
        while (ReadText() && ReadTag())
        {
            if (IsTag("script") || IsTag("style"))
            {
                if (!SkipPast(IsTag("script") ? "</script" : "</style") || !SkipPast(">"))
                    return false;
                continue;
            }

            if (tag.Length > 0)
                return true;
        }

        return false;
    }

    public bool IsTag(string name)
    {
        if (tag.Length < name.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            if ((tag[i] | 0x20) != (name[i] | 0x20))
                return false;
        }

        return tag.Length == name.Length || !char.IsAsciiLetterOrDigit(tag[name.Length]);
    }

    /// <summary>A number attribute of the tag, 1 when it has none.</summary>
    public int Span(string name, int most)
    {
        // Few cells have any attribute with a span.
        if (tag.Length < name.Length + 4)
            return 1;
        var text = tag.ToString();
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 1)
            return 1;
        var value = text.AsSpan(at + name.Length).TrimStart();
        if (value.IsEmpty || value[0] != '=')
            return 1;
        value = value[1..].TrimStart().TrimStart("\"'").TrimStart();
        var digits = value.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? value[..end] : value;
        return
            digits.Length is > 0 and < 6
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var span)
            ? Math.Clamp(span, 1, most)
            : 1;
    }

    /// <summary>Whether the tag's style hides what it holds.</summary>
    public bool IsHidden =>
        tag.Length > 12
        && tag.ToString()
            .Replace(" ", "", StringComparison.Ordinal)
            .Contains("display:none", StringComparison.OrdinalIgnoreCase);

    public void Dispose() => reader.Dispose();

    private bool ReadText()
    {
        int c;
        while ((c = reader.Read()) >= 0)
        {
            // "< 30" and "<30" are text: a tag starts with a letter.
            if (c == '<' && (reader.Peek() is '/' or '!' or '?' || char.IsAsciiLetter((char)reader.Peek())))
                return true;
            // A line feed in the source is a blank; only br makes one.
            if (Text.Length < MaxText)
                Text.Append(c is '\n' ? ' ' : (char)c);
        }

        return false;
    }

    /// <summary>Reads to the end of the tag; a comment leaves nothing.</summary>
    private bool ReadTag()
    {
        tag.Clear();
        var quote = '\0';
        var last = '\0';
        int read;
        while ((read = reader.Read()) >= 0)
        {
            var c = (char)read;
            if (quote == '\0' && c == '>')
                return true;
            // An apostrophe opens a value only behind an equals sign.
            if (quote == '\0' && c is '"' or '\'' && last == '=')
                quote = c;
            else if (c == quote)
                quote = '\0';
            if (!char.IsWhiteSpace(c))
                last = c;
            if (tag.Length < MaxTag)
                tag.Append(c);
            if (tag.Length == 3 && tag is ['!', '-', '-'])
            {
                tag.Clear();
                return SkipComment();
            }
        }

        return false;
    }

    /// <summary>A comment ends at the first <c>--&gt;</c>, however many dashes come before it; <c>&lt;!--&gt;</c> is a whole one.</summary>
    private bool SkipComment()
    {
        var dashes = 2;
        int c;
        while ((c = reader.Read()) >= 0)
        {
            if (c == '>' && dashes >= 2)
                return true;
            if (c == '!' && dashes >= 2 && reader.Peek() == '>')
                continue;
            dashes = c == '-' ? dashes + 1 : 0;
        }

        return false;
    }

    private bool SkipPast(string end)
    {
        var matched = 0;
        int c;
        while ((c = reader.Read()) >= 0)
        {
            matched =
                char.ToLowerInvariant((char)c) == end[matched] ? matched + 1
                : c == end[0] ? 1
                : 0;
            if (matched == end.Length)
                return true;
        }

        return false;
    }
}
