using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>What is not data is passed over and said so; what is data is never lost.</summary>
public sealed class SkippedRowsTests
{
    [Fact]
    public async Task Blank_tails_and_gaps_are_no_rows()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row(" ", "\u00A0", "", "  ")
                .RowAt(900, "C1", "Asha", "Mumbai", "I2", null, 10, 10)
                .RowAt(1_048_576, " ")
                .Build()
        );
        Assert.Equal((2, 0, 0), (details.Counts.New, details.Counts.Errors, details.Counts.Skipped));
    }

    [Fact]
    public async Task A_row_wider_than_its_header_is_a_problem_that_names_the_amount_split_at_its_commas()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            System.Text.Encoding.UTF8.GetBytes(
                "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Invoice Amount,Outstanding\n"
                    + "UT1,Anand Stores,Pune,S/1,13/09/2026,1,23,456.00,1,23,456.00\n"
                    + "UT1,Anand Stores,Pune,S/2,13/09/2026,\"1,23,456.00\",\"1,23,456.00\",,\n"
            ),
            "thousands.csv",
            "Nov-26"
        );
        Assert.Equal((1, 1), (details.Counts.New, details.Counts.Errors));
        Assert.Equal(123456_00, details.Total.Paise);
        var message = Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems).Message;
        Assert.StartsWith("The row is wider than the header", message);
        Assert.EndsWith("in quotation marks: \"1,23,456.00\".", message);
    }

    [Fact]
    public async Task A_cell_beyond_the_last_column_of_a_workbook_is_a_problem_of_its_row()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10, null, 99)
                .Row("C1", "Asha", "Mumbai", "I2", null, 10, 10, " ")
                .Build()
        );
        Assert.Equal((1, 1), (details.Counts.New, details.Counts.Errors));
        Assert.Contains(
            "'99' in column I lies beyond the last column, Outstanding Amount.",
            Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems).Message
        );
    }

    [Fact]
    public async Task A_customer_merged_over_several_rows_is_filled_down_and_said()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row(null, null, null, "I2", null, 20, 20)
                .Row(null, null, null, "I3", null, 30, null)
                .Row(null, null, null, "I4", null, 40, 40)
                .Build(
                    "<mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B2:B4\"/><mergeCell ref=\"C2:C4\"/><mergeCell ref=\"G3:G4\"/></mergeCells>"
                )
        );
        Assert.Equal(["C1 · I1", "C1 · I2"], (await fixture.RowsAsync(id, RowEffect.New)).Select(r => r.Key));
        // The merged amount counts once, and the row below the merged customer is nobody's.
        Assert.Equal((30_00, 2), (details.Total.Paise, details.Counts.Errors));
        Assert.Contains(
            "2 rows take customer code, customer name, region from cells that are merged over several rows.",
            details.Remarks
        );
    }

    [Fact]
    public async Task Hidden_rows_are_read_and_said()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .HiddenRow("C1", "Asha", "Mumbai", "I2", null, 10, 10)
                .Build()
        );
        Assert.Equal(2, details.Counts.New);
        Assert.Contains("A hidden row was read too.", details.Remarks);
    }

    [Fact]
    public async Task Repeated_headers_are_skipped_and_said()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Texts(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I2", null, 10, 10)
                .Build()
        );
        Assert.Equal((2, 1), (details.Counts.New, details.Counts.Skipped));
        Assert.Contains("A repeated header row was skipped.", details.Remarks);
        Assert.Equal(
            (3, "Header"),
            Assert.Single(await fixture.RowsAsync(id, RowEffect.Skipped)) is var row
                ? (row.RowNumber, row.Key)
                : default
        );
    }

    [Theory]
    [InlineData("Total")]
    [InlineData("TOTAL:")]
    [InlineData("Grand Total")]
    [InlineData("Sub-total")]
    [InlineData("Sub Total")]
    [InlineData("Mumbai Total")]
    [InlineData("Total (2)")]
    [InlineData("Total outstanding")]
    [InlineData("* Total *")]
    public async Task Total_rows_are_skipped_and_their_sum_compared(string words)
    {
        await using var fixture = await TestFixture.OpenAsync();
        RawSheet Rows() =>
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10.25)
                .Row("C2", "Usha", "Pune", "I2", null, 20, 20.50);
        var (_, agreeing) = await fixture.StagedAsync(Rows().Row(null, words, null, null, null, 30, 30.75).Build());
        Assert.Equal((2, 1), (agreeing.Counts.New, agreeing.Counts.Skipped));
        Assert.Contains("The sheet's own total of ₹30.75 agrees with its rows.", agreeing.Remarks);

        var (_, disagreeing) = await fixture.StagedAsync(Rows().Row(words, null, null, null, null, 30, 31).Build());
        Assert.Contains("The sheet's own total says ₹31, its good rows add up to ₹30.75.", disagreeing.Remarks);
        Assert.Contains("₹0.25 of the difference is explained by no row.", disagreeing.Remarks);
    }

    [Fact]
    public async Task The_total_of_a_sheet_with_age_buckets_is_its_outstanding()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByCustomer)
                .Row("A1", "Asha", "Mumbai", 100, 0, 50.25, null, 7, 157.25)
                .Row("A2", "Usha", "Pune", null, null, null, null, 900, 900)
                .Row(null, "Total", null, 100, 0, 50.25, 0, 907, 1057.25)
                .Build()
        );
        Assert.Contains("The sheet's own total of ₹1,057.25 agrees with its rows.", details.Remarks);
    }

    [Theory]
    [InlineData("Total Solutions Pvt Ltd")]
    [InlineData("Total Energies India")]
    [InlineData("Totalizer Systems")]
    public async Task A_customer_named_total_is_a_customer(string name)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByCustomer)
                .Row("A1", name, "Mumbai", 100, null, null, null, null, 100)
                .Row("TOTAL-01", "Asha", "Mumbai", 100, null, null, null, null, 100)
                .Row(null, name, "Mumbai", 100, null, null, null, null, 100)
                .Build()
        );
        Assert.Equal((2, 1, 0), (details.Counts.New, details.Counts.Errors, details.Counts.Skipped));
        Assert.Equal(
            "The customer code is blank.",
            Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems).Message
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeated_row_counts_once_and_a_contradicting_one_is_a_problem(bool byCustomer)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var raw = byCustomer
            ? RawSheet
                .Under(StagedUploads.ByCustomer)
                .Row("A1", "Asha", "Mumbai", 10, null, null, null, null, 10)
                .Row("a1", "Asha", "Mumbai", 10, null, null, null, null, 10)
                .Row("A1", "Asha", "Mumbai", 11, null, null, null, null, 11)
            : RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("A1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row("A1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row("A1", "Asha", "Mumbai", "I1", null, 10, 9);

        var id = await fixture.StageAsync(raw.Build(), "Mar-26");
        var details = byCustomer
            ? await fixture.AnswerAsync(id, "repeated-customers", "refuse")
            : await fixture.AnswerAsync(id, "repeated-rows", "once");

        Assert.Equal((1, 1, 1), (details.Counts.New, details.Counts.Duplicates, details.Counts.Errors));
        Assert.Equal(10_00, details.Total.Paise);
        Assert.Contains(
            "The same as row 2; counted once.",
            Assert.Single(await fixture.RowsAsync(id, RowEffect.Duplicate)).Problems[0].Message
        );
        Assert.Contains(
            "Row 2 has the same",
            Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems[0].Message
        );
    }

    [Fact]
    public async Task Age_buckets_that_do_not_add_up_are_a_problem_and_a_small_rest_is_kept()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByCustomer)
                .Row("A1", "Asha", "Mumbai", 100, null, null, null, null, 100.40)
                .Row("A2", "Usha", "Pune", 100, null, null, null, null, 300)
                .Row("A3", "Nisha", "Pune", null, null, null, null, null, 55)
                .Build()
        );
        Assert.Equal((2, 1), (details.Counts.New, details.Counts.Errors));
        Assert.Contains(
            "add up to 100.00, the outstanding says 300.00",
            Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems[0].Message
        );
        await fixture.CommitAsync(id, ErrorRows.LeaveOut);
        var mumbai = (await fixture.DashboardAsync("Mar-26")).Ageing.Single(a => a.Region == "mumbai").Amounts;
        Assert.Equal((100_00, 40), (mumbai.UpTo30.Paise, mumbai.Unclassified.Paise));
    }
}
