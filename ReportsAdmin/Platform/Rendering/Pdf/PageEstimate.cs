using ReportsAdmin.Platform.Rendering.Pdf.Layout;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>How many pages a report will have, before its rows are read. Rows count as one line, so wrapped texts make it more.</summary>
internal static class PageEstimate
{
    public static long Of(ReportDocument document, Paper paper)
    {
        var (width, body) = PageFlow.Body(paper);
        var pages =
            1.0
            + document.Blocks.Sum(b =>
                b switch
                {
                    ChartBlock => 0.3,
                    AppendixBlock => 0.5,
                    KeyFiguresBlock => 0.1,
                    ParagraphBlock paragraph => (paragraph.Text.Length / 100 + 1) * 14 / body,
                    FactsBlock facts => facts.Facts.Sum(f => (f.Value.Text?.Length ?? 0) / 80 + 1) * 14 / body,
                    TableBlock table => PagesOf(table, width, body),
                    _ => 0.05,
                }
            );
        return (long)pages;
    }

    /// <summary>Two leading digits, as an estimate deserves: 3,333 is about 3,300.</summary>
    public static long Rounded(long pages)
    {
        var unit = 1L;
        while (pages / unit >= 100)
            unit *= 10;
        return (pages + unit / 2) / unit * unit;
    }

    private static double PagesOf(TableBlock table, double width, double body)
    {
        var layout = TableLayout.For(table.Columns, width);
        return layout.Bands.Length * table.Rows * layout.RowHeight / (body - 2 * layout.RowHeight);
    }
}
