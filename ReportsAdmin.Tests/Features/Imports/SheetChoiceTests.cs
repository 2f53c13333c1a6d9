using System.Text;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>Which file, sheet, header and columns are read.</summary>
public sealed class SheetChoiceTests
{
    static SheetChoiceTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", ',')]
    [InlineData("utf-8", ';')]
    [InlineData("utf-8", '\t')]
    [InlineData("utf-16", ',')]
    [InlineData("utf-16", ';')]
    [InlineData("utf-16", '\t')]
    [InlineData("windows-1252", ',')]
    [InlineData("windows-1252", ';')]
    [InlineData("windows-1252", '\t')]
    public async Task A_text_file_is_read_in_every_usual_encoding_and_separator(string encoding, char separator)
    {
        await using var fixture = await TestFixture.OpenAsync();
        string Line(params string[] cells) =>
            string.Join(separator, cells.Select(c => c.Contains(separator) ? $"\"{c}\"" : c)) + "\r\n";
        var text =
            Line(StagedUploads.ByInvoice.Split('|'))
            + Line("000123", "Café Müller", "Mumbai", "0007", "31/03/2026", "1,23,456.00", "1,000.50")
            + Line("", "Grand Total", "", "", "", "", "1,000.50");
        var chosen = Encoding.GetEncoding(encoding);

        var (id, details) = await fixture.StagedAsync([.. chosen.GetPreamble(), .. chosen.GetBytes(text)], "march.csv");

        Assert.Equal(1000_50, details.Total.Paise);
        Assert.Contains(details.Remarks, r => r.Contains("agrees"));
        var row = Assert.Single(await fixture.RowsAsync(id, RowEffect.New));
        Assert.Equal(("000123 · 0007", "Café Müller"), (row.Key, row.Label));
    }

    [Theory, EachDatabase]
    public async Task A_long_file_name_is_no_obstacle(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (_, details) = await fixture.StagedAsync(
            Encoding.UTF8.GetBytes("Customer Code,Region,Outstanding\r\nC1,Mumbai,5\r\n"),
            new string('n', 150) + ".csv"
        );
        Assert.Equal(1, details.Counts.New);
    }

    [Theory]
    [InlineData("macro.xlsm")]
    [InlineData("OUTSTANDING.XLSX")]
    [InlineData("../../etc/passwd.xlsx")]
    public async Task The_name_decides_nothing_but_its_ending(string fileName)
    {
        await using var fixture = await TestFixture.OpenAsync();
        var (_, details) = await fixture.StagedAsync(
            Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|5"),
            fileName
        );
        Assert.Equal(Path.GetFileName(fileName), details.FileName);
    }

    [Fact]
    public async Task The_sheet_with_the_header_is_read_the_others_are_said_and_can_be_chosen()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var book = new XlsxParts()
            .Set(
                "xl/workbook.xml",
                XlsxParts.Workbook(
                    "<sheet name=\"Notes\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"March\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Old\" sheetId=\"3\" r:id=\"rId3\" state=\"hidden\"/><sheet name=\"April\" sheetId=\"4\" r:id=\"rId4\"/>"
                )
            )
            .Set(
                "xl/_rels/workbook.xml.rels",
                XlsxParts.Relations(
                    ("rId1", "worksheet", "worksheets/sheet1.xml"),
                    ("rId2", "worksheet", "worksheets/sheet2.xml"),
                    ("rId3", "worksheet", "worksheets/sheet3.xml"),
                    ("rId4", "worksheet", "worksheets/sheet4.xml")
                )
            )
            .Set("xl/worksheets/sheet1.xml", new RawSheet().Texts("Please read|this").Xml)
            .Set(
                "xl/worksheets/sheet2.xml",
                RawSheet.Under("Customer Code|Region|Outstanding").Row("C1", "Mumbai", 5).Xml
            )
            .Set(
                "xl/worksheets/sheet3.xml",
                RawSheet.Under("Customer Code|Customer Name|Region|Outstanding").Row("C9", "Old", "Mumbai", 99).Xml
            )
            .Set(
                "xl/worksheets/sheet4.xml",
                RawSheet.Under("Customer Code|Region|Outstanding").Row("C1", "Mumbai", 7).Row("C2", "Pune", 8).Xml
            )
            .Build()
            .ToArray();

        var (id, details) = await fixture.StagedAsync(book);

        Assert.Equal(("March", 5_00), (details.SheetName, details.Total.Paise));
        Assert.Contains("Sheet \"March\" was read; not read: Notes, April.", details.Remarks);
        details = await fixture.AnswerAsync(id, new UploadAnswer(SheetIndex: 3));
        Assert.Equal((ImportState.Staged, "April", 15_00), (details.State, details.SheetName, details.Total.Paise));
    }

    [Fact]
    public async Task Titles_and_a_merged_header_of_two_lines_are_understood()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var raw = new RawSheet()
            .Row("RDC Concrete: outstanding as on 31 March 2026")
            .Row()
            .Row("Party", null, "Branch", "Ageing", null, null, null, null, "Total")
            .Row("Code", "Name", null, "0-30", "31-90", "91-180", "181-365", ">365", "Outstanding")
            .Row("000123", "Asha", "Mumbai", 1, 2, 3, 4, 5, 15);
        var merges =
            "<mergeCells count=\"4\"><mergeCell ref=\"A1:I1\"/><mergeCell ref=\"A3:B3\"/><mergeCell ref=\"C3:C4\"/><mergeCell ref=\"D3:H3\"/></mergeCells>";
        var (id, details) = await fixture.StagedAsync(raw.Build(merges));
        Assert.Equal((4, 15_00), (details.HeaderRow, details.Total.Paise));
        Assert.Equal("000123", Assert.Single(await fixture.RowsAsync(id)).Key);
    }

    [Fact]
    public async Task Columns_matched_by_hand_are_remembered_for_the_next_file_with_that_header()
    {
        await using var fixture = await TestFixture.OpenAsync();
        const string header = "Kunde|Name des Kunden|Region|Offen";
        var id = await fixture.StageAsync(Sheet.Of(header, "000123|Asha|Mumbai|100"), "Mar-26");
        var asked = await fixture.DetailsAsync(id);
        Assert.Equal((ImportState.Asking, ImportQuestion.Columns), (asked.State, asked.Question));
        Assert.StartsWith("No column name is known", asked.Failure, StringComparison.Ordinal);
        Assert.Equal(["100"], asked.Columns.Single(c => c.Header == "Offen").Samples);

        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.AnswerAsync(id, new UploadAnswer(Columns: new Dictionary<string, int> { ["customerCode"] = 0 }))
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.AnswerAsync(
                id,
                new UploadAnswer(
                    Columns: new Dictionary<string, int> { ["customerCode"] = 0, ["outstandingAmount"] = 0 }
                )
            )
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.AnswerAsync(
                id,
                new UploadAnswer(Columns: new Dictionary<string, int> { ["customerCode"] = 0, ["nonsense"] = 3 })
            )
        );
        var staged = await fixture.AnswerAsync(
            id,
            new UploadAnswer(
                Columns: new Dictionary<string, int>
                {
                    ["customerCode"] = 0,
                    ["customerName"] = 1,
                    ["region"] = 2,
                    ["outstandingAmount"] = 3,
                }
            )
        );
        Assert.Equal((ImportState.Staged, 100_00), (staged.State, staged.Total.Paise));

        var (_, next) = await fixture.StagedAsync(
            Sheet.Of(header.ToUpperInvariant(), "000123|Asha|Mumbai|90"),
            month: "Apr-26"
        );
        Assert.Equal(90_00, next.Total.Paise);
        Assert.Contains("Columns as System matched them for the last file with this header.", next.Remarks);
    }

    [Fact]
    public async Task The_same_bytes_again_are_recognised()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var sheet = Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|5");
        var first = await fixture.UploadAsync(sheet, "Mar-26");
        Assert.Null((await fixture.DetailsAsync(first)).SameFile);
        var (_, again) = await fixture.StagedAsync(sheet, "other name.xlsx", "Apr-26");
        Assert.Equal((first, 202603), (again.SameFile!.UploadId, again.SameFile.Period));
        var (_, other) = await fixture.StagedAsync(Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|6"));
        Assert.Null(other.SameFile);
    }
}
