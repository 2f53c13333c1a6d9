using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>The head of the first page: who, what, and what it was asked for.</summary>
internal sealed class Opening(PageFlow flow, Branding branding, TextDrawing texts)
{
    private const double LabelSize = 7.2;
    private const double ValueSize = 9;
    private const double LogoHeight = 30;
    private const double LogoWidth = 150;
    private const double TitleSize = 21;
    private const int MaxLines = 12;

    public void Draw(ReportDocument document, PngLogo? logo)
    {
        flow.Y = PageFlow.Margin - 8;
        Company(logo);
        flow.Y += 22;
        texts.Lines(
            "H1",
            flow.Fonts.Bold,
            flow.Fonts.Bold.Wrap(document.Title, TitleSize, flow.ContentWidth),
            TitleSize,
            1.2,
            Ink.Text
        );
        flow.Y += 3;
        if (document.Subtitle is { Length: > 0 } subtitle)
            texts.Lines(
                "P",
                flow.Fonts.Regular,
                flow.Fonts.Regular.Wrap(subtitle, 11, flow.ContentWidth),
                11,
                1.4,
                Ink.Soft
            );
        flow.Y += 9;
        if (document.Parameters.Count > 0)
            Parameters(document.Parameters);
        var made = CellText.Of(ReportCell.OfDateTime(document.MadeAtUtc), branding.TimeZone);
        var line = $"Made {made} by {document.MadeBy} · Data as of {document.DataAsOf}";
        texts.Lines("P", flow.Fonts.Regular, flow.Fonts.Regular.Wrap(line, 8, flow.ContentWidth), 8, 1.4, Ink.Soft);
        flow.Y += 14;
    }

    private void Company(PngLogo? logo)
    {
        var (canvas, tags) = (flow.Canvas, flow.Tags);
        if (logo is null)
        {
            flow.Y += 4;
            texts.Lines(
                "P",
                flow.Fonts.Bold,
                [flow.Fonts.Bold.Clip(branding.Company, 12, flow.ContentWidth)],
                12,
                1.3,
                flow.AccentText
            );
        }
        else
        {
            var scale = Math.Min(LogoHeight / logo.Height, LogoWidth / logo.Width);
            var (width, height) = (logo.Width * scale, logo.Height * scale);
            tags.Whole(
                "Figure",
                () => canvas.Image("/Logo", PageFlow.Margin, flow.Y, width, height),
                PdfPicture.Entries(branding.Company, PageFlow.Margin, flow.Y, width, height, flow.Height)
            );
            flow.Y += height;
        }

        flow.Y += 8;
        tags.Artifact();
        canvas.Stroke(flow.Accent, 1.2);
        canvas.Line(PageFlow.Margin, flow.Y, flow.Right, flow.Y);
        tags.EndMark();
    }

    private void Parameters(IReadOnlyList<Fact> facts)
    {
        const double Gap = 14;
        var columns = flow.Width > flow.Height ? 4 : 3;
        var width = (flow.ContentWidth - (columns - 1) * Gap) / columns;
        Rule();
        flow.Y += 7;
        foreach (var line in facts.Chunk(columns))
        {
            var values = Array.ConvertAll(line, f => Shortened(flow.Fonts.Regular.Wrap(f.Value, ValueSize, width)));
            var height = LabelSize * 1.6 + values.Max(v => v.Length) * ValueSize * 1.32 + 6;
            flow.Need(height);
            for (var i = 0; i < line.Length; i++)
                Parameter(line[i].Label, values[i], PageFlow.Margin + i * (width + Gap), width);
            flow.Y += height;
        }

        flow.Y += 3;
        Rule();
        flow.Y += 7;
    }

    private void Parameter(string label, IReadOnlyList<string> lines, double x, double width) =>
        flow.Tags.Whole("P", () =>
        {
            var text = flow.Fonts.Regular;
            flow.Canvas.Fill(Ink.Soft);
            text.Draw(flow.Canvas, text.Clip(label, LabelSize, width), LabelSize, x, flow.Y + LabelSize);
            flow.Canvas.Fill(Ink.Text);
            for (var k = 0; k < lines.Count; k++)
                text.Draw(flow.Canvas, lines[k], ValueSize, x, flow.Y + LabelSize * 1.6 + ValueSize * (1 + 1.32 * k));
        });

    private void Rule()
    {
        flow.Tags.Artifact();
        flow.Canvas.Stroke(Ink.Hairline, 0.6);
        flow.Canvas.Line(PageFlow.Margin, flow.Y, flow.Right, flow.Y);
        flow.Tags.EndMark();
    }

    private static string[] Shortened(string[] lines) =>
        lines.Length <= MaxLines ? lines : [.. lines.Take(MaxLines - 1), lines[MaxLines - 1] + " …"];
}
