using ClosedXML.Excel;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>What a sheet means beyond its bare numbers: every doubt is a question, and no number is left out without a word.</summary>
public sealed class SheetMeaningTests
{
    private const string Head = "Customer Code,Customer Name,Region,Invoice No,Invoice Date";

    [Fact]
    public async Task Amounts_in_lakhs_are_read_as_lakhs_and_so_is_the_sheets_own_total()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv(
                "Customer Code,Customer Name,Region,Outstanding (Rs. in Lakhs)",
                "LK1,Anand Stores,Pune,12.34",
                ",Grand Total,,12.34"
            ),
            "amounts-in-lakhs.csv"
        );
        Assert.Equal(12_34_000_00, staged.Total.Paise);
        Assert.Contains(staged.Remarks, r => r.Contains("in lakhs", StringComparison.Ordinal));
        Assert.Contains(staged.Remarks, r =>
            r.Contains("12,34,000", StringComparison.Ordinal) && r.Contains("agrees", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Outstanding in '000", 12_340_00)]
    [InlineData("Outstanding (in thousands)", 12_340_00)]
    [InlineData("Outstanding (₹ Lacs)", 12_34_000_00)]
    [InlineData("Outstanding (in crores)", 12_34_00_000_00)]
    [InlineData("Outstanding (Rs.)", 12_34)]
    public async Task A_scale_in_the_header_multiplies_the_amounts(string header, long paise)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv($"Customer Code,Region,{header}", "LK1,Pune,12.34"),
            "scale.csv"
        );
        Assert.Equal(paise, staged.Total.Paise);
    }

    [Theory]
    [InlineData("(All figures in ₹ lakhs)", 1_00_000_00)]
    [InlineData("Amount in Rs. '000", 1_000_00)]
    [InlineData("Thousand Lights branch", 1_00)]
    public async Task A_scale_in_a_title_row_holds_for_every_amount(string title, long paise)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv(title, "", "Customer Code,Region,Outstanding", "LK1,Pune,1"),
            "title.csv"
        );
        Assert.Equal(paise, staged.Total.Paise);
    }

    [Fact]
    public async Task Rows_in_other_currencies_are_asked_about_and_never_added_to_rupees()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv(
            $"{Head},Currency,Invoice Amount,Outstanding",
            "CU1,Baltic Trading,Export,E-9,13/09/2025,USD,1000,1000",
            "CU1,Baltic Trading,Export,E-10,13/09/2025,EUR,1000,1000",
            "CU1,Baltic Trading,Export,E-11,13/09/2025,INR,500,500"
        );
        var (id, question) = await fixture.AskedAsync(sheet, "foreign-currency");
        Assert.Contains("EUR 1,000.00 in 1 row and USD 1,000.00 in 1 row", question.Text, StringComparison.Ordinal);
        Assert.Equal("leave-out", question.Default);

        var left = await fixture.AnswerAsync(id, "foreign-currency", "leave-out");
        Assert.Equal((ImportState.Staged, 500_00), (left.State, left.Total.Paise));
        Assert.Contains(left.Remarks, r => r.Contains("Not added to rupees", StringComparison.Ordinal));
        await fixture.CommitAsync(id);
        var next = await fixture.StageAsync(sheet, "Apr-26", fileName: "next.csv");
        Assert.Equal(ImportState.Staged, (await fixture.DetailsAsync(next)).State);
    }

    [Theory]
    [InlineData("refuse", 2, 0)]
    [InlineData("rupees", 0, 2000_00)]
    public async Task Rows_in_other_currencies_are_refused_or_taken_as_rupees_when_a_person_says_so(
        string answer,
        int errors,
        long paise
    )
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv(
            $"{Head},Outstanding",
            "CU1,Baltic,Export,E-9,13/09/2025,\"$1,000.00\"",
            "CU1,Baltic,Export,E-10,13/09/2025,USD 1000"
        );
        var (id, _) = await fixture.AskedAsync(sheet, "foreign-currency");
        var staged = await fixture.AnswerAsync(id, "foreign-currency", answer);
        Assert.Equal((errors, paise), (staged.Counts.Errors, staged.Total.Paise));
    }

    [Theory]
    [InlineData("credit", -1057_50)]
    [InlineData("crore", -10525_000_000_00)]
    public async Task Cr_means_credit_or_crore_as_a_person_says(string answer, long paise)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv(
            $"{Head},Invoice Amount,Outstanding",
            "MC1,Anand Stores,Pune,S/1,13/09/2025,\"-1,055.00 Cr\",\"-1,055.00 Cr\"",
            "MC1,Anand Stores,Pune,S/2,13/09/2025,2.5 Cr,2.5 Cr"
        );
        var (id, _) = await fixture.AskedAsync(sheet, "cr");
        Assert.Equal(paise, (await fixture.AnswerAsync(id, "cr", answer)).Total.Paise);
    }

    [Fact]
    public async Task Cr_is_credit_without_a_question_where_other_amounts_are_marked_dr()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv($"{Head},Outstanding", "A,A,Pune,1,13/09/2025,100 Dr", "A,A,Pune,2,13/09/2025,30 Cr"),
            "sides.csv"
        );
        Assert.Equal(70_00, staged.Total.Paise);
    }

    [Fact]
    public async Task Dr_and_cr_that_only_the_number_format_shows_are_read()
    {
        await using var fixture = await TestFixture.OpenAsync();
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Bills");
        foreach (var (title, i) in Head.Split(',').Append("Outstanding").Select((t, i) => (t, i)))
            sheet.Cell(1, i + 1).Value = title;
        foreach (
            var (row, amount, format) in new[]
            {
                (2, 1000d, "0.00\" Dr\""),
                (3, 400d, "0.00\" Cr\""),
                (4, -50d, "0.00\" Dr\";0.00\" Cr\""),
            }
        )
        {
            sheet.Cell(row, 1).Value = "NF1";
            sheet.Cell(row, 3).Value = "Pune";
            sheet.Cell(row, 4).Value = $"S/{row}";
            sheet.Cell(row, 5).Value = new DateTime(2026, 1, 5);
            sheet.Cell(row, 6).Value = amount;
            sheet.Cell(row, 6).Style.NumberFormat.Format = format;
        }

        var (_, staged) = await fixture.StagedAsync(Bytes(workbook), "tally.xlsx");
        Assert.Equal(550_00, staged.Total.Paise);
    }

    [Fact]
    public async Task A_currency_that_only_the_number_format_shows_is_asked_about()
    {
        await using var fixture = await TestFixture.OpenAsync();
        using var workbook = new XLWorkbook();
        var sheet = workbook.AddWorksheet("Bills");
        foreach (var (title, i) in new[] { "Customer Code", "Region", "Outstanding" }.Select((t, i) => (t, i)))
            sheet.Cell(1, i + 1).Value = title;
        sheet.Cell(2, 1).Value = "FX1";
        sheet.Cell(2, 2).Value = "Pune";
        sheet.Cell(2, 3).Value = 1000;
        sheet.Cell(2, 3).Style.NumberFormat.Format = "[$$-409]#,##0.00";
        var (_, question) = await fixture.AskedAsync(Bytes(workbook), "foreign-currency", "fx.xlsx");
        Assert.Contains("USD 1,000.00", question.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Age_buckets_of_other_edges_go_into_the_companys_and_none_is_dropped()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, staged) = await fixture.StagedAsync(
            Csv(
                "Customer Code,Customer Name,Region,0-30,31-60,61-90,91-180,181-365,>365",
                "BK1,Anand Stores,Pune,100,200,300,0,50,0"
            ),
            "buckets.csv"
        );
        Assert.Equal(650_00, staged.Total.Paise);
        await fixture.CommitAsync(id);
        var ageing = Assert.Single((await fixture.DashboardAsync("Mar-26")).Ageing).Amounts;
        Assert.Equal(
            (100_00, 500_00, 0, 50_00, 0),
            (ageing.UpTo30.Paise, ageing.UpTo90.Paise, ageing.UpTo180.Paise, ageing.UpTo365.Paise, ageing.Older.Paise)
        );
    }

    [Theory]
    [InlineData("Current|1 - 30|31-60|61-90|90+")]
    [InlineData("Not due|1-30 Days|31 to 60|61 to 90 days|Above 90")]
    [InlineData("Current|Up to 30 days|31-45|46-90|91 and above")]
    public async Task Buckets_that_do_not_fit_are_asked_about_with_their_sum(string headers)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv($"Customer Code,Region,{headers.Replace('|', ',')}", "BK1,Pune,1,2,3,4,500");
        var (id, question) = await fixture.AskedAsync(sheet, "other-ages");
        Assert.Contains("500.00", question.Text, StringComparison.Ordinal);
        Assert.Equal(510_00, (await fixture.AnswerAsync(id, "other-ages", "none")).Total.Paise);
    }

    [Theory]
    [InlineData("none", 0, 507_00)]
    [InlineData("youngest", 507_00, 0)]
    public async Task Buckets_that_do_not_fit_count_as_the_answer_says(string answer, long upTo180, long unclassified)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv("Customer Code,Region,0-30,90+,91 and above", "BK1,Pune,1,500,7");
        var (id, _) = await fixture.AskedAsync(sheet, "other-ages");
        await fixture.AnswerAsync(id, "other-ages", answer);
        await fixture.CommitAsync(id);
        var ageing = Assert.Single((await fixture.DashboardAsync("Mar-26")).Ageing).Amounts;
        Assert.Equal(
            (1_00, upTo180, unclassified),
            (ageing.UpTo30.Paise, ageing.UpTo180.Paise, ageing.Unclassified.Paise)
        );
    }

    [Fact]
    public async Task Columns_that_add_up_may_be_named_in_any_order()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(
            Csv("Kunde,Ort,A,B", "K1,Pune,1,20", "K2,Pune,300,4000"),
            "Mar-26",
            fileName: "order.csv"
        );
        var staged = await fixture.AnswerAsync(
            id,
            new UploadAnswer(
                Columns: new Dictionary<string, int>
                {
                    ["age31to90#2"] = 3,
                    ["customerCode"] = 0,
                    ["region"] = 1,
                    ["age31to90"] = 2,
                }
            )
        );
        Assert.Equal(4321_00, staged.Total.Paise);
    }

    [Theory]
    [InlineData("Balance Due")]
    [InlineData("Pending Amt")]
    [InlineData("Closing Bal")]
    [InlineData("Open Amt")]
    [InlineData("Net Receivable")]
    [InlineData("O/S Amt (Rs.)")]
    [InlineData("Bal. Amt")]
    [InlineData("Residual Amount")]
    [InlineData("Amount Due")]
    public async Task The_balance_is_owed_whatever_the_column_is_called(string header)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv($"{Head},Invoice Amount,{header}", "A,A,Pune,1,13/09/2025,1000,400"),
            "balance.csv"
        );
        Assert.Equal(400_00, staged.Total.Paise);
    }

    [Theory]
    [InlineData("Bill #", "Bill Dt.")]
    [InlineData("Vch No.", "Vch Date")]
    [InlineData("Billing Document", "Billing Date")]
    [InlineData("Inv #", "Inv Dt")]
    [InlineData("Document Number", "Posting Date")]
    public async Task Invoices_are_told_apart_by_number_whatever_the_column_is_called(string number, string date)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, staged) = await fixture.StagedAsync(
            Csv(
                $"Customer Code,Region,{number},{date},Outstanding",
                "A,Pune,S1,13/01/2026,100",
                "A,Pune,S2,13/01/2026,100"
            ),
            "numbers.csv"
        );
        Assert.Equal((2, 200_00), (staged.Counts.New, staged.Total.Paise));
        await fixture.CommitAsync(id);
        Assert.Equal(200_00, Assert.Single((await fixture.DashboardAsync("Mar-26")).Ageing).Amounts.UpTo90.Paise);
    }

    [Theory]
    [InlineData("Paid Amount", "600", 400_00)]
    [InlineData("Payment Status", "Paid", 0)]
    [InlineData("Settled Date", "20/01/2026", 0)]
    [InlineData("Payment Status", "Unpaid", 1000_00)]
    public async Task What_was_paid_is_not_owed(string header, string value, long paise)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv($"{Head},Invoice Amount,{header}", $"A,A,Pune,1,13/09/2025,1000,{value}"),
            "paid.csv"
        );
        Assert.Equal(paise, staged.Total.Paise);
    }

    [Fact]
    public async Task A_status_that_contradicts_the_balance_is_an_error()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Csv($"{Head},Outstanding,Status", "A,A,Pune,1,13/09/2025,400,Paid", "A,A,Pune,2,13/09/2025,300,Open"),
            "contradiction.csv"
        );
        var row = Assert.Single(await fixture.RowsAsync(id, RowEffect.Error));
        Assert.Contains("400.00 is outstanding", Assert.Single(row.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_the_invoice_amount_for_what_is_owed_is_a_question()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.AskedAsync(
            Csv($"{Head},Invoice Amount", "A,A,Pune,1,13/09/2025,1000"),
            "owed-in-full"
        );
        Assert.Equal(1000_00, (await fixture.AnswerAsync(id, "owed-in-full", "full")).Total.Paise);
    }

    [Theory]
    [InlineData("Retention Held", "1,234.50", "add up to 1,234.50")]
    [InlineData("Mystery", "99.25", "add up to 99.25")]
    [InlineData("Stage", "Closed", "what became of the rows")]
    public async Task An_unused_column_that_seems_to_matter_is_named_with_its_sum(
        string header,
        string value,
        string text
    )
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv($"{Head},Outstanding,{header}", $"A,A,Pune,1,13/09/2025,1000,\"{value}\"");
        var (id, question) = await fixture.AskedAsync(sheet, "unused-columns");
        Assert.Contains(header, question.Text, StringComparison.Ordinal);
        Assert.Contains(text, question.Text, StringComparison.Ordinal);
        var staged = await fixture.AnswerAsync(id, "unused-columns", "leave-out");
        Assert.Contains(staged.Remarks, r =>
            r.StartsWith("Not used:", StringComparison.Ordinal) && r.Contains(header, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Serial_numbers_phones_and_days_are_no_money()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, staged) = await fixture.StagedAsync(
            Csv(
                $"Sr No,{Head},Outstanding,Phone,Overdue Days",
                "1,A,A,Pune,1,13/09/2025,10,9820098200,45",
                "2,A,A,Pune,2,13/09/2025,10,9820098201,46"
            ),
            "plain.csv"
        );
        Assert.Contains(staged.Remarks, r =>
            r.Contains("Not used: Sr No, Phone, Overdue Days.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_file_of_one_branch_is_asked_for_its_region_once()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Csv(
            "Customer Code,Customer Name,Invoice No,Invoice Date,Due Date,Invoice Amount,Balance",
            "NR1,Anand Stores,S/1,13/09/2025,13/10/2026,1000,1000"
        );
        var (id, question) = await fixture.AskedAsync(sheet, "region");
        Assert.Null(question.Default);
        var staged = await fixture.AnswerAsync(id, "region", "pune");
        Assert.Equal((1, 0), (staged.Counts.New, staged.Counts.Errors));
        Assert.Equal("pune", Assert.Single(await fixture.RowsAsync(id, RowEffect.New)).Section);
        var other = await fixture.StageAsync(
            Csv(
                "Customer Code,Customer Name,Invoice No,Invoice Date,Due Date,Invoice Amount,Balance",
                "NR2,B,S/1,13/09/2025,13/10/2026,1,1"
            ),
            "Mar-26",
            fileName: "b.csv"
        );
        Assert.Equal(ImportState.Asking, (await fixture.DetailsAsync(other)).State);
    }

    [Theory]
    [InlineData("State", "Maharashtra", "mumbai")]
    [InlineData("Zone", "West 2", null)]
    [InlineData("Sales Office", "Pune Camp", "pune")]
    public async Task An_unknown_region_is_matched_once_and_remembered(string header, string name, string? proposal)
    {
        await using var fixture = await TestFixture.OpenAsync();
        byte[] Sheet(string code) =>
            Csv($"Customer Code,{header},Outstanding", $"{code},{name},5", $"{code}2,{name},5");
        var id = await fixture.StageAsync(Sheet("A"), "Mar-26", fileName: "a.csv");
        var question = Assert.Single((await fixture.DetailsAsync(id)).Questions);
        Assert.Equal(proposal, question.Default);
        var staged = await fixture.AnswerAsync(id, question.Key, "nagpur");
        Assert.Equal(2, staged.Counts.New);
        var (next, _) = await fixture.StagedAsync(Csv("Code,Outstanding,Region", $"Z9,7,{name}"), "other-layout.csv");
        Assert.Equal("nagpur", Assert.Single(await fixture.RowsAsync(next, RowEffect.New)).Section);
    }

    [Fact]
    public async Task New_customers_are_asked_for_their_department_when_the_upload_names_none()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(
            Csv("Customer Code,Region,Outstanding", "D1,Pune,5"),
            "Mar-26",
            departmentId: null,
            fileName: "d.csv"
        );
        var question = Assert.Single((await fixture.DetailsAsync(id)).Questions);
        Assert.Equal("department", question.Key);
        var chosen = question.Options[^1];
        await fixture.AnswerAsync(id, "department", chosen.Key);
        await fixture.CommitAsync(id);
        var department = int.Parse(chosen.Key, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(5_00, (await fixture.DashboardAsync("Mar-26", department)).Figures.Outstanding.Paise);
    }

    [Fact]
    public async Task A_sheet_whose_column_names_are_unknown_can_be_matched_by_hand()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(Csv("Kunde,Ort,Offen", "K1,Pune,750"), "Mar-26", fileName: "german.csv");
        var asked = await fixture.DetailsAsync(id);
        Assert.Equal((ImportState.Asking, ImportQuestion.Columns, 1), (asked.State, asked.Question, asked.HeaderRow));
        Assert.Contains("No column name is known", asked.Failure, StringComparison.Ordinal);
        Assert.Equal(["Kunde", "Ort", "Offen"], asked.Columns.Select(c => c.Header));
        var staged = await fixture.AnswerAsync(
            id,
            new UploadAnswer(
                Columns: new Dictionary<string, int>
                {
                    ["customerCode"] = 0,
                    ["region"] = 1,
                    ["outstandingAmount"] = 2,
                }
            )
        );
        Assert.Equal((ImportState.Staged, 750_00), (staged.State, staged.Total.Paise));
    }

    [Fact]
    public async Task A_header_without_rows_is_told_from_a_sheet_without_a_header()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.StageAsync(Csv("Customer Code,Region,Outstanding"), "Mar-26", fileName: "empty.csv");
        Assert.Contains("no data rows", (await fixture.DetailsAsync(id)).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_of_a_sheet_without_codes_are_found_by_name()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(
            Sheet.Of("Customer Code|Customer Name|Region|Outstanding", "C1|Anand Stores|Pune|100"),
            "Mar-26"
        );
        var (id, staged) = await fixture.StagedAsync(
            Csv("Party's Name,Region,Pending Amount", "ANAND STORES,Pune,70"),
            "names.csv",
            "Apr-26"
        );
        Assert.Equal((0, 1, 70_00), (staged.Counts.New, staged.Counts.Changed, staged.Total.Paise));
        Assert.Equal("C1", Assert.Single(await fixture.RowsAsync(id, RowEffect.Changed)).Key);
    }

    [Fact]
    public async Task Remarks_and_notes_of_new_customers_are_taken_and_those_of_known_ones_stay()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Csv(
                "Customer Code,Region,Outstanding,Age Period,Remark,Notes",
                "N1,Pune,5,181-365,Under follow up,Calls on Monday"
            ),
            "notes.csv"
        );
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        var customer = Assert.Single(await db.Set<Customer>().ToListAsync());
        Assert.Equal(("under follow-up", "Calls on Monday"), (customer.Remark, customer.Notes));
        Assert.Equal(5_00, Assert.Single((await fixture.DashboardAsync("Mar-26")).Ageing).Amounts.UpTo365.Paise);
    }

    [Theory]
    [InlineData("swap-back", "2025-09-03")]
    [InlineData("keep", "2025-03-09")]
    public async Task Dates_that_excel_has_swapped_are_asked_about(string answer, string first)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Sheet.Of(
            "Customer Code|Region|Invoice No|Invoice Date|Outstanding",
            "A|Pune|S1|2025-03-09|1",
            "A|Pune|S2|2025-05-09|1",
            "A|Pune|S3|2025-11-09|1",
            "A|Pune|S4|2025-12-09|1",
            "A|Pune|S5|13/09/2025|1",
            "A|Pune|S6|17/09/2025|1",
            "A|Pune|S7|21/09/2025|1",
            "A|Pune|S8|28/09/2025|1"
        );
        var (id, _) = await fixture.AskedAsync(sheet, "dates-swapped", "swapped.xlsx");
        await fixture.AnswerAsync(id, "dates-swapped", answer);
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        var invoice = await db.Set<Invoice>().SingleAsync(i => i.Number == "S1");
        Assert.Equal(first, $"{invoice.InvoiceDate:yyyy-MM-dd}");
        Assert.Equal(
            new DateOnly(2025, 9, 28),
            (await db.Set<Invoice>().SingleAsync(i => i.Number == "S8")).InvoiceDate
        );
    }

    private static byte[] Bytes(XLWorkbook workbook)
    {
        using var output = new MemoryStream();
        workbook.SaveAs(output);
        return output.ToArray();
    }
}
