using System.IO.Compression;
using ReportsAdmin.Features.FieldSales.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering.Excel;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Platform;

/// <summary>The grouping is one for the whole process, so whatever changes it runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class DigitGroupingCollection
{
    public const string Name = "Digit grouping";
}

/// <summary>Every text with a number follows the company's choice.</summary>
[Collection(DigitGroupingCollection.Name)]
public sealed class DigitGroupingTests : IDisposable
{
    public void Dispose() => Digits.Grouping = DigitGrouping.Indian;

    [Theory]
    [InlineData(0, "0.00", "0.00")]
    [InlineData(99_999, "999.99", "999.99")]
    [InlineData(-1_234_56, "-1,234.56", "-1,234.56")]
    [InlineData(1_00_000_00, "1,00,000.00", "100,000.00")]
    [InlineData(1_23_45_678_90, "1,23,45,678.90", "12,345,678.90")]
    [InlineData(long.MinValue, "-92,23,37,20,36,85,47,758.08", "-92,233,720,368,547,758.08")]
    public void Amounts_are_grouped_as_the_company_chose(long paise, string indian, string international)
    {
        Assert.Equal(indian, new Money(paise).ToString());
        Digits.Grouping = DigitGrouping.International;
        Assert.Equal(international, new Money(paise).ToString());
    }

    [Theory]
    [InlineData(950, "₹950", "₹950")]
    [InlineData(4_20_000, "₹4.20 L", "₹420,000")]
    [InlineData(-12_34_56_789, "-₹12.35 Cr", "-₹123.46 M")]
    [InlineData(1_234_567_890, "₹123.46 Cr", "₹1.23 B")]
    public void Short_texts_take_the_words_of_the_grouping(int rupees, string indian, string international)
    {
        var amount = Money.FromRupees(rupees);
        Assert.Equal(indian, amount.ToShortText());
        Digits.Grouping = DigitGrouping.International;
        Assert.Equal(international, amount.ToShortText());
    }

    [Fact]
    public void Units_counts_volumes_and_ticks_follow()
    {
        Digits.Grouping = DigitGrouping.International;
        Assert.Equal(["full", "thousand", "million"], MoneyUnit.All.Select(u => u.Key));
        Assert.Null(MoneyUnit.Of("lakh"));
        Assert.Equal("1,234.57", MoneyUnit.Of("thousand")!.Text(Money.FromRupees(1_234_567)));
        Assert.Equal("₹1.50 M", SalesText.Figure(Money.FromRupees(1_500_000), MoneyUnit.Of("million")!));
        Assert.Equal("1,234,567 rows", Counts.Of(1_234_567, "row"));
        Assert.Equal("1,234,567.5", VolumeText.Of(1_234_567.5m));
        Assert.Equal("₹2.5 M", NiceAxis.RupeeTick(2_500_000));
        Digits.Grouping = DigitGrouping.Indian;
        Assert.Equal(["full", "lakh", "crore"], MoneyUnit.All.Select(u => u.Key));
        Assert.Equal("12,34,567 rows", Counts.Of(1_234_567, "row"));
    }

    [Fact]
    public async Task The_number_formats_of_workbooks_follow()
    {
        Assert.Contains(@"##\,##\,##0.00", await StylesAsync(), StringComparison.Ordinal);
        Digits.Grouping = DigitGrouping.International;
        var styles = await StylesAsync();
        Assert.DoesNotContain(@"##\,##", styles, StringComparison.Ordinal);
        Assert.Contains("formatCode=\"#,##0.00;\\-#,##0.00\"", styles, StringComparison.Ordinal);
    }

    private static async Task<string> StylesAsync()
    {
        using var file = new MemoryStream();
        await new ExcelRenderer(PdfSamples.Branding).RenderAsync(PdfSamples.Everything(), file, null, default);
        using var zip = new ZipArchive(file);
        using var reader = new StreamReader(zip.GetEntry("xl/styles.xml")!.Open());
        return await reader.ReadToEndAsync();
    }
}
