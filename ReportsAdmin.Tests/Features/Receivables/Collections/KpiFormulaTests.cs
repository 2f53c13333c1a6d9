using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>The formulas by themselves: what they give, and when they say that there is nothing to give.</summary>
public sealed class KpiFormulaTests
{
    private static readonly Period April = new(2026, 4);

    [Fact]
    public void Days_of_sales_are_closing_over_new_of_three_months_times_their_days()
    {
        var flows = new[]
        {
            Flow(April.AddMonths(-3), 100, sales: 9000, recovered: 0),
            Flow(April.AddMonths(-2), 9100, sales: 300, recovered: 0),
            Flow(April.AddMonths(-1), 9400, sales: 200, recovered: 9000),
            Flow(April, 600, sales: 400, recovered: 100),
        };
        // 28 + 31 + 30 days; 900 ÷ 900 × 89.
        Assert.Equal(Figure(89), KpiFormulas.DaysSales(flows));
        Assert.Equal(
            Figure(450.0m),
            KpiFormulas.DaysSales([Flow(April, 2000, sales: 200, recovered: 0, closing: 3000)])
        );
    }

    [Fact]
    public void Months_with_nothing_before_do_not_count_for_days_of_sales()
    {
        var first = Flow(April.AddMonths(-1), 0, sales: 5000, recovered: 0, closing: 900, hasBefore: false);
        Assert.Equal(KpiGap.NothingBefore, KpiFormulas.DaysSales([first]).Gap);
        var second = Flow(April, 900, sales: 300, recovered: 0);
        Assert.Equal(Figure(120), KpiFormulas.DaysSales([first, second]));
    }

    [Fact]
    public void Without_sales_or_debts_there_are_no_days()
    {
        Assert.Equal(KpiGap.NoSales, KpiFormulas.DaysSales([Flow(April, 900, sales: 0, recovered: 0)]).Gap);
        Assert.Equal(KpiGap.NothingOwed, KpiFormulas.DaysSales([Flow(April, 900, sales: 0, recovered: 900)]).Gap);
        Assert.Equal(KpiGap.NothingOwed, KpiFormulas.DaysSales([Flow(April, 900, sales: 0, recovered: 950)]).Gap);
    }

    [Theory]
    // (1000 + 500 − 900) ÷ (1000 + 500 − (900 − 300)).
    [InlineData(1000, 500, 600, 300, 66.7)]
    [InlineData(1000, 500, 600, 0, 100)]
    [InlineData(1000, 0, 0, 1000, 0)]
    public void Effectiveness_is_what_came_of_what_was_due(
        int opening,
        int sales,
        int recovered,
        int overdue,
        double percent
    ) =>
        Assert.Equal(
            Figure((decimal)percent),
            KpiFormulas.Effectiveness(Flow(April, opening, sales, recovered, overdue: overdue))
        );

    [Fact]
    public void A_first_sheet_counts_as_opening_for_effectiveness()
    {
        var flow = Flow(April, 1000, sales: 0, recovered: 400, overdue: 600, closing: 5600);
        Assert.Equal(Money.FromRupees(5000), flow.TakenOver);
        Assert.Equal(Figure(40), KpiFormulas.Effectiveness(flow));
    }

    [Fact]
    public void Effectiveness_needs_a_month_before_and_something_due()
    {
        var first = Flow(April, 0, sales: 100, recovered: 0, hasBefore: false);
        Assert.Equal(KpiGap.NothingBefore, KpiFormulas.Effectiveness(first).Gap);
        Assert.Equal(KpiGap.NothingDue, KpiFormulas.Effectiveness(Flow(April, 0, sales: 100, recovered: 0)).Gap);
    }

    [Fact]
    public void The_overdue_share_is_of_the_closing()
    {
        Assert.Equal(Figure(33.3m), KpiFormulas.Overdue(Flow(April, 900, 0, 0, overdue: 300)));
        Assert.Equal(KpiGap.NothingOwed, KpiFormulas.Overdue(Flow(April, 900, 0, 900)).Gap);
    }

    [Fact]
    public void Recovery_is_of_the_opening()
    {
        Assert.Equal(Figure(12.5m), KpiFormulas.Recovery(Rupees(800), Rupees(100), true));
        Assert.Equal(Figure(0), KpiFormulas.Recovery(Rupees(800), Money.Zero, true));
        Assert.Equal(KpiGap.NothingBefore, KpiFormulas.Recovery(Money.Zero, Rupees(100), true).Gap);
        Assert.Equal(KpiGap.NothingBefore, KpiFormulas.Recovery(Rupees(800), Money.Zero, false).Gap);
    }

    [Fact]
    public void Concentration_is_of_ten_and_needs_an_eleventh()
    {
        var owed = Enumerable.Range(0, 11).Select(i => Rupees(100 - i)).ToList();
        Assert.Equal(Figure(95.5m), KpiFormulas.Concentration(owed, Rupees(1000)));
        Assert.Equal(KpiGap.FewCustomers, KpiFormulas.Concentration(owed[..10], Rupees(1000)).Gap);
        Assert.Equal(KpiGap.NothingOwed, KpiFormulas.Concentration(owed, Money.Zero).Gap);
    }

    [Fact]
    public void Promises_that_are_open_are_in_no_rate()
    {
        Assert.Equal(Figure(33.3m), KpiFormulas.PromisesKept(new KeptRate(1, 1, 1, 5)));
        Assert.Equal(KpiGap.NothingDecided, KpiFormulas.PromisesKept(new KeptRate(0, 0, 0, 5)).Gap);
    }

    [Theory]
    [InlineData(KpiKind.DaysSales, 60.0, true)]
    [InlineData(KpiKind.DaysSales, 60.1, false)]
    [InlineData(KpiKind.Overdue, 59.9, true)]
    [InlineData(KpiKind.Concentration, 61.0, false)]
    [InlineData(KpiKind.Effectiveness, 60.0, true)]
    [InlineData(KpiKind.Recovery, 59.9, false)]
    [InlineData(KpiKind.PromisesKept, 75.0, true)]
    public void A_target_is_met_on_its_own_side(KpiKind kind, double value, bool met)
    {
        var series = new KpiSeries(kind, [new KpiPoint(April, Figure((decimal)value))], 60);
        Assert.Equal(met, series.IsMet);
        Assert.Null((series with { Target = null }).IsMet);
        Assert.Null((series with { Points = [] }).IsMet);
        Assert.Equal(KpiGap.NothingUploaded, (series with { Points = [] }).Now.Gap);
    }

    [Fact]
    public void Every_figure_and_gap_has_words_of_its_own()
    {
        var kinds = Enum.GetValues<KpiKind>();
        Assert.Equal(kinds.Length, kinds.Select(KpiWords.KeyOf).Distinct().Count());
        Assert.Equal(kinds.Length, kinds.Select(KpiWords.NameOf).Distinct().Count());
        Assert.Equal(kinds.Length, kinds.Select(k => KpiWords.DefinitionOf(k, 30)).Distinct().Count());
        var gaps = Enum.GetValues<KpiGap>();
        Assert.Equal(gaps.Length, gaps.Select(KpiWords.KeyOf).Distinct().Count());
        Assert.Equal(gaps.Length, gaps.Select(KpiWords.TextOf).Distinct().Count());
    }

    private static KpiFigure Figure(decimal value) => new(value, KpiGap.None);

    private static Money Rupees(int rupees) => Money.FromRupees(rupees);

    [Fact]
    public void The_disputed_share_is_of_the_closing_and_days_are_the_average_of_what_ended()
    {
        Assert.Equal(25m, KpiFormulas.Disputed(Flow(new Period(2026, 4), 100, 0, 0, disputed: 25)).Value);
        Assert.Equal(KpiGap.NothingOwed, KpiFormulas.Disputed(Flow(new Period(2026, 4), 100, 0, 100)).Gap);
        Assert.Equal(3.3m, KpiFormulas.DaysToSettle(new SettledDisputes(3, 10)).Value);
        Assert.Equal(0m, KpiFormulas.DaysToSettle(new SettledDisputes(1, 0)).Value);
        Assert.Equal(KpiGap.NothingSettled, KpiFormulas.DaysToSettle(default).Gap);
    }

    private static MonthFlow Flow(
        Period month,
        int opening,
        int sales,
        int recovered,
        int overdue = 0,
        int? closing = null,
        bool hasBefore = true,
        int disputed = 0
    ) =>
        new(
            month,
            hasBefore,
            Rupees(opening),
            Rupees(sales),
            Rupees(recovered),
            Rupees(closing ?? opening + sales - recovered),
            Rupees(overdue),
            Rupees(disputed)
        );
}
