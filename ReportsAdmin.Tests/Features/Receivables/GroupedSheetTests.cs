using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Exports that name a customer once, above or in the first of several rows: every row finds its customer, and no total counts as money.</summary>
public sealed class GroupedSheetTests
{
    private const string PartyHeader = "Customer Code|Customer Name|Invoice Number|Invoice Date|Outstanding Amount";

    private const string TallyHeader = "Date|Ref. No.|Opening Amount|Pending Amount|Due on|Overdue by days";

    [Fact]
    public async Task Tally_bills_receivable_by_party()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row(null, null, 1500, 1400)
                .Row("Bhola Traders")
                .Row("20-Jan-26", "S/3", 700, 700, "19-Feb-26", 40)
                .Row(null, null, 700, 700)
                .Row("Page 1 of 1")
                .Row(null, null, 2200, 2100)
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("3 rows took customer name from 2 headings above them.", read.Details.Remarks);
        Assert.Contains("2 group totals agree with their rows.", read.Details.Remarks);
        Assert.Contains("3 total rows were skipped.", read.Details.Remarks);
        Assert.Contains("The sheet's own total of ₹2,100 agrees with its rows.", read.Details.Remarks);
        Assert.Contains(read.Details.Remarks, r => r.StartsWith("1 line of the page", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tally_parties_with_their_totals_beside_the_name()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores", null, 1500, 1400)
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row("Bhola Traders", null, 700, 700)
                .Row("20-Jan-26", "S/3", 700, 700, "19-Feb-26", 40)
                .Row("Grand Total", null, 2200, 2100)
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("3 rows took customer name from 2 headings above them.", read.Details.Remarks);
        Assert.Contains("2 group totals agree with their rows.", read.Details.Remarks);
        Assert.Contains("The sheet's own total of ₹2,100 agrees with its rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task Totals_in_the_columns_of_the_rows_below_count_once()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            RawSheet
                .Under(PartyHeader)
                .Row("C1", "Anand Stores", null, null, 300)
                .Row(null, null, "S/1", "2026-01-05", 100)
                .Row(null, null, "S/2", "2026-01-06", 200)
                .Row("C2", "Bhola Traders", null, null, 50)
                .Row(null, null, "S/3", "2026-01-07", 50)
        );
        Assert.Equal("Anand Stores 300.00, Bhola Traders 50.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
    }

    [Fact]
    public async Task A_total_beside_a_name_that_its_rows_do_not_reach_or_that_has_no_rows_is_named()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            RawSheet
                .Under(PartyHeader)
                .Row("C1", "Anand Stores", null, null, 300)
                .Row(null, null, "S/1", "2026-01-05", 100)
                .Row(null, null, "S/2", "2026-01-06", 200)
                .Row("C2", "Bhola Traders", null, null, 60)
                .Row(null, null, "S/3", "2026-01-07", 50)
                .Row("C3", "Chand Steel", null, null, 80)
                .Row("C4", "Disha Works", null, null, 20)
                .Row(null, null, "S/4", "2026-01-07", 20)
        );
        Assert.Equal("Anand Stores 300.00, Bhola Traders 50.00, Disha Works 20.00", read.Customers);
        Assert.Contains("The total of C2 Bhola Traders says ₹60, the rows add up to ₹50.", read.Details.Remarks);
        Assert.Contains(
            "Not counted, because no rows stand below: \u201cC3 Chand Steel\u201d with ₹80.",
            read.Details.Remarks
        );
        Assert.Contains("2 group totals agree with their rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task Amounts_beside_a_name_that_the_rows_below_do_not_add_up_to_are_no_heading()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            RawSheet
                .Under(PartyHeader)
                .Row("C1", "Anand Stores", null, null, 300)
                .Row(null, null, "S/1", "2026-01-05", 100)
                .Row("C2", "Bhola Traders", "S/3", "2026-01-07", 50)
        );
        Assert.Equal("Bhola Traders 50.00", read.Customers);
        Assert.Equal(2, read.Details.Counts.Errors);
    }

    [Fact]
    public async Task A_second_group_that_begins_after_hundreds_of_rows_is_found()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Tally().Row("Anand Stores");
        for (var n = 1; n <= 250; n++)
            sheet.Row("5-Jan-26", $"S/{n}", 10, 10, "4-Feb-26", 55);
        sheet.Row(null, null, 2500, 2500).Row("Bhola Traders").Row("20-Jan-26", "T/1", 700, 700, "19-Feb-26", 40);
        var read = await ReadAsync(fixture, sheet);
        Assert.Equal((0, 3200_00L), (read.Details.Counts.Errors, read.Details.Total.Paise));
        Assert.Contains("251 rows took customer name from 2 headings above them.", read.Details.Remarks);
    }

    [Fact]
    public async Task Quickbooks_ageing_detail_by_customer()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Row("ABC Traders")
                .Row("A/R Ageing Detail")
                .Row("As of 31 March 2026")
                .Row()
                .Texts("|Date|Transaction Type|Num|Due Date|Amount|Open Balance")
                .Row("Anand Stores")
                .Row(null, "2026-01-10", "Invoice", "1001", "2026-02-09", 1000, 1000)
                .Row(null, "2026-01-20", "Invoice", "1002", "2026-02-19", 500, 400)
                .Row("Total for Anand Stores", null, null, null, null, 1500, 1400)
                .Row("Total Energies India")
                .Row(null, "2026-02-10", "Invoice", "1003", "2026-03-12", 300, 300)
                .Row("Total for Total Energies India", null, null, null, null, 300, 300)
                .Row("TOTAL", null, null, null, null, 1800, 1700)
                .Row("Printed on 1 Apr 2026")
        );
        Assert.Equal("Anand Stores 1400.00, Total Energies India 300.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("The sheet's own total of ₹1,700 agrees with its rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task Quickbooks_ageing_detail_by_age_has_no_customer_called_an_age()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Row("A/R Ageing Detail")
                .Row()
                .Texts("Date|Transaction Type|Num|Customer|Due Date|Amount|Open Balance")
                .Row("91 or more days past due")
                .Row("2025-10-10", "Invoice", "1001", "Anand Stores", "2025-11-09", 1000, 1000)
                .Row("Total for 91 or more days past due", null, null, null, null, 1000, 1000)
                .Row("1 - 30 days past due")
                .Row("2026-02-10", "Invoice", "1003", "Bhola Traders", "2026-03-12", 300, 300)
                .Row("Total for 1 - 30 days past due", null, null, null, null, 300, 300)
                .Row("TOTAL", null, null, null, null, 1300, 1300)
        );
        Assert.Equal("Anand Stores 1000.00, Bhola Traders 300.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("2 rows that only name an age were skipped.", read.Details.Remarks);
        Assert.Contains("The sheet's own total of ₹1,300 agrees with its rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task Xero_and_zoho_aged_receivables_detail()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Row("Aged Receivables Detail")
                .Row("ABC Traders")
                .Row("As at 31 March 2026")
                .Row("Ageing by due date")
                .Row()
                .Texts("Invoice Date|Due Date|Invoice Number|Current|1 - 30 Days|31 - 90 Days|91 - 180 Days|Total")
                .Row("Anand Stores")
                .Row("5 Jan 2026", "4 Feb 2026", "INV-1", 0, 0, 1000, 0, 1000)
                .Row("16 Mar 2026", "15 Apr 2026", "INV-2", 400, 0, 0, 0, 400)
                .Row("Total Anand Stores", null, null, 400, 0, 1000, 0, 1400)
                .Row()
                .Row("Bhola Traders")
                .Row("20 Sep 2025", "20 Oct 2025", "INV-3", 0, 0, 0, 700, 700)
                .Row("Total Bhola Traders", null, null, 0, 0, 0, 700, 700)
                .Row()
                .Row("Total", null, null, 400, 0, 1000, 700, 2100)
                .Row("Percentage of total", null, null, "19.05%", "0.00%", "47.62%", "33.33%", "100.00%")
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("The sheet's own total of ₹2,100 agrees with its rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task Sap_line_items_with_the_customers_block_above_each_table()
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string Header = "St|Assignment|Document Number|Typ|Document Date|Net due date|Amount in local cur.|LCurr";
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Row("Customer Line Item Display")
                .Row()
                .Row("Customer", "0001000123")
                .Row("Company Code", "1000")
                .Row("Name", "Anand Stores")
                .Row("City", "Pune")
                .Row()
                .Texts(Header)
                .Row(null, "A1", "1800001", "RV", "10.01.2026", "09.02.2026", 1000, "INR")
                .Row(null, "A2", "1800002", "RV", "20.01.2026", "19.02.2026", 400, "INR")
                .Row("*", null, null, null, null, null, 1400, "INR")
                .Row("**", "Account 1000123", null, null, null, null, 1400, "INR")
                .Row()
                .Row("Customer", "0001000124")
                .Row("Company Code", "1000")
                .Row("Name", "Bhola Traders")
                .Row("City", "Mumbai")
                .Row()
                .Texts(Header)
                .Row(null, "B1", "1800003", "RV", "15.02.2026", "17.03.2026", 700, "INR")
                .Row("*", null, null, null, null, null, 700, "INR")
                .Row("***", null, null, null, null, null, 2100, "INR")
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Equal(
            ["0001000123 · 1800001 pune", "0001000123 · 1800002 pune", "0001000124 · 1800003 mumbai"],
            read.Rows.Select(r => $"{r.Key} {r.Section}")
        );
    }

    [Fact]
    public async Task Busy_bills_receivable_with_labelled_parties()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Row("Bills Receivable")
                .Texts("Date|Bill No.|Bill Amount|Balance|Due Date")
                .Row("Party : Anand Stores")
                .Row("05-01-2026", "S/1", 1000, 1000, "04-02-2026")
                .Row("16-01-2026", "S/2", 500, 400, "15-02-2026")
                .Row("Total", null, 1500, 1400)
                .Row("Party : Bhola Traders")
                .Row("20-01-2026", "S/3", 700, 700, "19-02-2026")
                .Row("Total", null, 700, 700)
                .Row("Grand Total", null, 2200, 2100)
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("The sheet's own total of ₹2,100 agrees with its rows.", read.Details.Remarks);
    }

    [Fact]
    public async Task A_customer_named_in_the_first_of_several_rows()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            new RawSheet()
                .Texts("Customer|Date|Invoice No|Amount Due")
                .Row("Anand Stores", "05-01-2026", "S/1", 1000)
                .Row(null, "16-01-2026", "S/2", 400)
                .Row("Total Anand Stores", null, null, 1400)
                .Row("Bhola Traders", "20-01-2026", "S/3", 600)
                .Row(null, "21-01-2026", "S/4", 100)
                .Row("Total Bhola Traders", null, null, 700)
                .Row("Total", null, null, 2100)
        );
        Assert.Equal("Anand Stores 1400.00, Bhola Traders 700.00", read.Customers);
        Assert.Equal(0, read.Details.Counts.Errors);
        Assert.Contains("2 rows took customer code from the row above them.", read.Details.Remarks);
    }

    [Fact]
    public async Task A_region_above_several_parties_holds_for_all_of_them()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Pune")
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row(null, null, 1000, 1000)
                .Row("Bhola Traders")
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row(null, null, 500, 400)
                .Row("Nagpur")
                .Row("Chandra and Sons")
                .Row("20-Jan-26", "S/3", 700, 700, "19-Feb-26", 40)
                .Row(null, null, 700, 700)
        );
        Assert.Equal("Anand Stores 1000.00, Bhola Traders 400.00, Chandra and Sons 700.00", read.Customers);
        Assert.Equal(["pune", "pune", "nagpur"], read.Rows.Select(r => r.Section));
    }

    [Fact]
    public async Task A_text_among_the_rows_of_a_group_that_ends_with_a_total_is_no_customer()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row(null, null, 1000, 1000)
                .Row("Bhola Traders")
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row(null, null, 500, 400)
                .Row("Chandra and Sons")
                .Row("20-Jan-26", "S/3", 700, 700, "19-Feb-26", 40)
                .Row(null, null, 700, 700)
                .Row("Dinesh")
                .Row("20-Jan-26", "S/4", 60, 60, "19-Feb-26", 40)
                .Row("Being goods sold")
                .Row("21-Jan-26", "S/5", 30, 30, "19-Feb-26", 40)
        );
        Assert.Equal(
            "Anand Stores 1000.00, Bhola Traders 400.00, Chandra and Sons 700.00, Dinesh 60.00",
            read.Customers
        );
        Assert.Equal(2, read.Details.Counts.Errors);
    }

    [Fact]
    public async Task Rows_below_a_groups_total_belong_to_nobody()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row(null, null, 1000, 1000)
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
        );
        Assert.Equal("Anand Stores 1000.00", read.Customers);
        Assert.Equal(1, read.Details.Counts.Errors);
    }

    [Fact]
    public async Task Amounts_alone_are_a_total_only_when_they_equal_their_rows()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row(null, null, 1000, 999)
                .Row("Bhola Traders")
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row(null, null, 500, 400)
        );
        Assert.Equal("Anand Stores 1000.00, Bhola Traders 400.00", read.Customers);
        Assert.Equal(1, read.Details.Counts.Errors);
    }

    [Fact]
    public async Task A_groups_total_that_differs_from_its_rows_is_named_and_so_is_a_heading_without_rows()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            Tally()
                .Row("Anand Stores")
                .Row("5-Jan-26", "S/1", 1000, 1000, "4-Feb-26", 55)
                .Row("Total Anand Stores", null, 1000, 1100)
                .Row("Bhola Traders")
                .Row("16-Jan-26", "S/2", 500, 400, "15-Feb-26", 44)
                .Row("Total Bhola Traders", null, 500, 400)
                .Row("Subject to Pune jurisdiction")
        );
        Assert.Equal("Anand Stores 1000.00, Bhola Traders 400.00", read.Customers);
        Assert.Contains("The total of Anand Stores says ₹1,100, the rows add up to ₹1,000.", read.Details.Remarks);
        Assert.Contains("1 heading without rows: “Subject to Pune jurisdiction”.", read.Details.Remarks);
    }

    [Fact]
    public async Task A_plain_sheet_with_blank_codes_is_not_filled()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var read = await ReadAsync(
            fixture,
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row("C1", "Asha", "Mumbai", "I2", null, 10, 10)
                .Row(null, null, null, "I3", null, 20, 20)
                .Row("C2", "Usha", "Pune", "I4", null, 30, 30)
                .Row(null, null, null, "I5", null, 40, 40)
                .Row("C3", "Nisha", "Pune", "I6", null, 30, 30)
                .Row(null, "Nisha", null, "I7", null, 40, 40)
                .Row("Delivered later")
                .Row("C4", "Disha", "Pune", "I8", null, 30, 30)
                .Row(null, "Total", null, null, null, 210, 210)
        );
        Assert.Equal("Asha 20.00, Disha 30.00, Nisha 30.00, Usha 30.00", read.Customers);
        Assert.Equal(4, read.Details.Counts.Errors);
        Assert.DoesNotContain(read.Details.Remarks, r => r.Contains(" took ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sheet_without_customers_and_without_headings_asks_for_its_columns()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(
            RawSheet
                .Under("Date|Bill No.|Bill Amount|Balance")
                .Row("05-01-2026", "S/1", 1000, 1000)
                .Row("16-01-2026", "S/2", 500, 400)
                .Build(),
            "Mar-26"
        );
        var details = await fixture.DetailsAsync(id);
        Assert.Equal((ImportState.Asking, ImportQuestion.Columns), (details.State, details.Question));
        Assert.Contains("customer code or name", details.Failure, StringComparison.Ordinal);
    }

    private static RawSheet Tally() =>
        new RawSheet().Row("ABC Traders").Row("Bills Receivable").Row("1-Apr-25 to 31-Mar-26").Texts(TallyHeader);

    /// <summary>Stages a sheet, answers what only its reader can know, and adds up the new rows of each customer.</summary>
    private static async Task<ReadSheet> ReadAsync(TestFixture fixture, RawSheet sheet)
    {
        var id = await fixture.StageAsync(sheet.Build(), "Mar-26", fileName: "grouped.xlsx");
        var details = await fixture.DetailsAsync(id);
        if (details.State == ImportState.Asking)
        {
            var answers = details.Questions.ToDictionary(
                q => q.Key,
                q => q.Key == "region" ? "pune" : q.Default ?? $"{q.Key} has no default"
            );
            Assert.True(
                answers.Count > 0 && answers.Keys.All(k => k is "region" or "owed-in-full"),
                $"{details.Question} {details.Failure} {string.Join(", ", answers.Keys)}"
            );
            details = await fixture.AnswerAsync(id, new UploadAnswer(Answers: answers));
        }

        Assert.True(details.State == ImportState.Staged, $"{details.State} {details.Question} {details.Failure}");
        return new ReadSheet(details, await fixture.RowsAsync(id, RowEffect.New));
    }

    private sealed record ReadSheet(UploadDetails Details, IReadOnlyList<PreviewRow> Rows)
    {
        /// <summary>Each customer with what is owed, by name.</summary>
        public string Customers =>
            string.Join(
                ", ",
                Rows.GroupBy(r => r.Label)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g =>
                        string.Create(
                            System.Globalization.CultureInfo.InvariantCulture,
                            $"{g.Key} {g.Sum(r => r.Amount.Paise) / 100m:0.00}"
                        )
                    )
            );
    }
}
