using ReportsAdmin.Features.Imports;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>A difference between the sheet's own total and its rows is explained by rows.</summary>
public sealed class SheetTotalTests
{
    private const string Head = "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Currency,Outstanding";

    [Fact]
    public async Task Rows_left_out_and_rows_with_problems_make_the_difference_by_name()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv(
            Head,
            "A,Asha,Pune,1,13/02/2026,INR,1000",
            "B,Baltic,Pune,2,13/02/2026,USD,300",
            "C,Chandra,Pune,,13/02/2026,INR,200",
            ",Grand Total,,,,,1520"
        );
        var (id, _) = await fixture.AskedAsync(sheet, "foreign-currency");
        var read = await fixture.AnswerAsync(id, "foreign-currency", "leave-out");
        Assert.Contains("The sheet's own total says ₹1,520, its good rows add up to ₹1,000.", read.Remarks);
        var sentence = Assert.Single(read.Remarks, r =>
            r.StartsWith("The difference of ₹520", StringComparison.Ordinal)
        );
        Assert.Contains(
            "row 3 with ₹300 (left out: USD 300.00: not added to rupees)",
            sentence,
            StringComparison.Ordinal
        );
        Assert.Contains("row 4 with ₹200 (a problem: ", sentence, StringComparison.Ordinal);
        Assert.Contains("₹20 of the difference is explained by no row.", read.Remarks);
    }

    [Fact]
    public async Task Many_rows_are_counted_with_their_sum_and_nothing_stays_unexplained()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, read) = await fixture.StagedAsync(
            Csv([
                "Customer Code,Region,Invoice No,Invoice Date,Outstanding",
                .. Enumerable.Range(1, 6).Select(n => $"A,Pune,{(n > 1 ? "" : "7")},13/02/2026,{n}0"),
                "Total,,,,210",
            ]),
            "total.csv"
        );
        Assert.Contains(read.Remarks, r =>
            r.StartsWith("The difference of ₹200", StringComparison.Ordinal)
            && r.EndsWith("+ 2 more rows with problems with ₹110.", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(read.Remarks, r => r.Contains("explained by no row", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_paid_row_that_the_total_counts_is_named()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, read) = await fixture.StagedAsync(
            Csv(
                "Customer Code,Region,Invoice No,Invoice Date,Dr/Cr,Outstanding",
                "A,Pune,1,13/02/2026,Dr,100",
                "A,Pune,2,13/02/2026,Cr,30",
                "Total,,,,,130"
            ),
            "sides.csv"
        );
        Assert.Equal(70_00, read.Total.Paise);
        Assert.Contains("The difference of ₹60 comes from row 3 with ₹60 (counted as -₹30).", read.Remarks);
    }
}
