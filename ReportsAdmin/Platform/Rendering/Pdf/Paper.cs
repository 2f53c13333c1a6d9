using ReportsAdmin.Platform.Rendering.Pdf.Layout;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>The size of all pages of a document, in points.</summary>
internal readonly record struct Paper(double Width, double Height)
{
    // A table that asks for more characters side by side is better read in landscape.
    private const double PortraitCharacters = 95;

    private static readonly Paper A4 = new(595.28, 841.89);
    private static readonly Paper A4Landscape = new(841.89, 595.28);
    private static readonly Paper A3Landscape = new(1190.55, 841.89);

    /// <summary>A4 where it does; A3 where only that keeps a table's columns side by side.</summary>
    public static Paper For(ReportDocument document)
    {
        var tables = document.Blocks.OfType<TableBlock>().ToList();
        if (tables.All(t => t.Columns.Sum(c => c.Width) <= PortraitCharacters))
            return A4;
        return tables.Exists(t => A4Landscape.Bands(t) > 1 && A3Landscape.Bands(t) == 1) ? A3Landscape : A4Landscape;
    }

    private int Bands(TableBlock table) => TableLayout.For(table.Columns, PageFlow.Body(this).Width).Bands.Length;
}
