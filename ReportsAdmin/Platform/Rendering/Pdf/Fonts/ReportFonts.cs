using System.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Fonts;

/// <summary>The fonts of one document: Latin in two weights, others when a text asks for them.</summary>
internal sealed class ReportFonts
{
    private const int NamedCharacters = 20;

    // The regular and the bold font of each family.
    private static readonly byte[][] Names =
    [
        .. Enumerable
            .Range(0, FontLibrary.Count * 2)
            .Select(i => Encoding.ASCII.GetBytes(FormattableString.Invariant($"/F{i} "))),
    ];

    private readonly PdfFile file;
    private readonly FontSubset?[] subsets = new FontSubset?[FontLibrary.Count * 2];
    private readonly List<Rune> missing = [];
    private readonly HashSet<Rune> missed = [];

    public ReportFonts(PdfFile file)
    {
        this.file = file;
        (Regular, Bold) = (Face(bold: false), Face(bold: true));
    }

    public Typeface Regular { get; }

    public Typeface Bold { get; }

    /// <summary>The entries of a page's font resources.</summary>
    public string Resources =>
        string.Concat(subsets.Select((s, i) => s is null ? "" : FormattableString.Invariant($"/F{i} {s.Id} 0 R")));

    public IReadOnlyList<string> Warnings =>
        missing.Count == 0
            ? []
            : [$"No font has these characters, so they are shown as boxes: {Named(r => $"{r} ({CodeOf(r)})")}."];

    /// <summary>What the document says at its end about characters that are shown as boxes; null when there are none.</summary>
    public string? Note =>
        missing.Count == 0
            ? null
            : $"Some characters of this report are shown as boxes, because no font here has them: {Named(CodeOf)}.";

    public FontSubset Of(int family, bool bold)
    {
        var index = family * 2 + (bold && FontLibrary.HasBold(family) ? 1 : 0);
        return subsets[index] ??= new FontSubset(FontLibrary.Of(family, bold), Names[index], file.NewId());
    }

    public void Missing(Rune rune)
    {
        if (missed.Add(rune))
            missing.Add(rune);
    }

    public void Write()
    {
        foreach (var subset in subsets)
            subset?.Write(file);
    }

    private Typeface Face(bool bold) => new(Of(FontLibrary.Latin, bold), new TextRuns(this, bold));

    private string Named(Func<Rune, string> name) =>
        string.Join(", ", missing.Take(NamedCharacters).Select(name))
        + (missing.Count > NamedCharacters ? $" and {missing.Count - NamedCharacters} more" : "");

    private static string CodeOf(Rune rune) => $"U+{rune.Value:X4}";
}
