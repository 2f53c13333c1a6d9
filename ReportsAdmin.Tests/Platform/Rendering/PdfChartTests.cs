using System.Globalization;
using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Charts, by the labels and shapes on the page.</summary>
public sealed class PdfChartTests
{
    [Theory]
    [InlineData(0, 97, "0|20|40|60|80|100")]
    [InlineData(0, 3, "0|1|2|3")]
    [InlineData(-30, 70, "-40|-20|0|20|40|60|80")]
    [InlineData(0, 0, "0|0.2|0.4|0.6|0.8|1")]
    [InlineData(-7, -2, "-8|-6|-4|-2|0")]
    [InlineData(0, 12345, "0|2,500|5,000|7,500|10,000|12,500")]
    public async Task The_axis_counts_in_round_steps(int low, int high, string ticks)
    {
        var text = await TextOf(
            new ChartBlock("Chart", ChartKind.Line, ["a", "b"], [new("s", [low, high])], "", ColumnType.Whole)
        );
        Assert.StartsWith("Chart\n" + ticks.Replace('|', '\n') + "\na\nb\n", text);
    }

    [Fact]
    public async Task Money_is_labelled_in_lakh_and_crore()
    {
        var text = await TextOf(
            new ChartBlock("Chart", ChartKind.Column, ["a", "b"], [new("s", [12_34_56_789_00m, -4_20_000_00m])], "")
        );
        foreach (var label in (string[])["₹12.35 Cr", "-₹4.20 L", "₹5.00 Cr", "₹0", "-₹2.50 Cr"])
            Assert.Contains($"\n{label}\n", text);
    }

    [Fact]
    public async Task Columns_are_as_tall_as_their_values()
    {
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(
                new ChartBlock(
                    "Chart",
                    ChartKind.Column,
                    ["a", "b", "c"],
                    [new("s", [100, 50, 25])],
                    "",
                    ColumnType.Whole
                )
            )
        );
        var heights = Regex
            .Matches(pdf.Content(0), @"^[\d.]+ [\d.]+ 42 ([\d.]+) re f$", RegexOptions.Multiline)
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToList();
        Assert.Equal(3, heights.Count);
        Assert.Equal(heights[0] / 2, heights[1], 0.02);
        Assert.Equal(heights[0] / 4, heights[2], 0.02);
    }

    [Fact]
    public async Task Stacks_reach_their_sum_and_negatives_hang_below()
    {
        var text = await TextOf(
            new ChartBlock(
                "Chart",
                ChartKind.StackedColumn,
                ["a"],
                [new("x", [60]), new("y", [40]), new("z", [-30])],
                "",
                ColumnType.Whole
            )
        );
        Assert.StartsWith("Chart\nx\ny\nz\n-50\n0\n50\n100\na\n", text);
    }

    [Fact]
    public async Task A_donut_names_its_parts_and_shares_and_gathers_the_small_ones()
    {
        var text = await TextOf(
            new ChartBlock(
                "Chart",
                ChartKind.Donut,
                [.. Enumerable.Range(0, 30).Select(i => $"part {i}")],
                [new("s", [.. Enumerable.Range(0, 30).Select(i => i < 8 ? 100m : 1m)])],
                "",
                ColumnType.Whole
            )
        );
        Assert.Contains("\n822\npart 0\n100\n12.2%\n", text);
        Assert.Contains("\npart 7\n100\n12.2%\n22 others\n22\n2.7%\n", text);
        Assert.DoesNotContain("part 8", text);
    }

    [Fact]
    public async Task A_donut_of_nothing_says_so()
    {
        Assert.Contains(
            "No data\na\n0\n",
            await TextOf(new ChartBlock("Chart", ChartKind.Donut, ["a"], [new("s", [0])], "", ColumnType.Whole))
        );
        Assert.Contains("Nothing to show.\n", await TextOf(new ChartBlock("Chart", ChartKind.Bar, [], [], "")));
    }

    [Fact]
    public async Task Too_many_labels_are_thinned_out_and_short_series_count_as_zero()
    {
        var text = await TextOf(
            new ChartBlock(
                "Chart",
                ChartKind.Line,
                [.. Enumerable.Range(0, 365).Select(i => $"day {i}")],
                [new("s", [1, 2])],
                "",
                ColumnType.Whole
            )
        );
        Assert.InRange(Regex.Count(text, "day "), 8, 20);
        Assert.Contains("day 0\n", text);
    }

    [Fact]
    public async Task A_chart_larger_than_any_page_is_kept_on_one()
    {
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(
                new ChartBlock(
                    "Chart",
                    ChartKind.Bar,
                    [.. Enumerable.Range(0, 200).Select(i => $"bar {i}")],
                    [new("s", [.. Enumerable.Range(0, 200).Select(i => (decimal)i)])],
                    "",
                    ColumnType.Whole
                )
            )
        );
        Assert.Equal(2, pdf.Pages.Count);
        Assert.Contains("bar 199\n", pdf.Text(1));
        Assert.DoesNotContain(Regex.Matches(pdf.Content(1), @" (-[\d.]+) re f"), m => m.Success);
    }

    /// <summary>From the chart's title on.</summary>
    private static async Task<string> TextOf(ChartBlock chart)
    {
        var text = (await PdfFiles.ReadAsync(PdfSamples.Of(chart))).AllText();
        return text[text.IndexOf("Chart\n", StringComparison.Ordinal)..];
    }
}
