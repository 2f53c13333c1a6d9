using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <param name="Natural">The advance by the font; where the shaped one differs, the next glyph is placed again.</param>
internal readonly record struct PlacedGlyph(ushort Code, int Advance, int Natural, int X, int Y);

/// <summary>Neighbouring glyphs of one font.</summary>
/// <param name="Actual">What copying and reading aloud give; null when the glyphs themselves say it.</param>
/// <param name="Width">In thousandths of the size.</param>
internal sealed record TextRun(FontSubset Font, string? Actual, PlacedGlyph[] Glyphs, int Width);

/// <summary>
/// Splits a text that is not plain Latin into runs of one font each. Characters of a script have its font; those of no script have the main font if it
/// has them, so that figures look alike everywhere, else one of the fonts of symbols; what no font has is shown as a box.
/// </summary>
internal sealed class TextRuns(ReportFonts fonts, bool bold)
{
    // What a glyph that adds to the one before gives when it is copied: nothing that is seen.
    private const string Nothing = "\u2060";

    private readonly FontSubset latin = fonts.Of(FontLibrary.Latin, bold);

    /// <summary>Whether a character may be drawn as it is: neither control nor format nor half of a pair, and in no need of shaping.</summary>
    public static bool IsPlain(char c) =>
        Scripts.Of(c) < 0
        && CharUnicodeInfo.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
            )
        && c is < '\uFE00' or > '\uFE0F';

    public List<TextRun> Split(ReadOnlySpan<char> text)
    {
        List<TextRun> runs = [];
        var current = new StringBuilder();
        var (family, script) = (FontLibrary.Latin, FontLibrary.Latin);
        while (text.Length > 0)
        {
            // A lone surrogate comes out as U+FFFD.
            Rune.DecodeFromUtf16(text, out var rune, out var taken);
            text = text[taken..];
            if (Printable(rune, family) is not { } printable)
                continue;
            var next = FamilyOf(printable, family, script);
            if (next != family && current.Length > 0)
                runs.Add(Finish(current, family));
            family = next;
            if (FontLibrary.IsShaped(family))
                script = family;
            current.Append(printable.ToString());
        }

        if (current.Length > 0)
            runs.Add(Finish(current, family));
        return runs;
    }

    /// <summary>White space is a space; what has no picture is nothing; joiners matter within the scripts of India alone.</summary>
    private static Rune? Printable(Rune rune, int family) =>
        rune.Value switch
        {
            '\t' or '\n' or '\r' or 0x2028 or 0x2029 => new Rune(' '),
            Scripts.NonJoiner or Scripts.Joiner => FontLibrary.IsShaped(family) ? rune : null,
            >= 0xFE00 and <= 0xFE0F => null,
            _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format ? null : rune,
        };

    /// <param name="family">Of the character before.</param>
    /// <param name="script">The last family in the text that is of a script.</param>
    private int FamilyOf(Rune rune, int family, int script)
    {
        if (!rune.IsBmp)
            return FontLibrary.None;
        var c = (char)rune.Value;
        if (c is Scripts.Joiner or Scripts.NonJoiner)
            return family;
        if (IsMark(c) && family != FontLibrary.None && Scripts.Of(c) < 0 && Has(family, c))
            return family;
        if (Scripts.IsShared(c) && FontLibrary.IsShaped(script) && Has(script, c))
            return script;
        if (Scripts.Of(c) is >= 0 and var block)
            return Has(FontLibrary.FirstScript + block, c) ? FontLibrary.FirstScript + block : FontLibrary.None;
        if (latin.Font.Glyph(c) != 0)
            return FontLibrary.Latin;
        for (var symbols = FontLibrary.FirstSymbols; symbols < FontLibrary.Count; symbols++)
        {
            if (Has(symbols, c))
                return symbols;
        }

        // Devanagari has signs that all of northern India uses.
        return Has(FontLibrary.FirstScript, c) ? FontLibrary.FirstScript : FontLibrary.None;
    }

    private bool Has(int family, char c) => FontLibrary.Of(family, bold).Glyph(c) != 0;

    private TextRun Finish(StringBuilder current, int family)
    {
        var text = current.ToString();
        current.Clear();
        if (family == FontLibrary.None)
            return Boxes(text);
        if (FontLibrary.IsShaped(family) || text.Any(IsMark))
            return Shaped(fonts.Of(family, bold), text);
        var font = fonts.Of(family, bold);
        return Run(font, null, [.. text.Select(c => Unshaped(font, font.Font.Glyph(c), c.ToString()))]);
    }

    private TextRun Boxes(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            fonts.Missing(rune);
        return Run(latin, text, [.. text.EnumerateRunes().Select(_ => Unshaped(latin, 0, ""))]);
    }

    private static TextRun Shaped(FontSubset font, string text)
    {
        var shaped = HarfBuzz.Shape(font.Font, text);
        var placed = new PlacedGlyph[shaped.Length];
        for (int from = 0, to; from < shaped.Length; from = to)
        {
            to = from + 1;
            while (to < shaped.Length && shaped[to].Cluster == shaped[from].Cluster)
                to++;
            var cluster = text.AsSpan(shaped[from].Cluster..(to < shaped.Length ? shaped[to].Cluster : text.Length));
            for (var i = from; i < to; i++)
            {
                var glyph = shaped[i];
                placed[i] = new PlacedGlyph(
                    font.Use(glyph.Glyph, Share(cluster, i - from, to - from)),
                    glyph.Advance,
                    font.Font.Advance(glyph.Glyph),
                    glyph.X,
                    glyph.Y
                );
            }
        }

        return Run(font, text, placed);
    }

    /// <summary>What one of the glyphs of a cluster gives when it is copied. They are drawn in another order than written, so each gives what is written at its place.</summary>
    private static string Share(ReadOnlySpan<char> cluster, int index, int count)
    {
        if (index >= cluster.Length)
            return Nothing;
        return index == count - 1 ? cluster[index..].ToString() : cluster[index].ToString();
    }

    private static TextRun Run(FontSubset font, string? actual, PlacedGlyph[] glyphs) =>
        new(font, actual, glyphs, glyphs.Sum(g => g.Advance));

    private static PlacedGlyph Unshaped(FontSubset font, int glyph, string text) =>
        new(font.Use(glyph, text), font.Font.Advance(glyph), font.Font.Advance(glyph), 0, 0);

    private static bool IsMark(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
