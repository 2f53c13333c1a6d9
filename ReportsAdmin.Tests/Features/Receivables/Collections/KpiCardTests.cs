using Bunit;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Collections.Pages;
using ReportsAdmin.Features.Receivables.Ledger;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>What a card of a key figure says.</summary>
public sealed class KpiCardTests : BunitContext
{
    private static readonly Period April = new(2026, 4);

    [Fact]
    public void A_figure_has_its_line_its_target_its_definition_and_its_rows()
    {
        var card = Card(new KpiSeries(KpiKind.DaysSales, Points(70, 61.3m), 60));
        Assert.Equal("61.3 days", card.Find(".fig").TextContent);
        Assert.Equal("Target missed", card.Find(".chip").TextContent);
        Assert.Contains("Target: at most 60 days", card.Markup, StringComparison.Ordinal);
        Assert.Contains("the simple method", card.Find("details p").TextContent, StringComparison.Ordinal);
        Assert.Single(card.FindAll("svg.spark"));
        Assert.Equal("/customers", card.Find("footer a").GetAttribute("href"));
    }

    [Fact]
    public void Where_there_is_no_figure_it_says_why_and_judges_nothing()
    {
        var gap = new KpiPoint(April, KpiFigure.Without(KpiGap.NoSales));
        var card = Card(new KpiSeries(KpiKind.DaysSales, [.. Points(70), gap], 60));
        Assert.Equal("There are no new invoices.", card.Find(".kpi-gap").TextContent);
        Assert.Empty(card.FindAll(".fig, .chip, svg.spark"));
    }

    [Fact]
    public void Without_a_target_none_is_named()
    {
        var card = Card(new KpiSeries(KpiKind.Overdue, Points(12, 13), null));
        Assert.Equal("13.0%", card.Find(".fig").TextContent);
        Assert.DoesNotContain("Target", card.Markup, StringComparison.Ordinal);
    }

    private static List<KpiPoint> Points(params decimal[] values) =>
        [.. values.Select((v, i) => new KpiPoint(April.AddMonths(i - values.Length), KpiFigure.Of(v)))];

    private IRenderedComponent<KpiCard> Card(KpiSeries series) =>
        Render<KpiCard>(p =>
            p.Add(c => c.Series, series)
                .Add(c => c.OverdueAfterDays, 30)
                .Add(c => c.Href, "/customers")
                .Add(c => c.LinkText, "Customers")
        );
}
