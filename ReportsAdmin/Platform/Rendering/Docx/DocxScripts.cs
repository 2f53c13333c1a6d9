using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>The fonts that a Word document names for each script: those of Windows, and where they are missing the Noto fonts.</summary>
internal static class DocxScripts
{
    private const int Latin = -1;
    private const int Symbol = -2;
    private const int Neutral = -3;

    private static readonly string[] OfScripts =
    [
        .. Scripts.All.Select(s =>
            $"{Fonts(OfficeFonts.Indian)}<w:cs/><w:lang w:val=\"{s.Language}\" w:bidi=\"{s.Language}\"/>"
        ),
    ];

    private static readonly string OfSymbols = Fonts(OfficeFonts.Symbols);

    /// <summary>Whether the text needs no font but the main one.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) =>
        Scripts.HasNone(text)
        && !text.ContainsAnyInRange('\u2196', '\u2BFF')
        && !text.ContainsAnyInRange('\uA8E0', '\uA8FF');

    /// <summary>Length of what has one font at the start of the text. White space and punctuation stay with what is before them.</summary>
    /// <param name="properties">What the run must say about its font; empty for the main one.</param>
    public static int Next(ReadOnlySpan<char> text, out string properties)
    {
        var kind = Neutral;
        var length = 0;
        while (length < text.Length)
        {
            var next = KindOf(text[length]);
            if (next != Neutral && kind != Neutral && next != kind)
                break;
            if (next != Neutral)
                kind = next;
            length++;
        }

        properties = kind switch
        {
            Symbol => OfSymbols,
            < 0 => "",
            _ => OfScripts[kind],
        };
        return length;
    }

    /// <summary>The table of the fonts, each with those to take in its place.</summary>
    public static string FontTable() =>
        $"{OpenXml.Declaration}<w:fonts xmlns:w=\"{DocxStyles.Main}\">{Font(OfficeFonts.Main, "Carlito,Noto Sans")}{Font(OfficeFonts.Indian, string.Join(',', Scripts.All.Select(s => $"Noto Sans {s.Font}")))}{Font(OfficeFonts.Symbols, "Noto Sans Symbols2,Noto Sans Symbols,Noto Sans Math")}</w:fonts>";

    private static int KindOf(char c) =>
        Scripts.IsShared(c) ? Neutral
        : Scripts.Of(c) is >= 0 and var script ? script
        : c is >= '\u2196' and <= '\u21FF' or >= '\u2300' and <= '\u2BFF' ? Symbol
        : char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? Latin
        : Neutral;

    private static string Fonts(string name) =>
        $"<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\" w:eastAsia=\"{name}\" w:cs=\"{name}\"/>";

    private static string Font(string name, string others) =>
        $"<w:font w:name=\"{name}\"><w:altName w:val=\"{others}\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>";
}
