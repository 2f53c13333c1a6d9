using ReportsAdmin.Platform.Rendering.Pdf.Fonts;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Headings and running text.</summary>
internal sealed class TextDrawing(PageFlow flow)
{
    private static readonly (double Size, double Before)[] Headings = [(14, 18), (11.5, 14), (9.5, 10)];

    /// <param name="level">1 to 3.</param>
    /// <param name="kept">Points of what follows that must be on the same page.</param>
    public void Heading(string text, int level, double kept)
    {
        var (size, before) = Headings[Math.Clamp(level, 1, 3) - 1];
        var lines = flow.Fonts.Bold.Wrap(text, size, flow.ContentWidth);
        flow.Need(before + lines.Length * size * 1.3 + size * 0.35 + kept);
        if (!flow.AtTop)
            flow.Y += before;
        flow.Bookmark(level, text);
        // The report's title is H1.
        Lines(
            FormattableString.Invariant($"H{Math.Clamp(level, 1, 3) + 1}"),
            flow.Fonts.Bold,
            lines,
            size,
            1.3,
            level == 1 ? flow.AccentText : Ink.Text
        );
        flow.Y += size * 0.35;
    }

    public void Paragraph(string text)
    {
        const double Size = 9.5;
        Lines("P", flow.Fonts.Regular, flow.Fonts.Regular.Wrap(text, Size, flow.ContentWidth), Size, 1.45, Ink.Text);
        flow.Y += Size * 0.7;
    }

    /// <summary>A remark about the document, below all else.</summary>
    public void Note(string text)
    {
        const double Size = 8;
        if (!flow.AtTop)
            flow.Y += Size;
        Lines("P", flow.Fonts.Regular, flow.Fonts.Regular.Wrap(text, Size, flow.ContentWidth), Size, 1.4, Ink.Soft);
    }

    /// <summary>Lines that go on over pages; one element all the same.</summary>
    public void Lines(string kind, Typeface face, string[] lines, double size, double spacing, Ink ink)
    {
        var (height, tag) = (size * spacing, flow.Tags.Open(kind, flow.Tags.Document));
        for (var i = 0; i < lines.Length; )
        {
            if (!flow.Fits(height))
                flow.NewPage();
            flow.Tags.Mark(tag);
            flow.Canvas.Fill(ink);
            do
            {
                face.Draw(flow.Canvas, lines[i++], size, PageFlow.Margin, flow.Y + size);
                flow.Y += height;
            } while (i < lines.Length && flow.Fits(height));
            flow.Tags.EndMark();
        }

        flow.Tags.Close(tag);
    }
}
