using System.Text;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>A file that cannot be read is refused in words, and nothing changes.</summary>
public sealed class RefusedFileTests
{
    private static readonly byte[] Good = Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|5", "C2|Pune|7");

    public static TheoryData<string, byte[], string> Files =>
        new()
        {
            { "header alone", Sheet.Of("Customer Code|Region|Outstanding"), "no data rows below it" },
            {
                "only blanks below",
                RawSheet.Under("Customer Code|Region|Outstanding").Row(" ", " ").Build(),
                "no data rows below it"
            },
            { "cut off", Good[..(Good.Length / 2)], "damaged or incomplete" },
            {
                "no part of a workbook",
                Encoding.Latin1.GetBytes("PK\u0003\u0004 but nothing else follows here"),
                "damaged or incomplete"
            },
            { "png", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[64]], "PNG picture" },
            { "pdf", "%PDF-1.7 hello"u8.ToArray(), "PDF document" },
            { "zip bomb", Bomb(), "unpack" },
            {
                "entity bomb",
                new XlsxParts()
                    .Set(
                        "xl/worksheets/sheet1.xml",
                        "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>&b;</v></c></row></sheetData></worksheet>"
                    )
                    .Build()
                    .ToArray(),
                ""
            },
            {
                "rows out of order",
                RawSheet
                    .Under("Customer Code|Region|Outstanding")
                    .RowAt(5, "C1", "Mumbai", 5)
                    .RowAt(5, "C2", "Pune", 5)
                    .Build(),
                "out of order"
            },
        };

    [Theory, MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public async Task The_reason_is_a_sentence_and_nothing_changed(string what, byte[] file, string reason)
    {
        await using var house = await TestFixture.OpenAsync();
        var details = await house.DetailsAsync(await house.StageAsync(file, "Mar-26"));

        Assert.True(details.State == ImportState.Refused, what);
        Assert.Contains(reason, details.Failure, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(".", details.Failure);
        Assert.DoesNotContain("Exception", details.Failure);
        await NothingChangedAsync(house);
        await Assert.ThrowsAsync<DomainException>(() => house.CommitAsync(details.Id));
        await house.Imports.DiscardAsync(CurrentUser.System, details.Id, default);
    }

    [Theory]
    [InlineData("statement.pdf")]
    [InlineData("noending")]
    [InlineData("sheet.xlsx.exe")]
    public async Task A_name_that_is_no_sheet_is_refused_before_it_is_stored(string name)
    {
        await using var house = await TestFixture.OpenAsync();
        var error = await Assert.ThrowsAsync<DomainException>(() => house.StageAsync(Good, "Mar-26", fileName: name));
        Assert.Equal(ErrorKind.UnsupportedMedia, error.Kind);
        Assert.Equal(
            0,
            (await house.Uploads.HistoryAsync(CurrentUser.System, null, null, new PageRequest(1, 10), default)).Total
        );
    }

    [Fact]
    public async Task An_empty_file_is_refused()
    {
        await using var house = await TestFixture.OpenAsync();
        Assert.Equal(
            "The file is empty.",
            (await Assert.ThrowsAsync<DomainException>(() => house.StageAsync([], "Mar-26"))).Message
        );
        await NothingChangedAsync(house);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_while_it_comes_and_leaves_nothing_behind()
    {
        await using var house = await TestFixture.OpenAsync();
        var error = await Assert.ThrowsAsync<DomainException>(() =>
            house.StageAsync(new byte[(50 << 20) + 1], "Mar-26")
        );
        Assert.Equal((ErrorKind.TooLarge, "The file is larger than 50 MB."), (error.Kind, error.Message));
        Assert.Empty(Directory.EnumerateFiles(house.Get<StorageRoot>().Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("agile.xlsx")]
    [InlineData("standard.xlsx")]
    public async Task A_protected_workbook_asks_for_its_password_and_says_when_it_is_wrong(string fixture)
    {
        await using var house = await TestFixture.OpenAsync();
        using var bytes = new MemoryStream();
        await using (var file = Sheets.Fixture(fixture))
            await file.CopyToAsync(bytes);
        var id = await house.StageAsync(bytes.ToArray(), "Mar-26");
        var asked = await house.DetailsAsync(id);
        Assert.Equal((ImportState.Asking, ImportQuestion.Password, null), (asked.State, asked.Question, asked.Failure));

        var wrong = await house.AnswerAsync(id, new UploadAnswer(Password: "wrong"));
        Assert.Equal(
            (ImportState.Asking, ImportQuestion.Password, "That is not the password of this workbook."),
            (wrong.State, wrong.Question, wrong.Failure)
        );

        await house.Imports.AnswerAsync(CurrentUser.System, id, new UploadAnswer(Password: "secret"), default);
        await using (var db = house.Contexts.CreateDbContext())
            Assert.DoesNotContain(
                "secret",
                await db.Set<ImportBatch>().Where(b => b.Id == id).Select(b => b.ProtectedPassword).SingleAsync()
            );
        await house.Get<ImportStaging>().StageAsync(CurrentUser.System, id, default);
        // The fixture is no outstanding sheet: that it is judged by its content shows that it was opened.
        Assert.Contains("No column name is known", (await house.DetailsAsync(id)).Failure);
    }

    [Fact]
    public async Task The_problems_come_back_in_the_uploaders_own_workbook()
    {
        await using var house = await TestFixture.OpenAsync();
        var (id, _) = await house.StagedAsync(
            RawSheet
                .Under(StagedUploads.ByInvoice)
                .Row("C1", "Asha", "Mumbai", "I1", null, 10, 10)
                .Row("C2", "Usha", "Goa", "I2", "31/06/2026", 10, "many")
                .Build()
        );
        using var marked = new MemoryStream();
        await house.Uploads.WriteProblemsAsync(CurrentUser.System, id, marked, default);

        using var book = Sheets.Open(marked);
        Assert.Equal(["Data", "Problems"], book.Sheets.Select(s => s.Name));
        var problems = string.Join('\n', Sheets.Dump(Sheets.Open(new MemoryStream(marked.ToArray())), 1));
        Assert.Contains("'31/06/2026' is not a date.", problems);
        Assert.Contains("'many' is not an amount.", problems);
        Assert.Contains("=E|", problems);
        Assert.Contains("=G|", problems);
        Assert.Contains("Text=many", string.Join('\n', Sheets.Dump(Sheets.Open(new MemoryStream(marked.ToArray())))));
    }

    [Fact]
    public async Task The_problems_of_a_text_file_come_back_as_a_workbook()
    {
        await using var house = await TestFixture.OpenAsync();
        var (id, _) = await house.StagedAsync(
            "Customer Code,Region,Outstanding\r\nC1,Mumbai,5\r\nC2,Pune,many\r\n"u8.ToArray(),
            "march.csv"
        );
        using var marked = new MemoryStream();
        await house.Uploads.WriteProblemsAsync(CurrentUser.System, id, marked, default);
        Assert.Contains("'many' is not an amount.", string.Join('\n', Sheets.Dump(Sheets.Open(marked), 1)));
    }

    [Fact]
    public async Task Rows_in_error_stop_a_commit_unless_they_are_left_out_on_purpose()
    {
        await using var house = await TestFixture.OpenAsync();
        var (id, _) = await house.StagedAsync(
            Sheet.Of("Customer Code|Region|Outstanding", "C1|Mumbai|5", "C2|Goa|seven")
        );
        Assert.Equal(ErrorKind.Invalid, (await Assert.ThrowsAsync<DomainException>(() => house.CommitAsync(id))).Kind);
        await NothingChangedAsync(house);
        await house.CommitAsync(id, ErrorRows.LeaveOut);
        Assert.Equal(5_00, (await house.DashboardAsync("Mar-26")).Figures.Outstanding.Paise);

        var (none, _) = await house.StagedAsync(Sheet.Of("Customer Code|Region|Outstanding", "C2|Goa|seven"));
        await Assert.ThrowsAsync<DomainException>(() => house.CommitAsync(none, ErrorRows.LeaveOut));
    }

    private static async Task NothingChangedAsync(TestFixture house)
    {
        await using var db = house.Contexts.CreateDbContext();
        Assert.Equal(
            0,
            await db.Set<Customer>().CountAsync()
                + await db.Set<Invoice>().CountAsync()
                + await db.Set<Snapshot>().CountAsync()
                + await db.Set<InvoiceBalance>().CountAsync()
        );
        Assert.Equal(0, await db.DataVersionAsync(ReceivablesImport.DataTopic, default));
    }

    /// <summary>A small file whose sheet says that it unpacks to four gigabytes.</summary>
    private static byte[] Bomb()
    {
        var file = new XlsxParts().Rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>").Build().ToArray();
        var entry = file.AsSpan().LastIndexOf("xl/worksheets/sheet1.xml"u8) - 46;
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), 0xFFFF_FFF0u);
        return file;
    }
}
