using ReportsAdmin.Platform.Rendering.Pdf;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>Upright charts: columns beside each other, columns on each other, lines.</summary>
internal static class PdfChartColumns
{
    private const double LabelRoom = 18;
    private const int LabelledColumns = 14;

    public static void Draw(PdfChart chart, PlotArea area)
    {
        var axis = PdfChartAxis.Over(
            chart.Kind == ChartKind.StackedColumn ? Stacks(chart) : chart.Series.SelectMany(s => s.Values)
        );
        var labels = chart.LabelWidth(axis) + 8;
        var plot = new PlotArea(area.Left + labels, area.Top + 10, area.Width - labels, area.Height - 10 - LabelRoom);
        Grid(chart, axis, plot);
        CategoryLabels(chart, plot);
        switch (chart.Kind)
        {
            case ChartKind.Line:
                Lines(chart, axis, plot);
                break;
            case ChartKind.StackedColumn:
                Stacked(chart, axis, plot);
                break;
            default:
                Columns(chart, axis, plot);
                break;
        }

        chart.Flow.Canvas.Stroke(Ink.Soft, 0.7);
        chart.Flow.Canvas.Line(plot.Left, Y(plot, axis, 0), plot.Right, Y(plot, axis, 0));
    }

    private static void Grid(PdfChart chart, PdfChartAxis axis, PlotArea plot)
    {
        var canvas = chart.Flow.Canvas;
        canvas.Fill(Ink.Soft);
        foreach (var tick in axis.Ticks)
        {
            var y = Y(plot, axis, tick);
            canvas.Stroke(Ink.Hairline, 0.5);
            canvas.Line(plot.Left, y, plot.Right, y);
            chart.Flow.Fonts.Regular.DrawRight(canvas, chart.Label(tick), PdfChart.TextSize, plot.Left - 6, y + 2.7);
        }
    }

    /// <summary>Every label when there is room, else every second, third and so on.</summary>
    private static void CategoryLabels(PdfChart chart, PlotArea plot)
    {
        const double Least = 34;
        var (slot, text) = (plot.Width / chart.Categories.Count, chart.Flow.Fonts.Regular);
        var widest = Math.Min(chart.Categories.Max(c => text.Width(c, PdfChart.TextSize)) + 5, Math.Max(slot, Least));
        var every = (int)Math.Ceiling(widest / slot - 0.001);
        chart.Flow.Canvas.Fill(Ink.Soft);
        for (var i = 0; i < chart.Categories.Count; i += every)
            text.DrawCentred(
                chart.Flow.Canvas,
                text.Clip(chart.Categories[i], PdfChart.TextSize, Math.Max(slot * every - 4, 6)),
                PdfChart.TextSize,
                plot.Left + slot * (i + 0.5),
                plot.Bottom + 12
            );
    }

    private static void Columns(PdfChart chart, PdfChartAxis axis, PlotArea plot)
    {
        var slot = plot.Width / chart.Categories.Count;
        var width = Math.Min(slot * 0.66 / chart.Series.Count, 42);
        for (var s = 0; s < chart.Series.Count; s++)
        {
            for (var i = 0; i < chart.Categories.Count; i++)
            {
                var left = plot.Left + slot * (i + 0.5) - width * chart.Series.Count / 2 + width * s;
                Column(
                    chart,
                    plot,
                    axis,
                    s,
                    0,
                    chart.Series[s].Values[i],
                    left,
                    chart.Series.Count > 1 ? width - 0.8 : width
                );
            }
        }

        if (chart.Series.Count == 1 && chart.Categories.Count <= LabelledColumns)
            ValueLabels(chart, axis, plot, slot);
    }

    private static void ValueLabels(PdfChart chart, PdfChartAxis axis, PlotArea plot, double slot)
    {
        var text = chart.Flow.Fonts.Regular;
        var labels = chart.Series[0].Values.Select(chart.Label).ToList();
        if (labels.Max(l => text.Width(l, PdfChart.TextSize)) > slot - 2)
            return;
        chart.Flow.Canvas.Fill(Ink.Text);
        for (var i = 0; i < labels.Count; i++)
        {
            var value = chart.Series[0].Values[i];
            text.DrawCentred(
                chart.Flow.Canvas,
                labels[i],
                PdfChart.TextSize,
                plot.Left + slot * (i + 0.5),
                Y(plot, axis, value) + (value < 0 ? 9 : -3)
            );
        }
    }

    private static void Stacked(PdfChart chart, PdfChartAxis axis, PlotArea plot)
    {
        var slot = plot.Width / chart.Categories.Count;
        var width = Math.Min(slot * 0.66, 46);
        for (var i = 0; i < chart.Categories.Count; i++)
        {
            decimal up = 0,
                down = 0;
            for (var s = 0; s < chart.Series.Count; s++)
            {
                var value = chart.Series[s].Values[i];
                ref var from = ref value < 0 ? ref down : ref up;
                Column(chart, plot, axis, s, from, from + value, plot.Left + slot * (i + 0.5) - width / 2, width);
                from += value;
            }
        }
    }

    private static void Column(
        PdfChart chart,
        PlotArea plot,
        PdfChartAxis axis,
        int series,
        decimal from,
        decimal to,
        double left,
        double width
    )
    {
        if (from == to)
            return;
        var (a, b) = (Y(plot, axis, from), Y(plot, axis, to));
        chart.Flow.Canvas.Fill(chart.ColourOf(series));
        chart.Flow.Canvas.Rectangle(left, Math.Min(a, b), width, Math.Abs(a - b));
    }

    private static void Lines(PdfChart chart, PdfChartAxis axis, PlotArea plot)
    {
        const int Dotted = 40;
        var (canvas, slot) = (chart.Flow.Canvas, plot.Width / chart.Categories.Count);
        for (var s = 0; s < chart.Series.Count; s++)
        {
            var values = chart.Series[s].Values;
            canvas.Stroke(chart.ColourOf(s), 1.6);
            canvas.MoveTo(plot.Left + slot / 2, Y(plot, axis, values[0]));
            for (var i = 1; i < values.Count; i++)
                canvas.LineTo(plot.Left + slot * (i + 0.5), Y(plot, axis, values[i]));
            canvas.StrokePath();
            if (values.Count > Dotted)
                continue;
            canvas.Fill(chart.ColourOf(s));
            for (var i = 0; i < values.Count; i++)
                PdfChartDonut.Disc(canvas, plot.Left + slot * (i + 0.5), Y(plot, axis, values[i]), 2.1);
        }
    }

    private static double Y(PlotArea plot, PdfChartAxis axis, decimal value) =>
        plot.Bottom - plot.Height * axis.Share(value);

    /// <summary>The tops and bottoms of the columns.</summary>
    private static IEnumerable<decimal> Stacks(PdfChart chart) =>
        Enumerable
            .Range(0, chart.Categories.Count)
            .SelectMany(i =>
                (decimal[])
                    [chart.Series.Sum(s => Math.Max(s.Values[i], 0)), chart.Series.Sum(s => Math.Min(s.Values[i], 0))]
            );
}
