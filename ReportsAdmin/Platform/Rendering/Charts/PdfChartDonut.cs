using System.Globalization;
using ReportsAdmin.Platform.Rendering.Pdf;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>A ring of the first series' values, with a list of them beside it. What is not above zero has no part in the ring.</summary>
internal static class PdfChartDonut
{
    private const int MaxParts = 9;
    private const double LineHeight = 15;

    public static void Draw(PdfChart chart, PlotArea area)
    {
        var (canvas, fonts) = (chart.Flow.Canvas, chart.Flow.Fonts);
        var parts = Parts(chart);
        var total = parts.Sum(p => Math.Max(p.Value, 0));
        var outer = area.Height / 2 - 8;
        var (middleX, middleY, inner) = (area.Left + outer + 24, area.Top + area.Height / 2, outer * 0.6);
        var angle = Math.PI / 2;
        for (var i = 0; i < parts.Count && total > 0; i++)
        {
            if (parts[i].Value <= 0)
                continue;
            var sweep = 2 * Math.PI * (double)(parts[i].Value / total);
            canvas.Fill(chart.ColourOf(i));
            Ring(canvas, middleX, middleY, outer, inner, angle, angle - sweep);
            angle -= sweep;
        }

        canvas.Fill(total > 0 ? Ink.Text : Ink.Soft);
        var sum = total > 0 ? chart.Label(total) : "No data";
        fonts.Bold.DrawCentred(
            canvas,
            sum,
            Math.Min(11, 11 * (inner * 1.7) / fonts.Bold.Width(sum, 11)),
            middleX,
            middleY + 4
        );
        var left = middleX + outer + 34;
        List(chart, parts, total, left, Math.Min(area.Right - left, 290), middleY);
    }

    private static void List(
        PdfChart chart,
        List<(string Name, decimal Value)> parts,
        decimal total,
        double left,
        double width,
        double middle
    )
    {
        var (canvas, text) = (chart.Flow.Canvas, chart.Flow.Fonts.Regular);
        var y = middle - parts.Count * LineHeight / 2 + 10;
        for (var i = 0; i < parts.Count; i++, y += LineHeight)
        {
            canvas.Fill(chart.ColourOf(i));
            canvas.Rectangle(left, y - 6.5, 7, 7);
            canvas.Fill(Ink.Text);
            text.Draw(canvas, text.Clip(parts[i].Name, 8, width - 130), 8, left + 12, y);
            text.DrawRight(canvas, chart.Label(parts[i].Value), 8, left + width - 40, y);
            canvas.Fill(Ink.Soft);
            if (total <= 0)
                continue;
            var share = Math.Max(parts[i].Value, 0) / total * 100m;
            text.DrawRight(canvas, share.ToString("0.0", CultureInfo.InvariantCulture) + "%", 8, left + width, y);
        }
    }

    public static void Disc(PdfCanvas canvas, double x, double y, double radius)
    {
        canvas.MoveTo(x + radius, y);
        Arc(canvas, x, y, radius, 0, 2 * Math.PI);
        canvas.FillPath();
    }

    /// <summary>The largest in their order, the rest together.</summary>
    private static List<(string Name, decimal Value)> Parts(PdfChart chart)
    {
        var parts = chart.Categories.Zip(chart.Series[0].Values, (name, value) => (Name: name, Value: value)).ToList();
        if (parts.Count <= MaxParts)
            return parts;
        var kept = Enumerable
            .Range(0, parts.Count)
            .OrderByDescending(i => parts[i].Value)
            .Take(MaxParts - 1)
            .ToHashSet();
        return
        [
            .. parts.Where((_, i) => kept.Contains(i)),
            ($"{parts.Count - kept.Count} others", parts.Where((_, i) => !kept.Contains(i)).Sum(p => p.Value)),
        ];
    }

    private static void Ring(PdfCanvas canvas, double x, double y, double outer, double inner, double from, double to)
    {
        canvas.MoveTo(x + outer * Math.Cos(from), y - outer * Math.Sin(from));
        Arc(canvas, x, y, outer, from, to);
        canvas.LineTo(x + inner * Math.Cos(to), y - inner * Math.Sin(to));
        Arc(canvas, x, y, inner, to, from);
        canvas.FillPath();
    }

    /// <summary>A circle's arc by curves of at most 45 degrees, which miss it by less than a thousandth.</summary>
    private static void Arc(PdfCanvas canvas, double x, double y, double radius, double from, double to)
    {
        var pieces = Math.Max(1, (int)Math.Ceiling(Math.Abs(to - from) / (Math.PI / 4)));
        var step = (to - from) / pieces;
        var pull = 4.0 / 3 * Math.Tan(step / 4);
        for (var i = 0; i < pieces; i++)
        {
            var (a, b) = (from + i * step, from + (i + 1) * step);
            canvas.CurveTo(
                x + radius * (Math.Cos(a) - pull * Math.Sin(a)),
                y - radius * (Math.Sin(a) + pull * Math.Cos(a)),
                x + radius * (Math.Cos(b) + pull * Math.Sin(b)),
                y - radius * (Math.Sin(b) - pull * Math.Cos(b)),
                x + radius * Math.Cos(b),
                y - radius * Math.Sin(b)
            );
        }
    }
}
