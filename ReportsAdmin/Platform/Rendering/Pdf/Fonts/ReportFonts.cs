using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>The fonts of one document: Latin in two weights, Devanagari when a text asks for it.</summary>
internal sealed class ReportFonts
{
    private const int NamedCharacters = 20;

    private static readonly byte[][] Names =
    [
        "/F0 "u8.ToArray(),
        "/F1 "u8.ToArray(),
        "/F2 "u8.ToArray(),
        "/F3 "u8.ToArray(),
    ];

    private readonly PdfFile file;
    private readonly FontSubset?[] subsets = new FontSubset?[4];
    private readonly List<Rune> missing = [];
    private readonly HashSet<Rune> missed = [];
    private bool unshaped;

    /// <param name="shaper">Whether HarfBuzz may be used.</param>
    public ReportFonts(PdfFile file, bool shaper)
    {
        (this.file, Shapes) = (file, shaper);
        (Regular, Bold) = (Face(bold: false), Face(bold: true));
    }

    public Typeface Regular { get; }

    public Typeface Bold { get; }

    public bool Shapes { get; }

    /// <summary>The entries of a page's font resources.</summary>
    public string Resources =>
        string.Concat(subsets.Select((s, i) => s is null ? "" : FormattableString.Invariant($"/F{i} {s.Id} 0 R")));

    public IReadOnlyList<string> Warnings =>
        [
            .. unshaped
                ? ["Hindi is shown without the forms of joined letters: HarfBuzz (libharfbuzz.so.0) is not installed."]
                : (string[])[],
            .. missing.Count == 0
                ? []
                : (string[])
                    [
                        $"No font has these characters, so they are shown as boxes: {string.Join(", ", missing.Take(NamedCharacters).Select(r => $"{r} (U+{r.Value:X4})"))}{(missing.Count > NamedCharacters ? $" and {missing.Count - NamedCharacters} more" : "")}.",
                    ],
        ];

    public FontSubset Devanagari(bool bold) => Subset(bold ? 3 : 2, TrueTypeFont.Devanagari(bold));

    public void Missing(Rune rune)
    {
        if (missed.Add(rune))
            missing.Add(rune);
    }

    public void Unshaped() => unshaped = true;

    public void Write()
    {
        foreach (var subset in subsets)
            subset?.Write(file);
    }

    private Typeface Face(bool bold)
    {
        var latin = Subset(bold ? 1 : 0, TrueTypeFont.Latin(bold));
        return new Typeface(latin, new TextRuns(this, latin, bold));
    }

    private FontSubset Subset(int index, TrueTypeFont font) =>
        subsets[index] ??= new FontSubset(font, Names[index], file.NewId());
}
