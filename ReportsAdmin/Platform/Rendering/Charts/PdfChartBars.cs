using ReportsAdmin.Platform.Rendering.Pdf;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>Lying bars, for categories with long names.</summary>
internal static class PdfChartBars
{
    private const double AxisRoom = 18;

    public static void Draw(PdfChart chart, PlotArea area)
    {
        var (canvas, text) = (chart.Flow.Canvas, chart.Flow.Fonts.Regular);
        var axis = PdfChartAxis.Over(chart.Series.SelectMany(s => s.Values));
        var names = Math.Min(chart.Categories.Max(c => text.Width(c, PdfChart.TextSize)), area.Width * 0.34) + 8;
        var valueRoom = chart.Series.Count == 1 ? chart.LabelWidth(axis) + 8 : 12;
        var plot = new PlotArea(
            area.Left + names,
            area.Top + 2,
            area.Width - names - valueRoom,
            area.Height - (chart.Series.Count > 1 ? AxisRoom : 4)
        );
        // A single series has its values written at the bars and needs no scale.
        if (chart.Series.Count > 1)
            Scale(chart, axis, plot);
        var slot = plot.Height / chart.Categories.Count;
        var size = Math.Min(PdfChart.TextSize, slot * 0.9);
        for (var i = 0; i < chart.Categories.Count; i++)
        {
            var middle = plot.Top + slot * (i + 0.5);
            var name = text.Clip(chart.Categories[i], size, names - 8);
            canvas.Fill(Ink.Text);
            text.DrawRight(canvas, name, size, plot.Left - 6, middle + size * 0.36);
            Bars(chart, axis, plot, i, middle);
            if (chart.Series is not [var only])
                continue;
            var value = only.Values[i];
            var end = Across(plot, axis, Math.Max(value, 0));
            canvas.Fill(Ink.Text);
            text.Draw(canvas, chart.Label(value), size, end + 4, middle + size * 0.36);
        }

        var zero = Across(plot, axis, 0);
        canvas.Stroke(Ink.Soft, 0.7);
        canvas.Line(zero, plot.Top, zero, plot.Bottom);
    }

    /// <summary>The bars of one category, one for each series.</summary>
    private static void Bars(PdfChart chart, PdfChartAxis axis, PlotArea plot, int category, double middle)
    {
        var thick = Math.Min(plot.Height / chart.Categories.Count * 0.68 / chart.Series.Count, 16);
        for (var s = 0; s < chart.Series.Count; s++)
        {
            var value = chart.Series[s].Values[category];
            var (from, to) = (Across(plot, axis, Math.Min(value, 0)), Across(plot, axis, Math.Max(value, 0)));
            chart.Flow.Canvas.Fill(chart.ColourOf(s));
            if (to > from)
                chart.Flow.Canvas.Rectangle(
                    from,
                    middle - thick * chart.Series.Count / 2 + thick * s,
                    to - from,
                    chart.Series.Count > 1 ? thick - 0.6 : thick
                );
        }
    }

    private static void Scale(PdfChart chart, PdfChartAxis axis, PlotArea plot)
    {
        var canvas = chart.Flow.Canvas;
        var every = Math.Max(
            1,
            (int)Math.Ceiling((chart.LabelWidth(axis) + 10) / (plot.Width / Math.Max(1, axis.Ticks.Count() - 1)))
        );
        foreach (var (tick, i) in axis.Ticks.Select((t, i) => (t, i)))
        {
            var x = Across(plot, axis, tick);
            canvas.Stroke(Ink.Hairline, 0.5);
            canvas.Line(x, plot.Top, x, plot.Bottom);
            canvas.Fill(Ink.Soft);
            if (i % every == 0)
                chart.Flow.Fonts.Regular.DrawCentred(canvas, chart.Label(tick), PdfChart.TextSize, x, plot.Bottom + 11);
        }
    }

    private static double Across(PlotArea plot, PdfChartAxis axis, decimal value) =>
        plot.Left + plot.Width * axis.Share(value);
}
