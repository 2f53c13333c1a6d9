using ReportsAdmin.Platform.Rendering.Pdf;
using ReportsAdmin.Platform.Rendering.Pdf.Fonts;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>A rectangle of the page, in points from the upper left.</summary>
internal readonly record struct PlotArea(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}

/// <summary>Draws a chart as lines and areas: its title, the legend, and by its kind the rest.</summary>
internal sealed class PdfChart
{
    public const double TextSize = 7.5;

    private const double TitleSize = 10.5;
    private const double LegendLine = 13;
    private const double BarThickness = 17;
    private const double LowestShare = 0.65;

    private static readonly Ink[] Palette =
    [
        new(0xE0, 0x8A, 0x2E),
        new(0x2B, 0x93, 0x86),
        new(0x8A, 0x63, 0xB8),
        new(0xC2, 0x4E, 0x3C),
        new(0x6C, 0x7B, 0x90),
        new(0x7A, 0xA8, 0x4F),
        new(0xC9, 0x7B, 0x9A),
        new(0xB5, 0x9A, 0x3B),
    ];

    private readonly ChartBlock chart;

    public PdfChart(PageFlow flow, ChartBlock chart)
    {
        (Flow, this.chart) = (flow, chart);
        var most = chart.Categories.Count;
        Series =
        [
            .. chart.Series.Select(s => new ChartSeries(
                s.Name,
                [.. Enumerable.Range(0, most).Select(i => i < s.Values.Count ? s.Values[i] : 0)]
            )),
        ];
    }

    public PageFlow Flow { get; }

    /// <summary>With as many values as there are categories.</summary>
    public IReadOnlyList<ChartSeries> Series { get; }

    public IReadOnlyList<string> Categories => chart.Categories;

    public ChartKind Kind => chart.Kind;

    private Typeface Text => Flow.Fonts.Regular;

    /// <summary>The room it takes on a page where there is little.</summary>
    public double MinHeight => Around() + WantedHeight() * LowestShare + 1;

    private bool HasLegend => Series.Count > 1 && chart.Kind != ChartKind.Donut;

    private string[] Title => chart.ShowsTitle ? Flow.Fonts.Bold.Wrap(chart.Title, TitleSize, Flow.ContentWidth) : [];

    public void Draw()
    {
        var (legend, lines, around, height) = (HasLegend, Title, Around(), WantedHeight());
        // Rather a lower chart than a page left half empty.
        var left = Flow.Bottom - Flow.Y - around;
        if (left < height && left > height * LowestShare)
            height = left;
        Flow.Need(around + height);
        if (!Flow.AtTop)
            Flow.Y += 6;
        if (chart.ShowsTitle)
            Flow.Tags.Whole("P", () =>
            {
                Flow.Canvas.Fill(Ink.Text);
                foreach (var line in lines)
                {
                    Flow.Fonts.Bold.Draw(Flow.Canvas, line, TitleSize, PageFlow.Margin, Flow.Y + TitleSize);
                    Flow.Y += TitleSize * 1.35;
                }
            });
        Flow.Y += 4;
        var top = Flow.Y;
        var legendHeight = legend ? LegendHeight() : 0;
        Flow.Tags.Whole(
            "Figure",
            () =>
            {
                if (legend)
                    DrawLegend();
                DrawPlot(new PlotArea(PageFlow.Margin, top + legendHeight, Flow.ContentWidth, height));
            },
            PdfPicture.Entries(chart.Alt, PageFlow.Margin, top, Flow.ContentWidth, legendHeight + height, Flow.Height)
        );
        Flow.Y = top + legendHeight + height + 12;
    }

    /// <summary>The accent first, then colours that stay apart also for those who see few.</summary>
    public Ink ColourOf(int series) => series == 0 ? Flow.Accent : Palette[(series - 1) % Palette.Length];

    public string Label(decimal value) => PdfChartAxis.Label(value, chart.ValueType);

    public double LabelWidth(PdfChartAxis axis) => axis.Ticks.Max(t => Text.Width(Label(t), TextSize));

    private double WantedHeight() =>
        Math.Min(
            Flow.Bottom - PageFlow.Top - 60,
            chart.Kind switch
            {
                ChartKind.Bar => Math.Max(
                    Categories.Count * (Series.Count > 1 ? Series.Count * BarThickness * 0.65 : BarThickness) + 26,
                    90
                ),
                ChartKind.Donut => 160,
                _ => 185,
            }
        );

    /// <summary>Title and legend.</summary>
    private double Around() => 10 + Title.Length * TitleSize * 1.35 + (HasLegend ? LegendHeight() : 0);

    private void DrawPlot(PlotArea area)
    {
        if (Categories.Count == 0 || Series.Count == 0)
        {
            Flow.Canvas.Fill(Ink.Soft);
            Text.DrawCentred(
                Flow.Canvas,
                "Nothing to show.",
                9,
                area.Left + area.Width / 2,
                area.Top + area.Height / 2
            );
            return;
        }

        switch (chart.Kind)
        {
            case ChartKind.Donut:
                PdfChartDonut.Draw(this, area);
                break;
            case ChartKind.Bar:
                PdfChartBars.Draw(this, area);
                break;
            default:
                PdfChartColumns.Draw(this, area);
                break;
        }
    }

    private double LegendHeight()
    {
        var (x, height) = (0.0, LegendLine);
        foreach (var series in Series)
        {
            var width = EntryWidth(series.Name);
            if (x > 0 && x + width > Flow.ContentWidth)
                (x, height) = (0, height + LegendLine);
            x += width;
        }

        return height + 3;
    }

    private void DrawLegend()
    {
        var (x, y) = (0.0, Flow.Y);
        for (var i = 0; i < Series.Count; i++)
        {
            var width = EntryWidth(Series[i].Name);
            if (x > 0 && x + width > Flow.ContentWidth)
                (x, y) = (0, y + LegendLine);
            Flow.Canvas.Fill(ColourOf(i));
            Flow.Canvas.Rectangle(PageFlow.Margin + x, y + 2.5, 7, 7);
            Flow.Canvas.Fill(Ink.Text);
            Text.Draw(Flow.Canvas, EntryText(Series[i].Name), TextSize, PageFlow.Margin + x + 11, y + 8.8);
            x += width;
        }
    }

    private double EntryWidth(string name) => Text.Width(EntryText(name), TextSize) + 26;

    private string EntryText(string name) => Text.Clip(name, TextSize, Flow.ContentWidth * 0.45);
}
