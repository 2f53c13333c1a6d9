using System.Globalization;
using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <param name="Natural">The advance by the font; where the shaped one differs, the next glyph is placed again.</param>
internal readonly record struct PlacedGlyph(ushort Code, int Advance, int Natural, int X, int Y);

/// <summary>Neighbouring glyphs of one font.</summary>
/// <param name="Actual">What copying and reading aloud give; null when the glyphs themselves say it.</param>
/// <param name="Width">In thousandths of the size.</param>
internal sealed record TextRun(FontSubset Font, string? Actual, PlacedGlyph[] Glyphs, int Width);

/// <summary>Splits a text that is not plain Latin into runs: Latin, Devanagari, and characters no font has, shown as a box.</summary>
internal sealed class TextRuns(ReportFonts fonts, FontSubset latin, bool bold)
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    private enum Script
    {
        Latin,
        Devanagari,
        Missing,
    }

    /// <summary>Whether a character may be drawn as it is: neither control nor format nor half of a pair, and in no need of shaping.</summary>
    public static bool IsPlain(char c) =>
        !IsDevanagari(c)
        && CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            )
        && c is < '\uFE00' or > '\uFE0F';

    public List<TextRun> Split(ReadOnlySpan<char> text)
    {
        List<TextRun> runs = [];
        var current = new StringBuilder();
        var script = Script.Latin;
        while (text.Length > 0)
        {
            // A lone surrogate comes out as U+FFFD.
            Rune.DecodeFromUtf16(text, out var rune, out var taken);
            text = text[taken..];
            if (Printable(rune, script) is not { } printable)
                continue;
            var next = ScriptOf(printable);
            if (next != script && current.Length > 0)
                runs.Add(Finish(current, script));
            script = next;
            current.Append(printable.ToString());
        }

        if (current.Length > 0)
            runs.Add(Finish(current, script));
        return runs;
    }

    /// <summary>White space is a space; what has no picture is nothing; joiners matter within Devanagari alone.</summary>
    private static Rune? Printable(Rune rune, Script current) =>
        rune.Value switch
        {
            '\t' or '\n' or '\r' or 0x2028 or 0x2029 => new Rune(' '),
            NonJoiner or Joiner => current == Script.Devanagari ? rune : null,
            >= 0xFE00 and <= 0xFE0F => null,
            _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format ? null : rune,
        };

    private Script ScriptOf(Rune rune)
    {
        if (!rune.IsBmp)
            return Script.Missing;
        var c = (char)rune.Value;
        if (IsDevanagari(c) || c is Joiner or NonJoiner)
            return Script.Devanagari;
        if (latin.Font.Glyph(c) != 0)
            return Script.Latin;
        return TrueTypeFont.Devanagari(bold).Glyph(c) != 0 ? Script.Devanagari : Script.Missing;
    }

    private TextRun Finish(StringBuilder current, Script script)
    {
        var text = current.ToString();
        current.Clear();
        var font = script == Script.Devanagari ? fonts.Devanagari(bold) : latin;
        PlacedGlyph[] glyphs;
        switch (script)
        {
            case Script.Devanagari:
                glyphs = Array.ConvertAll(HarfBuzz.Shape(font.Font, text), g => new PlacedGlyph(
                    font.Use(g.Glyph, text[g.Cluster].ToString()),
                    g.Advance,
                    font.Font.Advance(g.Glyph),
                    g.X,
                    g.Y
                ));
                break;
            case Script.Missing:
                foreach (var rune in text.EnumerateRunes())
                    fonts.Missing(rune);
                glyphs = [.. text.EnumerateRunes().Select(_ => Unshaped(font, 0, ""))];
                break;
            default:
                glyphs =
                [
                    .. text.Where(c => font.Font.Glyph(c) != 0)
                        .Select(c => Unshaped(font, font.Font.Glyph(c), c.ToString())),
                ];
                break;
        }

        return new TextRun(font, script == Script.Latin ? null : text, glyphs, glyphs.Sum(g => g.Advance));
    }

    private static PlacedGlyph Unshaped(FontSubset font, int glyph, string text) =>
        new(font.Use(glyph, text), font.Font.Advance(glyph), font.Font.Advance(glyph), 0, 0);

    private static bool IsDevanagari(char c) =>
        c is >= '\u0900' and <= '\u097F' or >= '\u1CD0' and <= '\u1CFF' or >= '\uA8E0' and <= '\uA8FF';
}
