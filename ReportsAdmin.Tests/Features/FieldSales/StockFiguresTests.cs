using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>The formulas, as they are written down.</summary>
public sealed class StockFiguresTests
{
    [Theory]
    [InlineData(100, 100, 50, 0, 150, 25)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(0, 0, 50, 0, 0, 0)]
    [InlineData(100, 0, 250, 0, 0, 100)]
    [InlineData(100, 200, 100, -20, 180, 33.33)]
    [InlineData(-100, 50, 10, 0, 0, 0)]
    public void Balance_and_percentage(
        long opening,
        long sales,
        long liquidation,
        long adjusted,
        long balance,
        double percent
    )
    {
        var figures = new StockFigures(
            new(opening, opening),
            new(sales, sales),
            new(liquidation, liquidation),
            new(adjusted, adjusted)
        );
        Assert.Equal(new StockAmount(balance, balance), figures.Balance);
        Assert.Equal((decimal)percent, figures.LiquidationPercent);
    }

    [Fact]
    public void The_year_to_date_begins_in_april()
    {
        Assert.Equal(new DateOnly(2025, 4, 1), SalesFilter.YearToDate(new DateOnly(2026, 3, 31)).Start);
        Assert.Equal(new DateOnly(2026, 4, 1), SalesFilter.YearToDate(new DateOnly(2026, 4, 1)).Start);
    }
}
