using ReportsAdmin.Platform.Rendering.Charts;
using ReportsAdmin.Platform.Rendering.Pdf.Fonts;
using ReportsAdmin.Platform.Rendering.Pdf.Layout;

namespace ReportsAdmin.Platform.Rendering.Pdf;

/// <summary>
/// Renders a report to PDF: A4 (A3 for wide tables), embedded fonts, bookmarks, tagged up to <see cref="PdfOptions.TaggedRows"/>. The output is written
/// forward only and equal reports give equal bytes.
/// </summary>
public sealed class PdfRenderer : IReportRenderer
{
    private const int ProgressRows = 1_000;

    private readonly Branding branding;
    private readonly PdfOptions options;
    private readonly Lazy<(PngLogo? Logo, string? Warning)> logo;

    public PdfRenderer(Branding branding, PdfOptions options)
    {
        (this.branding, this.options) = (branding, options);
        logo = new(() => ReadLogo(branding.LogoFile));
    }

    public ReportFormat Format => ReportFormat.Pdf;

    public string? Objection(ReportDocument document)
    {
        var pages = PageEstimate.Of(document, Paper.For(document));
        return pages <= options.MaxPages
            ? null
            : $"This report would have about {Money.GroupWhole(PageEstimate.Rounded(pages))} pages; a PDF may have {Money.GroupWhole(options.MaxPages)}. Choose Excel or CSV, or narrow the filters.";
    }

    public async Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        var file = new PdfFile(output);
        var fonts = new ReportFonts(file);
        var flow = FlowOf(document, file, fonts);
        var texts = new TextDrawing(flow);
        flow.NewPage();
        new Opening(flow, branding, texts).Draw(document, logo.Value.Logo);
        long done = 0;
        var level = 0;
        for (var i = 0; i < document.Blocks.Count; i++)
        {
            if (document.Blocks[i] is TableBlock table)
                done = await DrawTableAsync(table, level + 1, done, flow, file, rows, ct);
            else
                level = DrawBlock(document.Blocks, i, level, flow, texts);
            if (file.WantsFlush)
                await file.FlushAsync(ct);
        }

        if (fonts.Note is { } note)
            texts.Note(note);
        PdfEnding.Write(document, file, flow, logo.Value.Logo);
        await file.FlushAsync(ct);
        await output.FlushAsync(ct);
        rows?.Report(done);
        return new RenderedReport(
            done,
            flow.Pages,
            logo.Value.Warning is { } warning ? [warning, .. fonts.Warnings] : fonts.Warnings
        );
    }

    private PageFlow FlowOf(ReportDocument document, PdfFile file, ReportFonts fonts)
    {
        var canvas = new PdfCanvas();
        var rows = document.Blocks.OfType<TableBlock>().Sum(t => t.Rows);
        var paper = Paper.For(document);
        return new PageFlow(
            file,
            fonts,
            new PdfTags(file, canvas, rows <= options.TaggedRows),
            canvas,
            branding,
            document.Title,
            paper,
            PageEstimate.Of(document, paper)
        );
    }

    /// <summary>Gives the level of the heading that is in force behind the block.</summary>
    private int DrawBlock(IReadOnlyList<Block> blocks, int index, int level, PageFlow flow, TextDrawing texts)
    {
        switch (blocks[index])
        {
            case HeadingBlock heading:
                texts.Heading(heading.Text, heading.Level, KeptBelow(blocks, index, flow));
                return heading.Level;
            case AppendixBlock appendix:
                if (!flow.AtTop)
                    flow.NewPage();
                texts.Heading(appendix.Title, 1, kept: 0);
                return 1;
            case ParagraphBlock paragraph:
                texts.Paragraph(paragraph.Text);
                return level;
            case KeyFiguresBlock figures:
                new PdfKeyFigures(flow, branding.TimeZone).Draw(figures.Figures);
                return level;
            case FactsBlock facts:
                new FactsDrawing(flow, branding.TimeZone).Draw(facts.Facts);
                return level;
            case ChartBlock chart:
                new PdfChart(flow, chart).Draw();
                return level;
            default:
                throw new NotSupportedException($"A PDF has no way to show a {blocks[index].GetType().Name}.");
        }
    }

    /// <summary>How much of what follows a heading must be on its page, in points: a heading at the foot of a page leads nowhere.</summary>
    private static double KeptBelow(IReadOnlyList<Block> blocks, int index, PageFlow flow)
    {
        const double Heading = 38,
            Cards = 70,
            Table = 96,
            Lines = 36;
        return index + 1 >= blocks.Count
            ? 0
            : blocks[index + 1] switch
            {
                HeadingBlock => Heading + KeptBelow(blocks, index + 1, flow),
                KeyFiguresBlock => Cards,
                ChartBlock chart => new PdfChart(flow, chart).MinHeight,
                TableBlock => Table,
                ParagraphBlock or FactsBlock => Lines,
                _ => 0,
            };
    }

    /// <summary>Gives the rows done with those of this table.</summary>
    private async Task<long> DrawTableAsync(
        TableBlock table,
        int level,
        long done,
        PageFlow flow,
        PdfFile file,
        IProgress<long>? progress,
        CancellationToken ct
    )
    {
        var drawing = new TableDrawing(flow, table, branding.TimeZone);
        var totals = new TableTotals(table.Columns);
        var row = new ReportRow(table.Columns.Count);
        drawing.Begin(level);
        await using var source = table.Open();
        while (await source.NextAsync(row, ct))
        {
            ct.ThrowIfCancellationRequested();
            totals.Add(row);
            drawing.Row(row);
            if (++done % ProgressRows == 0)
                progress?.Report(done);
            if (file.WantsFlush)
                await file.FlushAsync(ct);
        }

        drawing.End(totals);
        return done;
    }

    private static (PngLogo? Logo, string? Warning) ReadLogo(string? path)
    {
        if (path is null)
            return (null, null);
        try
        {
            return (new PngLogo(File.ReadAllBytes(path)), null);
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, $"The logo {Path.GetFileName(path)} is not shown: {problem.Message}.");
        }
    }
}
