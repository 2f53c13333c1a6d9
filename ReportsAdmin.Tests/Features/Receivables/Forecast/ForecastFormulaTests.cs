using ReportsAdmin.Features.Receivables.Forecast;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Forecast;

/// <summary>Pace and expectation, worked out on paper, and what must always be true of them.</summary>
public sealed class ForecastFormulaTests
{
    [Fact]
    public void The_pace_is_what_came_in_of_what_was_owed_for_as_many_months()
    {
        Assert.Equal(0.5m, ForecastFormulas.PaceOf([new(100, 80, 1), new(100, 20, 1)]));
        // 60 of 100 in two months are 30 a month.
        Assert.Equal(0.3m, ForecastFormulas.PaceOf([new(100, 60, 2)]));
        Assert.Equal(0m, ForecastFormulas.PaceOf([new(100, 0, 1)]));
    }

    [Fact]
    public void Months_in_which_nothing_was_owed_say_nothing()
    {
        Assert.Null(ForecastFormulas.PaceOf([]));
        Assert.Null(ForecastFormulas.PaceOf([new(0, 50, 1), new(-20, 10, 1)]));
        Assert.Equal(0.25m, ForecastFormulas.PaceOf([new(0, 50, 1), new(100, 25, 1)]));
    }

    [Fact]
    public void More_than_was_owed_is_all_of_it() => Assert.Equal(1, ForecastFormulas.PaceOf([new(100, 130, 1)]));

    [Fact]
    public void What_came_in_is_not_expected_again() =>
        Assert.Equal(
            [50m, 25m, 12.5m],
            ForecastFormulas.Expected(Money.FromRupees(100).Paise, 0.5m, 3).Select(m => m.Rupees)
        );

    [Fact]
    public void A_credit_brings_nothing_in() =>
        Assert.All(ForecastFormulas.Expected(-500, 0.5m, 3), m => Assert.Equal(0, m.Paise));

    [Fact]
    public void Never_more_is_expected_than_is_owed_whatever_the_pace()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var (owed, pace) = (random.NextInt64(0, 1_000_000_000_00), (decimal)random.NextDouble());
            var months = ForecastFormulas.Expected(owed, pace, 3);
            // Each month is rounded to a paisa.
            Assert.InRange(months.Sum(m => m.Paise), 0, owed + 2);
            Assert.True(months[0].Paise >= months[1].Paise && months[1].Paise >= months[2].Paise);
        }
    }

    [Theory]
    [InlineData(110, 100, 10)]
    [InlineData(90, 100, -10)]
    [InlineData(100, 300, -66.7)]
    public void The_error_is_a_share_of_what_came_in(int expected, int received, double percent) =>
        Assert.Equal((decimal)percent, Past(expected, received).ErrorPercent);

    [Fact]
    public void Without_receipts_the_error_has_no_share() => Assert.Null(Past(10, 0).ErrorPercent);

    private static PastForecast Past(int expected, int received) =>
        new(new Period(2026, 4), Money.FromRupees(expected), Money.FromRupees(received));
}
