using ClosedXML.Excel;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Which rows speak of the same item or customer, and which only look like it.</summary>
public sealed class SameItemTests
{
    private const string Head = "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Invoice Amount,Outstanding";

    [Fact]
    public async Task A_repeated_number_with_another_date_is_another_item_this_month_and_next()
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string first = "RB1,Verma Hardware,Pune,CH-41,17/04/2025,500,500";
        const string second = "RB1,Verma Hardware,Pune,CH-41,24/04/2025,500,500";
        await fixture.UploadAsync(Csv(Head, first, second), "Apr-25");
        Assert.Equal(1000_00, (await fixture.DashboardAsync("Apr-25")).Figures.Outstanding.Paise);

        var (_, next) = await fixture.StagedAsync(Csv(Head, first, second), "next.csv", "May-25");
        Assert.Equal((0, 0, 2), (next.Counts.New, next.Counts.Missing, next.Counts.Unchanged));
    }

    [Theory]
    [InlineData(new[] { 1 }, 500_00, 1)]
    [InlineData(new[] { 1, 0 }, 1000_00, 0)]
    public async Task The_second_of_two_items_is_found_again_alone_and_in_another_order(
        int[] rows,
        long paise,
        int missing
    )
    {
        await using var fixture = await TestFixture.OpenAsync();
        string[] items =
        [
            "RB1,Verma Hardware,Pune,CH-41,17/04/2025,500,500",
            "RB1,Verma Hardware,Pune,CH-41,24/04/2025,500,500",
        ];
        await fixture.UploadAsync(Csv([Head, .. items]), "Apr-25");
        var (id, next) = await fixture.StagedAsync(Csv([Head, .. rows.Select(r => items[r])]), "next.csv", "May-25");
        Assert.Equal((0, 0, missing), (next.Counts.New, next.Counts.Changed, next.Counts.Missing));
        await fixture.CommitAsync(id, missing: MissingChoice.Paid);
        Assert.Equal(paise, (await fixture.DashboardAsync("May-25")).Figures.Outstanding.Paise);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(2, await db.Set<Invoice>().CountAsync());
    }

    [Fact]
    public async Task The_first_row_of_an_unknown_code_decides_for_all_of_its_rows()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Csv(Head, "000197,Ashoka,Mumbai,B26-27/19709,13/09/2025,1000,1000"), "Feb-26");
        var (id, staged) = await fixture.StagedAsync(
            Csv(
                Head,
                "NEW-9,Other,Mumbai,B26-27/1,13/09/2025,5,5",
                "NEW-9,Other,Mumbai,B26-27/19709,13/09/2025,1000,1000"
            ),
            "first.csv"
        );
        Assert.Equal(2, staged.Counts.New);
        Assert.All(await fixture.RowsAsync(id, RowEffect.New), r =>
            Assert.StartsWith("NEW-9", r.Key, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_number_range_that_begins_again_does_not_overwrite_last_years_item()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Csv(Head, "RB1,Verma,Pune,1,17/04/2025,500,500"), "Mar-26");
        var (id, staged) = await fixture.StagedAsync(
            Csv(Head, "RB1,Verma,Pune,1,22/04/2026,900,900"),
            "april.csv",
            "Apr-26"
        );
        Assert.Equal((1, 1), (staged.Counts.New, staged.Counts.Missing));
        await fixture.CommitAsync(id);
        Assert.Equal(1400_00, (await fixture.DashboardAsync("Apr-26")).Figures.Outstanding.Paise);
    }

    [Theory]
    [InlineData("once", 500_00, 1)]
    [InlineData("each", 1000_00, 0)]
    public async Task An_exact_repetition_is_asked_about_once_for_the_file(string answer, long paise, int duplicates)
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string row = "RB1,Verma Hardware,Pune,CH-41,17/04/2025,500,500";
        var (id, question) = await fixture.AskedAsync(Csv(Head, row, row), "repeated-rows");
        Assert.Contains("500.00", question.Text, StringComparison.Ordinal);
        var staged = await fixture.AnswerAsync(id, "repeated-rows", answer);
        Assert.Equal((paise, duplicates), (staged.Total.Paise, staged.Counts.Duplicates));
    }

    [Fact]
    public async Task The_same_invoice_with_another_balance_contradicts_itself()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Csv(Head, "A,A,Pune,1,17/04/2025,500,500", "A,A,Pune,1,17/04/2025,500,200"),
            "contradiction.csv"
        );
        Assert.Single(await fixture.RowsAsync(id, RowEffect.Error));
    }

    [Theory]
    [InlineData("197", "Somebody Else", "B26-27/1")]
    [InlineData("197.0", "Somebody Else", "B26-27/1")]
    [InlineData("ASH-77", "ASHOKA CONTRACTORS LTD", "B26-27/1")]
    [InlineData("ASH-77", "Somebody Else", "B26-27/19709")]
    public async Task A_damaged_code_is_proposed_as_the_customer_it_means(string code, string name, string number)
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(
            Csv(Head, "000197,Ashoka Contractors Ltd,Mumbai,B26-27/19709,13/09/2025,1000,1000"),
            "Feb-26"
        );
        var sheet = Csv(Head, $"{code},{name},Mumbai,{number},13/09/2025,1000,1000");
        var (id, question) = await fixture.AskedAsync(sheet, "likely-customers");
        Assert.Contains("000197 Ashoka Contractors Ltd", question.Text, StringComparison.Ordinal);
        await fixture.AnswerAsync(id, "likely-customers", "accept");
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal("000197", (await db.Set<Customer>().SingleAsync()).Code);
    }

    [Fact]
    public async Task Codes_that_look_alike_stay_new_when_a_person_says_so()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Csv(Head, "000197,Ashoka,Mumbai,1,13/09/2025,1000,1000"), "Feb-26");
        var (id, _) = await fixture.AskedAsync(Csv(Head, "197,Other,Mumbai,2,13/09/2025,1,1"), "likely-customers");
        var staged = await fixture.AnswerAsync(id, "likely-customers", "new");
        Assert.Equal("197 · 2", Assert.Single(await fixture.RowsAsync(id, RowEffect.New)).Key);
        Assert.Equal(ImportState.Staged, staged.State);
    }

    [Fact]
    public async Task A_code_that_excel_has_cut_is_refused()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            Csv(Head, "1.9E+11,A,Pune,1,13/09/2025,5,5", "B,B,Pune,1,13/09/2025,5,5"),
            "cut.csv"
        );
        Assert.Contains(
            "Excel has cut this code",
            Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems[0].Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_known_customer_who_moved_or_was_renamed_shows_as_changed_not_as_another_one()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(Csv(Head, "M1,Old Name,Pune,1,13/09/2025,100,100"), "Feb-26");
        var (id, _) = await fixture.StagedAsync(Csv(Head, "M1,New Name,Goa,2,13/02/2026,70,70"), "moved.csv");
        var row = Assert.Single(await fixture.RowsAsync(id, RowEffect.New));
        Assert.Contains(row.Changes, c => c is { Field: "Customer Name", Before: "Old Name", After: "New Name" });
        Assert.Contains(row.Changes, c => c is { Field: "Region", Before: "Pune", After: "Goa" });
        var party = Assert.Single(await fixture.Uploads.EffectByLabelAsync(CurrentUser.System, id, null, default), e =>
            e.Delta.Paise != 0
        );
        Assert.Equal("M1", party.Code);
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal("goa", (await db.Set<Customer>().SingleAsync()).Region);
    }

    [Fact]
    public async Task The_report_lists_decisions_columns_and_rows_that_were_not_taken()
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string row = "RB1,Verma Hardware,Pune,CH-41,17/04/2025,500,500,77.50";
        var id = await fixture.StageAsync(Csv($"{Head},Retention", row, row), "Mar-26", fileName: "report.csv");
        await fixture.AnswerAsync(
            id,
            new UploadAnswer(
                Answers: new Dictionary<string, string> { ["repeated-rows"] = "once", ["unused-columns"] = "leave-out" }
            )
        );
        using var file = new MemoryStream();
        await fixture.Get<UploadReport>().WriteAsync(CurrentUser.System, id, file, default);
        using var workbook = new XLWorkbook(file);
        string Text(string sheet) =>
            string.Join('\n', workbook.Worksheet(sheet).CellsUsed().Select(c => c.GetString()));
        Assert.Contains("report.csv", Text("Upload"), StringComparison.Ordinal);
        Assert.Contains("Count them once", Text("Decisions"), StringComparison.Ordinal);
        Assert.Contains("Not used: Retention (155.00).", Text("Decisions"), StringComparison.Ordinal);
        Assert.Contains("not used", Text("Columns"), StringComparison.Ordinal);
        Assert.Contains("counted once", Text("Rows not taken"), StringComparison.Ordinal);
    }
}
