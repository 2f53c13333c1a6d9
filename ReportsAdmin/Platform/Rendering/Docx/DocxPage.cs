namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>An A4 page on its long or its short edge, in twentieths of a point, and the relations of its header and footer.</summary>
internal sealed record DocxPage(int Width, int Height, string Header, string Footer)
{
    public static readonly DocxPage Portrait = new(11_906, 16_838, "rId3", "rId4");
    public static readonly DocxPage Landscape = new(16_838, 11_906, "rId5", "rId6");

    private const int Margin = 1_000;

    /// <summary>Between the margins.</summary>
    public int TextWidth => Width - 2 * Margin;

    public string SectionXml =>
        FormattableString.Invariant(
            $"<w:sectPr><w:headerReference w:type=\"default\" r:id=\"{Header}\"/><w:footerReference w:type=\"default\" r:id=\"{Footer}\"/><w:pgSz w:w=\"{Width}\" w:h=\"{Height}\"{(Width > Height ? " w:orient=\"landscape\"" : "")}/><w:pgMar w:top=\"1300\" w:right=\"{Margin}\" w:bottom=\"1100\" w:left=\"{Margin}\" w:header=\"560\" w:footer=\"480\" w:gutter=\"0\"/></w:sectPr>"
        );

    /// <summary>
    /// Shares out the blocks over pages of one orientation: what is under a heading of the first level, or in an appendix, stays together, and lies on its side
    /// when one of its tables is too wide to stand.
    /// </summary>
    public static IReadOnlyList<(DocxPage Page, IReadOnlyList<Block> Blocks)> Share(IReadOnlyList<Block> blocks)
    {
        var runs = new List<List<Block>> { new() };
        foreach (var block in blocks)
        {
            if (block is HeadingBlock { Level: <= 1 } or AppendixBlock && runs[^1].Count > 0)
                runs.Add([]);
            runs[^1].Add(block);
        }

        var pages = new List<(DocxPage Page, IReadOnlyList<Block> Blocks)>();
        foreach (var run in runs)
        {
            // The title and what it was asked for are upright, whatever follows.
            var page = run.OfType<TableBlock>().Any(t => DocxColumns.NaturalWidth(t.Columns) > Portrait.TextWidth)
                ? Landscape
                : Portrait;
            if (pages.Count > 0 && pages[^1].Page == page)
                pages[^1] = (page, [.. pages[^1].Blocks, .. run]);
            else
                pages.Add((page, run));
        }

        return pages;
    }
}
