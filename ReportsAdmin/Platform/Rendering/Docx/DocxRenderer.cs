using System.Globalization;
using ReportsAdmin.Platform.Rendering.Charts;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>
/// A report as a Word document with real styles, native charts and tables whose head repeats on every page. Wide tables lie on their side; wider ones
/// are split into bands. Rows are streamed.
/// </summary>
/// <param name="maxRows">Rows of all tables together; Word takes minutes to open more. <c>Documents:WordMaxRows</c>.</param>
public sealed class DocxRenderer(Branding branding, int maxRows = DocxRenderer.DefaultMaxRows) : IReportRenderer
{
    public const int DefaultMaxRows = 20_000;

    private const int MaxColumns = 400;

    public ReportFormat Format => ReportFormat.Word;

    public string? Objection(ReportDocument document)
    {
        var tables = document.Blocks.OfType<TableBlock>().ToList();
        if (tables.Sum(t => t.Rows) is var rows && rows > maxRows)
            return $"This report has {Money.GroupWhole(rows)} rows; a Word document holds {Money.GroupWhole(maxRows)}. Choose Excel or CSV.";
        return tables.FirstOrDefault(t => t.Columns.Count > MaxColumns) is { } wide
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"'{wide.Title}' has {wide.Columns.Count} columns; a Word document holds {MaxColumns}. Choose Excel or CSV."
            )
            : null;
    }

    public async Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        var warnings = new List<string>();
        var reading = new RowReading(rows, ct);
        var accent = OoxmlChartColours.Hex(branding.Accent);
        var logo = await LogoAsync(warnings, ct);
        var charts = new DocxCharts(new OoxmlChart(accent, document.Language));
        var zip = new ZipWriter(output);
        using (var sink = new Utf8Sink(zip.Begin("word/document.xml")))
        {
            sink.Write(DocxParts.DocumentOpening);
            await WriteBodyAsync(sink, document, charts, reading, warnings);
            sink.Write("</w:body></w:document>"u8);
        }

        charts.Write(zip);
        DocxParts.Write(zip, document, new DocxFurniture(document, branding, logo), logo, accent, charts.Count);
        zip.Complete();
        return new RenderedReport(reading.Rows, Pages: null, warnings);
    }

    private async Task WriteBodyAsync(
        Utf8Sink sink,
        ReportDocument document,
        DocxCharts charts,
        RowReading reading,
        List<string> warnings
    )
    {
        var body = new DocxBody(sink, charts, branding.TimeZone);
        var tables = new DocxTables(sink, branding.TimeZone, reading);
        var sections = DocxPage.Share(document.Blocks);
        body.Title(document, sections[0].Page.TextWidth);
        for (var i = 0; i < sections.Count; i++)
        {
            var (page, blocks) = sections[i];
            if (i > 0)
                body.EndSection(sections[i - 1].Page);
            for (var at = 0; at < blocks.Count; )
            {
                var row = blocks
                    .Skip(at)
                    .TakeWhile(b => b is ChartBlock { Series.Count: > 0, Categories.Count: > 0 })
                    .Cast<ChartBlock>()
                    .Take(2)
                    .ToList();
                if (row.Count > 0)
                    body.Charts(row, page.TextWidth);
                else if (blocks[at] is TableBlock table)
                    warnings.AddRange(await tables.WriteAsync(table, page.TextWidth));
                else
                    WriteBlock(body, blocks[at], page, isFirst: at == 0 && i > 0);
                at += Math.Max(1, row.Count);
            }
        }

        sink.Write(sections[^1].Page.SectionXml);
    }

    private static void WriteBlock(DocxBody body, Block block, DocxPage page, bool isFirst)
    {
        switch (block)
        {
            case HeadingBlock heading:
                body.Heading(heading);
                break;
            case AppendixBlock appendix:
                body.Appendix(appendix, breakPage: !isFirst);
                break;
            case ParagraphBlock paragraph:
                body.Paragraph(paragraph.Text);
                break;
            case KeyFiguresBlock figures:
                body.KeyFigures(figures.Figures, page.TextWidth);
                break;
            case FactsBlock facts:
                body.Facts(facts, page.TextWidth);
                break;
            case ChartBlock chart:
                body.Paragraph($"{chart.Title}: nothing to show.");
                break;
        }
    }

    private async Task<byte[]?> LogoAsync(List<string> warnings, CancellationToken ct)
    {
        if (branding.LogoFile is not { } file)
            return null;
        var bytes = await File.ReadAllBytesAsync(file, ct);
        if (DocxFurniture.IsPng(bytes))
            return bytes;
        warnings.Add("The logo is not a PNG file, so the company's name is shown instead.");
        return null;
    }
}
