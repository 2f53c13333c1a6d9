using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>The fonts of the assembly by family: Latin, one for each script, then symbols. Each is parsed at its first use.</summary>
internal static class FontLibrary
{
    /// <summary>The family of characters that no font has.</summary>
    public const int None = -1;
    public const int Latin = 0;
    public const int FirstScript = 1;

    private static readonly string[] Families = ["", .. Scripts.All.Select(s => s.Font), "Math", "Symbols", "Symbols2"];

    public static readonly int FirstSymbols = FirstScript + Scripts.All.Count;

    public static readonly int Count = Families.Length;

    private static readonly Lazy<TrueTypeFont>[] Regular = [.. Families.Select(f => Open(f, "Regular"))];
    private static readonly Lazy<TrueTypeFont>[] Bold =
    [
        .. Families.Select((f, i) => HasBold(i) ? Open(f, "Bold") : Regular[i]),
    ];

    /// <summary>Symbols have one weight.</summary>
    public static bool HasBold(int family) => family < FirstSymbols;

    /// <summary>Whether texts of the family cannot be drawn letter by letter.</summary>
    public static bool IsShaped(int family) => family >= FirstScript && family < FirstSymbols;

    public static TrueTypeFont Of(int family, bool bold) => (bold ? Bold : Regular)[family].Value;

    /// <summary>Width of a word without shaping, in thousandths of the size: enough to lay out columns.</summary>
    public static int RoughWidth(ReadOnlySpan<char> word, bool bold)
    {
        var width = 0;
        foreach (var c in word)
        {
            var font = Of(Scripts.Of(c) + FirstScript, bold);
            width += font.Advance(font.Glyph(c));
        }

        return width;
    }

    private static Lazy<TrueTypeFont> Open(string family, string weight) =>
        new(() => new TrueTypeFont($"NotoSans{family}-{weight}.ttf"));
}
