using System.Globalization;
using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>One weight in one document: measures texts and draws them, whatever their script. Widths are in thousandths of the size.</summary>
internal sealed class Typeface(FontSubset latin, TextRuns splitter)
{
    private const int CachedTexts = 4096;
    private const int CachedLength = 64;
    private const string Ellipsis = "…";

    private readonly Dictionary<string, List<TextRun>> split = new(StringComparer.Ordinal);

    public int Width(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var c in text)
        {
            var known = latin.Lookup(c);
            if (known < 0)
                return Runs(text).Sum(r => r.Width);
            width += known & 0xFFFF;
        }

        return width;
    }

    /// <summary>Points.</summary>
    public double Width(ReadOnlySpan<char> text, double size) => Width(text) * size / 1000;

    /// <param name="y">The base line, from the top of the page.</param>
    public void Draw(PdfCanvas canvas, ReadOnlySpan<char> text, double size, double x, double y)
    {
        if (canvas.Text(latin, text, size, x, y))
            return;
        foreach (var run in Runs(text))
        {
            canvas.Glyphs(run, size, x, y);
            x += run.Width * size / 1000;
        }
    }

    public void DrawRight(PdfCanvas canvas, ReadOnlySpan<char> text, double size, double right, double y) =>
        Draw(canvas, text, size, right - Width(text, size), y);

    public void DrawCentred(PdfCanvas canvas, ReadOnlySpan<char> text, double size, double middle, double y) =>
        Draw(canvas, text, size, middle - Width(text, size) / 2, y);

    /// <summary>The text on one line, cut with an ellipsis where it is wider than the points given.</summary>
    public string Clip(string text, double size, double points)
    {
        var most = (int)(points * 1000 / size);
        if (Width(text) <= most)
            return text;
        var fits = Fitting(text, most - Width(Ellipsis));
        return string.Concat(text.AsSpan(0, fits).TrimEnd(), Ellipsis);
    }

    /// <summary>The text in lines no wider than the points given. Line breaks are kept; a word that is wider than a line is broken.</summary>
    public string[] Wrap(string text, double size, double points)
    {
        var most = (int)(points * 1000 / size);
        if (!text.Contains('\n') && Width(text) <= most)
            return [text];
        List<string> lines = [];
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            WrapLine(line.TrimEnd(), most, lines);
        return [.. lines];
    }

    private void WrapLine(ReadOnlySpan<char> text, int most, List<string> lines)
    {
        var space = Width(" ");
        int start = 0,
            width = 0,
            at = 0;
        while (at < text.Length)
        {
            var length = text[at..].IndexOf(' ');
            var end = length < 0 ? text.Length : at + length;
            var word = Width(text[at..end]);
            if (at > start && width + space + word > most)
            {
                lines.Add(text[start..(at - 1)].ToString());
                (start, width) = (at, 0);
            }

            while (word > most)
            {
                // Only at the start of a line is a word broken: elsewhere it began a new one above.
                var fits = Math.Max(Fitting(text[at..end], most), FirstElement(text[at..end]));
                if (at + fits >= end)
                    break;
                lines.Add(text[at..(at + fits)].ToString());
                at += fits;
                start = at;
                word = Width(text[at..end]);
            }

            width += word + (at > start ? space : 0);
            at = end + 1;
        }

        lines.Add(start < text.Length ? text[start..].ToString() : "");
    }

    /// <summary>How many characters from the left are no wider than <paramref name="most"/>, without cutting one that has marks.</summary>
    private int Fitting(ReadOnlySpan<char> text, int most)
    {
        int at = 0,
            width = 0;
        while (at < text.Length)
        {
            var length = FirstElement(text[at..]);
            width += Width(text.Slice(at, length));
            if (width > most)
                return at;
            at += length;
        }

        return at;
    }

    /// <summary>Length of what must stay together: a character with its marks, and the letters that a virama joins to it.</summary>
    private int FirstElement(ReadOnlySpan<char> text)
    {
        if (text.Length == 1 || (latin.Lookup(text[0]) >= 0 && latin.Lookup(text[1]) >= 0))
            return 1;
        var length = StringInfo.GetNextTextElementLength(text);
        while (length < text.Length && Scripts.JoinsNext(text[..length]))
            length += StringInfo.GetNextTextElementLength(text[length..]);
        return length;
    }

    private List<TextRun> Runs(ReadOnlySpan<char> text)
    {
        if (text.Length > CachedLength)
            return splitter.Split(text);
        var cache = split.GetAlternateLookup<ReadOnlySpan<char>>();
        if (cache.TryGetValue(text, out var known))
            return known;
        var runs = splitter.Split(text);
        if (split.Count >= CachedTexts)
            split.Clear();
        cache[text] = runs;
        return runs;
    }
}
