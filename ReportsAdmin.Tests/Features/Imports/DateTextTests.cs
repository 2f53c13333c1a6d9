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
    [InlineData("13th Sep 2026", "2026-09-13")]
    [InlineData("3rd Sep 2026", "2026-09-03")]
    [InlineData("1st of September, 2026", "2026-09-01")]
    [InlineData("22nd-Sept-26", "2026-09-22")]
    [InlineData("September 13, 2026", "2026-09-13")]
    [InlineData("Sept 13th, 2026", "2026-09-13")]
    [InlineData("Sun, 13 Sep 2026", "2026-09-13")]
    [InlineData("Sunday 13/09/2026", "2026-09-13")]
    [InlineData("13/09/2026 (Sun)", "2026-09-13")]
    [InlineData("13SEP2026", "2026-09-13")]
    [InlineData("13-Sep-2026 20:30", "2026-09-13")]
    [InlineData("20260913", "2026-09-13")]
    [InlineData("13.09.26", "2026-09-13")]
    public void Ordinals_weekdays_and_names_of_months_are_read(string text, string expected) =>
        Reads(text, DateOrder.DayFirst, expected);

    [Theory]
    [InlineData("2026-09-12T20:30:00Z")]
    [InlineData("2026-09-12T20:30:00.000Z")]
    [InlineData("2026-09-12T20:30:00+00:00")]
    [InlineData("2026-09-13T02:00:00+05:30")]
    [InlineData("2026-09-12 20:30:00Z")]
    public void An_instant_with_an_offset_is_recognised(string text) =>
        Assert.Equal(new DateTime(2026, 9, 12, 20, 30, 0), DateText.Instant(text)!.Value.UtcDateTime);

    [Theory]
    [InlineData("2026-09-12T20:30:00")]
    [InlineData("2026-09-12")]
    [InlineData("12/09/2026 20:30:00 +05")]
    [InlineData("2026-09-12-a-long-code")]
    public void A_time_without_an_offset_is_no_instant(string text) => Assert.Null(DateText.Instant(text));

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
    [InlineData("4 Marble 2025")]
    [InlineData("4 Mar 2025 5")]
    [InlineData("10:30:00")]
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

    [Fact]
    public void True_dates_up_to_the_twelfth_beside_texts_after_it_were_swapped()
    {
        var evidence = Swap(["13/09/2026", "25/09/2026"], "2026-05-09", "2026-12-09");
        Assert.True(evidence.IsSwapped);
        Assert.Equal(
            (2, new DateOnly(2026, 5, 9), "13/09/2026"),
            (evidence.Dates, evidence.Example, evidence.TextExample)
        );
        Assert.Equal(new DateOnly(2026, 9, 5), SwapEvidence.SwapBack(new DateOnly(2026, 5, 9)));
    }

    [Fact]
    public void One_true_date_after_the_twelfth_or_one_open_text_shows_that_nothing_was_swapped()
    {
        Assert.False(Swap(["13/09/2026"], "2026-05-09", "2026-09-13").IsSwapped);
        Assert.False(Swap(["13/09/2026", "05/09/2026"], "2026-05-09").IsSwapped);
        Assert.False(Swap(["13 Sep 2026", "2026-09-13"], "2026-05-09").IsSwapped);
        Assert.False(Swap([], "2026-05-09").IsSwapped);
    }

    private static SwapEvidence Swap(string[] texts, params string[] dates)
    {
        var evidence = new SwapEvidence();
        foreach (var text in texts)
            evidence.Add(text, DateText.Parts(text));
        foreach (var date in dates)
            evidence.Add(DateOnly.Parse(date));
        return evidence;
    }

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
