using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>What cells of real workbooks become, seen from the preview and the figures.</summary>
public sealed class CellReadingTests
{
    [Fact]
    public async Task Leading_zeros_are_kept_as_text_and_by_number_format()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = RawSheet
            .Under(StagedUploads.ByInvoice)
            .Row("000123", "Asha", "Mumbai", "0007", null, 10, 10)
            .Row(Cell.Number(123, XlsxParts.Code), "Asha", "Mumbai", Cell.Number(8, XlsxParts.Code), null, 20, 20)
            .Row(123, "Usha", "Pune", 9, null, 30, 30)
            .Build();

        var (id, _) = await fixture.StagedAsync(sheet);

        Assert.Equal(["000123 · 0007", "000123 · 000008", "123 · 9"], (await fixture.RowsAsync(id)).Select(r => r.Key));
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            ["000123", "123"],
            await db.Set<Customer>().OrderBy(c => c.Code).Select(c => c.Code).ToListAsync()
        );
    }

    [Theory]
    [InlineData(false, 46082, "2026-03-01")]
    [InlineData(true, 44620, "2026-03-01")]
    public async Task Serial_dates_are_read_in_the_date_system_of_the_workbook(
        bool in1904,
        double serial,
        string expected
    )
    {
        await using var fixture = await TestFixture.OpenAsync();
        var raw = RawSheet
            .Under(StagedUploads.ByInvoice)
            .Row("C1", "Asha", "Mumbai", "I1", Cell.Number(serial, XlsxParts.Date), 10, 10);
        await fixture.UploadAsync(in1904 ? raw.BuildIn1904() : raw.Build(), "Mar-26");
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(DateOnly.Parse(expected), (await db.Set<Invoice>().SingleAsync()).InvoiceDate);
    }

    [Fact]
    public async Task Dates_that_lost_their_format_are_still_dates()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", 46082, 10, 10)
                .Row("C1", "Asha", "Mumbai", "I2", 20260301, 10, 10)
                .Row("C1", "Asha", "Mumbai", "I3", 7, 10, 10)
                .Build()
        );
        Assert.Equal((2, 1), (details.Counts.New, details.Counts.Errors));
        Assert.Equal(
            ("Data!E4", "'7' is not a date."),
            Assert.Single(Assert.Single(await fixture.RowsAsync(id, RowEffect.Error)).Problems) is var p
                ? (p.Where, p.Message)
                : default
        );
    }

    [Fact]
    public async Task Text_dates_that_could_be_either_are_asked_for_and_read_as_answered()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = RawSheet
            .Under(StagedUploads.ByInvoice)
            .Row("C1", "Asha", "Mumbai", "I1", "03/04/2025", 10, 10)
            .Row("C1", "Asha", "Mumbai", "I2", "05/06/2025", 10, 10)
            .Build();
        var id = await fixture.StageAsync(sheet, "Mar-26");
        var asked = await fixture.DetailsAsync(id);
        Assert.Equal((ImportState.Asking, ImportQuestion.DateOrder), (asked.State, asked.Question));
        Assert.Equal(["03/04/2025", "05/06/2025"], asked.DateExamples);

        var details = await fixture.AnswerAsync(id, new UploadAnswer(DateOrder: DateOrder.MonthFirst));

        Assert.Equal(ImportState.Staged, details.State);
        Assert.Contains(details.Remarks, r => r.Contains("03/04/2025 were read with the month first"));
        await fixture.CommitAsync(id);
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            [new DateOnly(2025, 3, 4), new DateOnly(2025, 5, 6)],
            await db.Set<Invoice>().OrderBy(i => i.Number).Select(i => i.InvoiceDate!.Value).ToListAsync()
        );
    }

    [Fact]
    public async Task One_clear_date_settles_the_column_without_a_question()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", "03/04/2025", 10, 10)
                .Row("C1", "Asha", "Mumbai", "I2", "25/06/2025", 10, 10)
                .Build()
        );
        Assert.Equal(DateOrder.DayFirst, details.DateOrder);
    }

    [Fact]
    public async Task Amounts_typed_the_indian_way_are_read_and_impossible_ones_named()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, "₹ 1,23,456.00", "1,23,456.50 Dr")
                .Row("C1", "Asha", "Mumbai", "I2", null, "5,000", "(1,234)")
                .Row("C1", "Asha", "Mumbai", "I3", null, 10, "1.234,56")
                .Row("C1", "Asha", "Mumbai", "I4", null, 10, "10.005")
                .Row("C1", "Asha", "Mumbai", "I5", null, 10, 9e15)
                .Build()
        );
        Assert.Equal(123456_50 - 1234_00, details.Total.Paise);
        Assert.Equal(
            ["Data!G4", "Data!G5", "Data!G6"],
            (await fixture.RowsAsync(id, RowEffect.Error)).Select(r => Assert.Single(r.Problems).Where)
        );
    }

    [Fact]
    public async Task The_extensions_of_newer_excel_do_not_change_the_date_system()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var rows = RawSheet
            .Under(StagedUploads.ByInvoice)
            .Row("C1", "Asha", "Mumbai", "I1", Cell.Number(44620, XlsxParts.Date), 10, 10);
        var workbook = XlsxParts
            .Workbook("<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>", "<workbookPr date1904=\"1\"/>")
            .Replace(
                "</workbook>",
                "<extLst><ext uri=\"{140A7094-0E35-4892-8432-C4D2E57EDEB5}\" xmlns:x15=\"http://schemas.microsoft.com/office/spreadsheetml/2010/11/main\"><x15:workbookPr chartTrackingRefBase=\"1\"/></ext></extLst></workbook>",
                StringComparison.Ordinal
            );
        await fixture.UploadAsync(
            new XlsxParts()
                .Set("xl/worksheets/sheet1.xml", rows.Xml)
                .Set("xl/workbook.xml", workbook)
                .Build()
                .ToArray(),
            "Mar-26"
        );
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(new DateOnly(2026, 3, 1), (await db.Set<Invoice>().SingleAsync()).InvoiceDate);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("html")]
    [InlineData("xlsx")]
    public async Task Errors_of_formulas_are_refused_in_the_same_words_in_every_format(string format)
    {
        await using var fixture = await TestFixture.OpenAsync();
        string[][] rows =
        [
            ["EC1", "Anand Stores", "Pune", "S/1", "#N/A", "1000", "1000"],
            ["EC1", "Anand Stores", "Pune", "S/2", "13/09/2026", "#REF!", "1000"],
            ["EC1", "#NAME?", "Pune", "S/3", "13/09/2026", "1000", "1000"],
        ];
        var header = StagedUploads.ByInvoice.Split('|');
        var raw = RawSheet.Under(StagedUploads.ByInvoice);
        foreach (var row in rows)
            raw.Row([.. row.Select(c => c.StartsWith('#') ? Cell.Error(c) : (object)c)]);
        var file = format switch
        {
            "csv" => Encoding.UTF8.GetBytes(string.Join("\n", rows.Prepend(header).Select(r => string.Join(",", r)))),
            "html" => Encoding.UTF8.GetBytes(
                "<html><table>"
                    + string.Concat(rows.Prepend(header).Select(r => "<tr>" + string.Concat(r.Select(c => "<td>" + c))))
            ),
            _ => raw.Build(),
        };

        var (id, details) = await fixture.StagedAsync(
            file,
            format == "html" ? "errors.xls" : "errors." + format,
            "Nov-26"
        );

        Assert.Equal(3, details.Counts.Errors);
        Assert.Equal(
            [
                ("E2", "The cell holds the error #N/A."),
                ("F3", "The cell holds the error #REF!."),
                ("B4", "The cell holds the error #NAME?."),
            ],
            (await fixture.RowsAsync(id, RowEffect.Error))
                .Select(r => Assert.Single(r.Problems))
                .Select(p => (p.Where![(p.Where!.IndexOf('!') + 1)..], p.Message))
        );
    }

    [Theory]
    [InlineData("error-cells.xlsx")]
    [InlineData("error-cells.xls")]
    [InlineData("error-cells-protected.xls")]
    public async Task Errors_of_formulas_are_refused_in_the_same_words_in_old_and_protected_workbooks(string name)
    {
        await using var fixture = await TestFixture.OpenAsync();
        using var file = new MemoryStream();
        using (var source = Sheets.Fixture(name))
            await source.CopyToAsync(file, TestContext.Current.CancellationToken);
        var id = await fixture.StageAsync(file.ToArray(), "Sep-26", fileName: name);
        var details = await fixture.DetailsAsync(id);
        if (name.Contains("protected", StringComparison.Ordinal))
        {
            Assert.Equal(ImportQuestion.Password, details.Question);
            details = await fixture.AnswerAsync(id, new UploadAnswer(Password: "secret"));
        }

        Assert.Equal((ImportState.Staged, 2), (details.State, details.Counts.Errors));
        Assert.Equal(
            ["The cell holds the error #N/A.", "The cell holds the error #REF!."],
            (await fixture.RowsAsync(id, RowEffect.Error)).SelectMany(r => r.Problems).Select(p => p.Message)
        );
    }

    [Fact]
    public async Task An_instant_falls_on_its_day_in_the_company_s_time_zone()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await fixture.UploadAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", "2026-09-12T20:30:00Z", 10, 10)
                .Row("C1", "Asha", "Mumbai", "I2", "13th Sep 2026", 10, 10)
                .Row("C1", "Asha", "Mumbai", "I3", "3rd Sep 2026", 10, 10)
                .Build(),
            "Nov-26"
        );
        await using var db = fixture.Contexts.CreateDbContext();
        Assert.Equal(
            [new DateOnly(2026, 9, 13), new DateOnly(2026, 9, 13), new DateOnly(2026, 9, 3)],
            await db.Set<Invoice>().OrderBy(i => i.Number).Select(i => i.InvoiceDate!.Value).ToListAsync()
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_cells_and_uncalculated_formulas_are_problems_of_their_cell(bool byCustomer)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var raw = byCustomer
            ? RawSheet
                .Under(StagedUploads.ByCustomer)
                .Row("A1", "Asha", "Mumbai", 10, null, null, null, null, 10)
                .Row("A2", "Usha", "Pune", null, null, null, null, null, Cell.Error("#N/A"))
                .Row("A3", "Nisha", "Pune", 5, null, null, null, null, Cell.Uncalculated("D4*1"))
            : RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("A1", "Asha", "Mumbai", "1", null, 10, 10)
                .Row("A2", "Usha", "Pune", "1", null, 10, Cell.Error("#N/A"))
                .Row("A3", "Nisha", "Pune", "1", null, 10, Cell.Uncalculated("F4*1"));

        var (id, details) = await fixture.StagedAsync(raw.Build());

        Assert.Equal((1, 2), (details.Counts.New, details.Counts.Errors));
        var problems = (await fixture.RowsAsync(id, RowEffect.Error)).Select(r => Assert.Single(r.Problems)).ToList();
        var column = byCustomer ? "I" : "G";
        Assert.Equal([$"Data!{column}3", $"Data!{column}4"], problems.Select(p => p.Where));
        Assert.Contains("#N/A", problems[0].Message);
        Assert.Contains("no calculated value", problems[1].Message);
        Assert.All(problems, p => Assert.Equal("Outstanding Amount", p.Field));
    }

    [Fact]
    public async Task A_code_that_excel_spoiled_is_a_problem()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (id, _) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "ok", null, 10, 10)
                .Row(Cell.Number(45000, XlsxParts.Date), "Asha", "Mumbai", "I2", null, 10, 10)
                .Row("C1", "Asha", "Mumbai", 1234567890123456789d, null, 10, 10)
                .Build()
        );
        var problems = (await fixture.RowsAsync(id, RowEffect.Error)).Select(r => Assert.Single(r.Problems)).ToList();
        Assert.Equal(("Data!A3", "Data!D4"), (problems[0].Where, problems[1].Where));
        Assert.Contains("turned this code into a date", problems[0].Message);
        Assert.Contains("15 digits", problems[1].Message);
    }

    [Theory, EachDatabase]
    public async Task Characters_that_a_database_cannot_hold_do_not_stop_the_sheet(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (id, details) = await fixture.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C_x0000_1", "As_x0000_ha _xD83D_ \u0001", "Mumbai", "I_x0001_1", null, 10, 10)
                .Row("C2", string.Concat(Enumerable.Repeat("😀", 99)) + "x", "Mumbai", "I2", null, 10, 10)
                .Row(
                    "C3",
                    "x" + string.Concat(Enumerable.Repeat("😀", 120)),
                    "Mumbai",
                    "x" + string.Concat(Enumerable.Repeat("😀", 120)),
                    null,
                    10,
                    10
                )
                .Build()
        );
        Assert.Equal((2, 1), (details.Counts.New, details.Counts.Errors));
        await fixture.CommitAsync(id, ErrorRows.LeaveOut);
        Assert.Equal(20_00, (await fixture.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);
    }

    [Fact]
    public async Task Amounts_that_no_ledger_can_add_up_are_refused_in_words()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var raw = RawSheet.Under(StagedUploads.ByInvoice);
        for (var i = 0; i < 1100; i++)
            raw.Row("C1", "Asha", "Mumbai", $"I{i}", null, 89_999_999_999_999d, 89_999_999_999_999d);
        var details = await fixture.DetailsAsync(await fixture.StageAsync(raw.Build(), "Mar-26"));
        Assert.Equal(ImportState.Refused, details.State);
        Assert.Contains("too large", details.Failure);
    }
}
