using System.Globalization;
using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>Everything of a document but its tables of rows: title, parameters, text, key figures and charts.</summary>
internal sealed class DocxBody(Utf8Sink sink, DocxCharts charts, TimeZoneInfo zone)
{
    private const int CardsInRow = 4;

    // More characters than this and a figure would break in a card of four.
    private const int NarrowFigure = 14;
    private const int LabelWidth = 2_400;
    private const int ChartHeight = 3_500;

    private readonly DocxText text = new(sink);

    public void Title(ReportDocument document, int textWidth)
    {
        text.Paragraph("Title", document.Title);
        if (document.Subtitle is { Length: > 0 } subtitle)
            text.Paragraph("Subtitle", subtitle);
        var made = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(document.MadeAtUtc, DateTimeKind.Utc), zone);
        Facts(
            [
                .. document.Parameters,
                new Fact("Data as of", document.DataAsOf),
                new Fact(
                    "Made",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{made:dd MMM yyyy HH:mm} ({zone.Id}) by {document.MadeBy}"
                    )
                ),
            ],
            textWidth,
            "Report parameters",
            "<w:trPr><w:cantSplit/></w:trPr>"
        );
    }

    public void Heading(HeadingBlock heading) =>
        text.Paragraph(FormattableString.Invariant($"Heading{Math.Clamp(heading.Level, 1, 3)}"), heading.Text);

    /// <param name="breakPage">Not where a new section begins a page anyway.</param>
    public void Appendix(AppendixBlock appendix, bool breakPage) =>
        text.Paragraph("Heading1", $"Appendix: {appendix.Title}", properties: breakPage ? "<w:pageBreakBefore/>" : "");

    public void Paragraph(string value) => text.Paragraph("Normal", value);

    public void KeyFigures(IReadOnlyList<KeyFigure> figures, int textWidth)
    {
        var isWide = figures.Any(f => CellText.Alone(f.Value, zone).Length > NarrowFigure);
        var rows = CardRows.Of(figures, isWide ? CardsInRow - 1 : CardsInRow).ToList();
        foreach (var row in rows)
        {
            var width = textWidth / rows[0].Count;
            // One size for the row, that of its longest figure.
            var size = row.Min(f =>
                FigureSize.Of(
                    CellText.Alone(f.Value, zone),
                    DocxStyles.FigureSize,
                    width - DocxStyles.CardMargins,
                    isBold: true
                )
            );
            OpenTable("ReportCards", [.. row.Select(_ => width)], "Key figures");
            sink.Write("<w:tr><w:trPr><w:cantSplit/></w:trPr>"u8);
            foreach (var figure in row)
            {
                sink.Write("<w:tc><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F5F7FA\"/></w:tcPr>"u8);
                var tone = DocxStyles.OfTone(figure.Tone);
                text.Paragraph("CardLabel", figure.Label);
                text.Paragraph("CardFigure", CellText.Alone(figure.Value, zone), tone, size: size);
                text.Paragraph("CardNote", figure.Note ?? "", tone);
                sink.Write("</w:tc>"u8);
            }

            sink.Write("</w:tr></w:tbl>"u8);
            text.Paragraph("Gap", "");
        }
    }

    /// <summary>One chart over the whole width, or two side by side.</summary>
    public void Charts(IReadOnlyList<ChartBlock> row, int textWidth)
    {
        sink.Write("<w:p><w:pPr><w:pStyle w:val=\"Chart\"/></w:pPr>"u8);
        foreach (var chart in row)
            sink.Write(charts.Run(chart, row.Count == 1 ? textWidth : textWidth / 2 - 30, ChartHeight));
        sink.Write("</w:p>"u8);
    }

    /// <summary>Ends the pages of one orientation.</summary>
    public void EndSection(DocxPage page)
    {
        sink.Write("<w:p><w:pPr><w:pStyle w:val=\"Gap\"/>"u8);
        sink.Write(page.SectionXml);
        sink.Write("</w:pPr></w:p>"u8);
    }

    /// <summary>Values may be longer than a page, so their rows may break.</summary>
    public void Facts(FactsBlock block, int textWidth) =>
        Facts([.. block.Facts.Select(f => new Fact(f.Label, CellText.Alone(f.Value, zone)))], textWidth, "Values", "");

    private void Facts(IReadOnlyList<Fact> facts, int textWidth, string caption, string rowProperties)
    {
        OpenTable("ReportFacts", [LabelWidth, textWidth - LabelWidth], caption);
        foreach (var (label, value) in facts)
        {
            sink.Write($"<w:tr>{rowProperties}<w:tc>");
            text.Paragraph("FactLabel", label);
            sink.Write("</w:tc><w:tc>"u8);
            text.Paragraph("Fact", value);
            sink.Write("</w:tc></w:tr>"u8);
        }

        sink.Write("</w:tbl>"u8);
        text.Paragraph("Normal", "");
    }

    private void OpenTable(string style, IReadOnlyList<int> widths, string caption)
    {
        sink.Write(
            FormattableString.Invariant(
                $"<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{widths.Sum()}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0600\" w:firstRow=\"0\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>"
            )
        );
        foreach (var width in widths)
            sink.Write(FormattableString.Invariant($"<w:gridCol w:w=\"{width}\"/>"));
        sink.Write("</w:tblGrid>"u8);
    }
}
