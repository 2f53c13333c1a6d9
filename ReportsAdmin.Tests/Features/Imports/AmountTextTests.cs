using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

public sealed class AmountTextTests
{
    [Theory]
    [InlineData("500", 500_00)]
    [InlineData("1,23,456.00", 123456_00)]
    [InlineData("12,34,56,789.5", 123456789_50)]
    [InlineData("1,234,567.89", 1234567_89)]
    [InlineData("1 234.50", 1234_50)]
    [InlineData("0.05", 5)]
    [InlineData(".5", 50)]
    [InlineData("  7 ", 7_00)]
    [InlineData("\u00A01,000\u00A0", 1000_00)]
    [InlineData("+42", 42_00)]
    public void Amounts_are_read_with_indian_and_international_groups(string text, long paise) => Reads(text, paise);

    [Theory]
    [InlineData("(1,234)", -1234_00)]
    [InlineData("(1,234.50)", -1234_50)]
    [InlineData("-5", -5_00)]
    [InlineData("\u22125", -5_00)]
    [InlineData("5-", -5_00)]
    [InlineData("1,000 Cr", -1000_00)]
    [InlineData("1,000.25Cr.", -1000_25)]
    [InlineData("1,000 dr", 1000_00)]
    [InlineData("1,000 Dr.", 1000_00)]
    [InlineData("-1,000 Cr", -1000_00)]
    [InlineData("(1,000) Cr", -1000_00)]
    [InlineData("-₹5", -5_00)]
    [InlineData("₹ -5", -5_00)]
    public void Brackets_minus_and_cr_mean_credit(string text, long paise) => Reads(text, paise);

    [Theory]
    [InlineData("₹ 500/-")]
    [InlineData("Rs. 500")]
    [InlineData("Rs 500/-")]
    [InlineData("Rs.500.00")]
    [InlineData("INR 500")]
    [InlineData("500/-")]
    public void The_currency_is_passed_over(string text) => Reads(text, 500_00);

    [Theory]
    [InlineData("$1,000", "USD")]
    [InlineData("US$ 1,000", "USD")]
    [InlineData("1,000 EUR", "EUR")]
    [InlineData("-€5", "EUR")]
    [InlineData("AED 20", "AED")]
    public void A_foreign_currency_is_no_amount_of_rupees(string text, string currency)
    {
        Assert.Equal(currency, AmountText.Read(text, out _)?.Currency);
        Assert.Null(AmountText.Parse(text, out var problem));
        Assert.Contains($"is in {currency}, not in rupees", problem);
    }

    [Theory]
    [InlineData("1.5 lakh", 150_000_00)]
    [InlineData("12 Lacs", 1_200_000_00)]
    [InlineData("2.5 crores", 25_000_000_00)]
    [InlineData("3 thousand", 3_000_00)]
    public void A_scale_in_words_is_read(string text, long paise) => Reads(text, paise);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData("—")]
    [InlineData("nil")]
    [InlineData(" NIL ")]
    public void Blank_dash_and_nil_are_nothing_and_no_fault(string? text)
    {
        Assert.Null(AmountText.Parse(text, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("1.234,56")]
    [InlineData("1,23")]
    [InlineData("1,2345")]
    [InlineData("1,,234")]
    [InlineData(",123")]
    [InlineData("12.3.4")]
    [InlineData("abc")]
    [InlineData("12 apples")]
    [InlineData("1e5")]
    [InlineData("(5")]
    [InlineData("()")]
    [InlineData("₹")]
    [InlineData("Cr")]
    [InlineData("/-")]
    [InlineData("--5")]
    [InlineData("=1+1")]
    [InlineData("१२३")]
    public void What_is_no_amount_is_said_not_guessed(string text)
    {
        Assert.Null(AmountText.Parse(text, out var problem));
        Assert.Contains("is not an amount", problem);
        Assert.Contains(text, problem);
    }

    [Fact]
    public void Typed_text_with_three_decimals_is_a_fault_but_zeros_are_not()
    {
        Assert.Null(AmountText.Parse("1.005", out var problem));
        Assert.Contains("more than two decimals", problem);
        Reads("1.000", 1_00);
    }

    [Theory]
    [InlineData("99,99,99,99,99,99,99,999")]
    [InlineData("9999999999999999")]
    [InlineData("79228162514264337593543950336")]
    public void An_amount_beyond_every_ledger_is_refused(string text)
    {
        Assert.Null(AmountText.Parse(text, out var problem));
        Assert.NotNull(problem);
    }

    [Theory]
    [InlineData(0.1 + 0.2, 30)]
    [InlineData(1234.565, 1234_57)]
    [InlineData(-1234.565, -1234_57)]
    [InlineData(100000.5, 100000_50)]
    [InlineData(123456789.01, 123456789_01)]
    [InlineData(1e-9, 0)]
    public void A_number_cell_is_taken_at_the_digits_that_excel_shows(double number, long paise)
    {
        Assert.Equal(paise, AmountText.FromNumber(number, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e17)]
    public void A_number_cell_beyond_every_ledger_is_refused(double number)
    {
        Assert.Null(AmountText.FromNumber(number, out var problem));
        Assert.Contains("too large", problem);
    }

    private static void Reads(string text, long paise)
    {
        Assert.Equal(paise, AmountText.Parse(text, out var problem));
        Assert.Null(problem);
    }
}
