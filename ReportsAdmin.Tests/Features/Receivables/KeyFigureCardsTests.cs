using Bunit;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

public sealed class KeyFigureCardsTests : BunitContext
{
    private static readonly Period April = new(2026, 4);
    private static readonly KeyFigures Now = new(
        Money.FromRupees(1_23_45_678.50m),
        Money.Zero,
        Money.FromRupees(500),
        10,
        1,
        4
    );
    private static readonly KeyFigures Before = new(
        Money.FromRupees(1_00_00_000),
        Money.FromRupees(9_00_000),
        Money.FromRupees(400),
        8,
        1,
        4
    );

    [Fact]
    public void A_figure_is_compact_and_its_title_is_exact()
    {
        var figure = Render(new MonthCoverage(3, 3), hasPrevious: true).Find(".kpi .fig");

        Assert.Equal("₹1.23 Cr", figure.TextContent);
        Assert.Equal("₹1,23,45,678.50", figure.GetAttribute("title"));
    }

    [Fact]
    public void A_complete_month_is_compared_with_the_month_before()
    {
        var text = Render(new MonthCoverage(3, 3), hasPrevious: true).Markup;

        Assert.Contains("↑ 23.5%", text, StringComparison.Ordinal);
        Assert.Contains("↓ 100.0%", text, StringComparison.Ordinal);
        Assert.Contains("vs Mar-26", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_movement_of_a_partial_month_is_not_compared()
    {
        var cards = Render(new MonthCoverage(1, 3), hasPrevious: true);

        Assert.DoesNotContain("100.0%", cards.Markup, StringComparison.Ordinal);
        Assert.Equal(2, cards.FindAll(".kpi").Count(k => k.TextContent.Contains("Partial: 1 of 3 sheets")));
    }

    [Fact]
    public void Without_a_month_before_nothing_is_compared()
    {
        var text = Render(new MonthCoverage(3, 3), hasPrevious: false).Markup;

        Assert.DoesNotContain("vs ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("%", text, StringComparison.Ordinal);
    }

    private IRenderedComponent<KeyFigureCards> Render(MonthCoverage coverage, bool hasPrevious) =>
        Render<KeyFigureCards>(p =>
            p.Add(c => c.Board, Board(coverage, hasPrevious))
                .Add(c => c.State, new CustomerListState("/", new CustomerListQuery(), 1, April))
        );

    private static ReceivablesDashboard Board(MonthCoverage coverage, bool hasPrevious) =>
        new(
            April,
            April.LastDay,
            Now,
            Before,
            AgeingScheme.Standard,
            [],
            [],
            [],
            [],
            coverage,
            hasPrevious,
            [],
            [],
            new DataFreshness(null, null, null, null, 1, [])
        );
}
