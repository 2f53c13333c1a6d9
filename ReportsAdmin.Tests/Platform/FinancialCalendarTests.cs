using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.Imports.Pages;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Platform;

/// <summary>Alone: the beginning of the financial year is the process's.</summary>
[Collection(DigitGroupingCollection.Name)]
public sealed class FinancialCalendarTests : IDisposable
{
    public void Dispose() => FinancialCalendar.StartMonth = FinancialCalendar.DefaultStartMonth;

    [Theory]
    [InlineData(4, 2025, 3, "2024-2025", "FY 2024-25", 202404, 202503)]
    [InlineData(4, 2025, 4, "2025-2026", "FY 2025-26", 202504, 202603)]
    [InlineData(7, 2025, 6, "2024-2025", "FY 2024-25", 202407, 202506)]
    [InlineData(7, 2025, 7, "2025-2026", "FY 2025-26", 202507, 202606)]
    [InlineData(1, 2025, 1, "2025-2026", "FY 2025", 202501, 202512)]
    [InlineData(1, 2025, 12, "2025-2026", "FY 2025", 202501, 202512)]
    [InlineData(12, 2025, 11, "2024-2025", "FY 2024-25", 202412, 202511)]
    public void A_month_belongs_to_the_year_that_began_last(
        int start,
        int year,
        int month,
        string wire,
        string screen,
        int first,
        int last
    )
    {
        FinancialCalendar.StartMonth = start;

        var found = new Period(year, month).FinancialYear;

        Assert.Equal((wire, screen), (found.ToString(), found.ToScreenText()));
        Assert.Equal((first, last), (found.First.Number, found.Last.Number));
        Assert.True(found.Contains(found.First) && found.Contains(found.Last));
        Assert.False(found.Contains(found.Last.AddMonths(1)));
        foreach (var text in new[] { wire, screen })
        {
            Assert.True(FinancialYear.TryParse(text, out var read));
            Assert.Equal(found, read);
        }

        Assert.True(Period.TryParse(found.Last.ToString()[..3], found, out var alone));
        Assert.Equal(found.Last, alone);
        Assert.Equal(found.First.FirstDay, SalesFilter.YearToDate(found.Last.LastDay).Start);
    }

    [Fact]
    public void An_upload_offers_the_months_in_the_order_of_the_year()
    {
        FinancialCalendar.StartMonth = 10;

        var state = new NewUploadState(new DateOnly(2025, 9, 30));

        Assert.Equal("October", NewUploadState.Months[0].Text);
        Assert.Equal("September", NewUploadState.Months[^1].Text);
        Assert.Equal((2024, 202509), (state.StartYear, state.Period));
        state.Month = 11;
        Assert.Equal(202411, state.Period);
    }

    [Fact]
    public void There_is_no_thirteenth_month() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FinancialCalendar.StartMonth = 13);
}
