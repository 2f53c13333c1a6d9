using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("31/03/2025", DateOrder.DayFirst, "2025-03-31")]
    [InlineData("31-3-2025", DateOrder.DayFirst, "2025-03-31")]
    [InlineData("31.03.2025", DateOrder.DayFirst, "2025-03-31")]
    [InlineData("31 03 2025", DateOrder.DayFirst, "2025-03-31")]
    [InlineData("03/04/2025", DateOrder.DayFirst, "2025-04-03")]
    [InlineData("03/04/2025", DateOrder.MonthFirst, "2025-03-04")]
    [InlineData("3/31/25", DateOrder.MonthFirst, "2025-03-31")]
    public void Numbers_are_read_in_the_order_of_the_column(string text, DateOrder order, string expected) =>
        Reads(text, order, expected);

    [Theory]
    [InlineData("2025-03-04")]
    [InlineData("2025/03/04")]
    [InlineData("2025-03-04T10:30:00")]
    [InlineData("2025-03-04 10:30")]
    [InlineData("4 Mar 2025")]
    [InlineData("04-MAR-2025")]
    [InlineData("4-Mar-25")]
    [InlineData("Mar 4, 2025")]
    [InlineData("March 4th, 2025")]
    [InlineData("4th March 2025")]
    [InlineData("4 Mar'25")]
    [InlineData("2025-Mar-04")]
    public void Iso_and_named_months_mean_one_day_in_either_order(string text)
    {
        Reads(text, DateOrder.DayFirst, "2025-03-04");
        Reads(text, DateOrder.MonthFirst, "2025-03-04");
    }

    [Theory]
    [InlineData("04/03/25", "2025-03-04")]
    [InlineData("04/03/69", "2069-03-04")]
    [InlineData("04/03/99", "1999-03-04")]
    public void Two_digit_years_part_at_seventy(string text, string expected) =>
        Reads(text, DateOrder.DayFirst, expected);

    [Theory]
    [InlineData("04/03/2025 00:00:00")]
    [InlineData("04/03/2025 10:15")]
    [InlineData("04-03-2025 10:15:00 AM")]
    public void A_time_behind_the_date_is_passed_over(string text) => Reads(text, DateOrder.DayFirst, "2025-03-04");

    [Theory]
    [InlineData("31/06/2025")]
    [InlineData("29/02/2025")]
    [InlineData("00/03/2025")]
    [InlineData("04/13/2025")]
    [InlineData("04/03/202")]
    [InlineData("04/03/20255")]
    [InlineData("04/03")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("4 Xyz 2025")]
    [InlineData("4 Ma 2025")]
    [InlineData("1/2/3/4")]
    [InlineData("04/03/2025 late")]
    public void What_is_no_day_of_the_calendar_is_no_date(string text) =>
        Assert.Null(DateText.Parse(text, DateOrder.DayFirst));

    [Fact]
    public void One_day_above_twelve_settles_the_whole_column()
    {
        Assert.Equal(DateOrder.DayFirst, Evidence("03/04/2025", "05/06/2025", "31/03/2025").Order);
        Assert.Equal(DateOrder.MonthFirst, Evidence("03/04/2025", "05/06/2025", "03/31/2025").Order);
    }

    [Fact]
    public void A_column_that_could_be_either_is_left_to_a_person_with_examples()
    {
        var evidence = Evidence("03/04/2025", "2025-05-31", "5 Jun 2025", "05/06/2025", "07/08/2025", "09/10/2025");
        Assert.Equal(DateOrder.Unknown, evidence.Order);
        Assert.Equal(["03/04/2025", "05/06/2025", "07/08/2025"], evidence.Examples);
    }

    [Fact]
    public void A_column_that_contradicts_itself_is_left_to_a_person() =>
        Assert.Equal(DateOrder.Unknown, Evidence("31/03/2025", "03/31/2025").Order);

    [Fact]
    public void Nothing_open_means_no_question() =>
        Assert.Equal(DateOrder.DayFirst, Evidence("2025-04-03", "5 Jun 2025", "04/04/2025", "no date").Order);

    private static DateEvidence Evidence(params string[] texts)
    {
        var evidence = new DateEvidence();
        foreach (var text in texts)
            evidence.Add(text);
        return evidence;
    }

    private static void Reads(string text, DateOrder order, string expected) =>
        Assert.Equal(DateOnly.Parse(expected), DateText.Parse(text, order));
}
