using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Platform.Rendering.Pdf.Layout;

/// <summary>Labels on the left, their values beside them. A long value goes on over as many pages as it takes.</summary>
internal sealed class FactsDrawing(PageFlow flow, TimeZoneInfo zone)
{
    private const double Size = 9;
    private const double Line = Size * 1.4;
    private const double Gap = 12;
    private const double LabelShare = 0.28;

    public void Draw(IReadOnlyList<FactLine> facts)
    {
        foreach (var fact in facts)
            Draw(fact);
        flow.Y += Size * 0.7;
    }

    private void Draw(FactLine fact)
    {
        var width = flow.ContentWidth * LabelShare;
        var labels = flow.Fonts.Bold.Wrap(fact.Label, Size, width);
        var values = flow.Fonts.Regular.Wrap(CellText.Alone(fact.Value, zone), Size, flow.ContentWidth - width - Gap);
        var lines = Math.Max(labels.Length, values.Length);
        var tag = flow.Tags.Open("P", flow.Tags.Document);
        for (var i = 0; i < lines; )
        {
            if (!flow.Fits(Line))
                flow.NewPage();
            flow.Tags.Mark(tag);
            do
            {
                flow.Canvas.Fill(Ink.Soft);
                if (i < labels.Length)
                    flow.Fonts.Bold.Draw(flow.Canvas, labels[i], Size, PageFlow.Margin, flow.Y + Size);
                flow.Canvas.Fill(Ink.Text);
                if (i < values.Length)
                    flow.Fonts.Regular.Draw(flow.Canvas, values[i], Size, PageFlow.Margin + width + Gap, flow.Y + Size);
                flow.Y += Line;
                i++;
            } while (i < lines && flow.Fits(Line));
            flow.Tags.EndMark();
        }

        flow.Tags.Close(tag);
        flow.Y += 2;
    }
}
