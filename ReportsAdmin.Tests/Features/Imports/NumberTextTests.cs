using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("1,23,456.5", 123_456_500L)]
    [InlineData("(12)", -12_000L)]
    [InlineData("-3", -3_000L)]
    [InlineData("3-", -3_000L)]
    [InlineData("+0.001", 1L)]
    [InlineData("1 234.250", 1_234_250L)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("nil", null)]
    public void Quantities_are_read_in_thousandths(string text, long? milli)
    {
        Assert.Equal(milli, NumberText.Parse(text, 3, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("12 kg", 3, "'12 kg' is not a number.")]
    [InlineData("1,23", 3, "'1,23' is not a number.")]
    [InlineData("1.2345", 3, "At most 3 decimals are kept.")]
    [InlineData("1.5", 0, "1.5 is not a whole number.")]
    [InlineData("99999999999999999", 0, "The number is too large.")]
    public void What_cannot_be_right_says_why(string text, int decimals, string expected)
    {
        Assert.Null(NumberText.Parse(text, decimals, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData(0.1 + 0.2, 3, 300L)]
    [InlineData(10.0 / 3, 3, 3_333L)]
    [InlineData(45.0, 0, 45L)]
    public void Number_cells_are_taken_as_Excel_shows_them(double number, int decimals, long expected) =>
        Assert.Equal(expected, NumberText.FromNumber(number, decimals, out _));

    [Fact]
    public void A_number_cell_with_a_fraction_is_no_whole_number()
    {
        Assert.Null(NumberText.FromNumber(45.5, 0, out var problem));
        Assert.Equal("45.5 is not a whole number.", problem);
    }

    [Theory]
    [InlineData(123_456_500L, "1,23,456.5")]
    [InlineData(-2_500L, "-2.5")]
    [InlineData(-500L, "-0.5")]
    [InlineData(1L, "0.001")]
    [InlineData(10_000L, "10")]
    public void Thousandths_are_shown_in_Indian_grouping(long milli, string expected) =>
        Assert.Equal(expected, NumberText.OfThousandths(milli));

    [Theory]
    [InlineData("Apr-25", "2025-04-01")]
    [InlineData("April 2025", "2025-04-01")]
    [InlineData("Sept'25", "2025-09-01")]
    [InlineData("2025-04", "2025-04-01")]
    [InlineData("04/2025", "2025-04-01")]
    [InlineData("202504", "2025-04-01")]
    [InlineData("Smarch 2025", null)]
    [InlineData("13/2025", null)]
    [InlineData("12/04/2025", null)]
    public void Months_are_read_as_people_write_them(string text, string? expected) =>
        Assert.Equal(
            expected is null ? null : DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            TimeText.Month(text)
        );

    [Theory]
    [InlineData("10:30", "10:30")]
    [InlineData("2:05 pm", "14:05")]
    [InlineData("2:05 P.M.", "14:05")]
    [InlineData("14.30", "14:30")]
    [InlineData("09:15:20", "09:15:20")]
    [InlineData("noonish", null)]
    [InlineData("25:00", null)]
    public void Times_of_day_are_read_as_people_write_them(string text, string? expected) =>
        Assert.Equal(
            expected is null ? null : TimeOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            TimeText.Parse(text)
        );
}
