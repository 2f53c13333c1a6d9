using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

public sealed class DocxRendererTests
{
    private static readonly DocxRenderer Renderer = new(Brand);

    [Fact]
    public async Task A_report_with_everything_is_valid()
    {
        var (file, report) = await RenderAsync(Renderer, Everything());
        AssertValid(file);
        Assert.Equal((100, 0), (report.Rows, report.Warnings.Count));
    }

    [Fact]
    public async Task A_report_of_nothing_at_all_is_valid() =>
        AssertValid((await RenderAsync(Renderer, Document())).File);

    [Fact]
    public async Task A_table_has_its_rows_its_total_and_a_head_that_repeats()
    {
        var (file, _) = await RenderAsync(Renderer, Document(Customers(30)));
        var rows = Tables(file, "ReportTable").Single();
        Assert.Equal(["Code", "Customer", "Region", "Outstanding", "Share", "Invoices"], rows[0]);
        Assert.Equal(32, rows.Count);
        for (var i = 0; i < 30; i++)
            Assert.Equal(
                [
                    $"{i:D6}",
                    rows[i + 1][1],
                    rows[i + 1][2],
                    new ReportsAdmin.Platform.Money(PaiseOf(i)).ToString(),
                    $"{i / 10m:0.00}%",
                    ReportsAdmin.Platform.Money.GroupWhole(i * 3),
                ],
                rows[i + 1]
            );
        Assert.Equal(
            [
                "Total",
                "",
                "",
                new ReportsAdmin.Platform.Money(Enumerable.Range(0, 30).Sum(PaiseOf)).ToString(),
                "43.50%",
                "1,305",
            ],
            rows[^1]
        );
        var xml = Part(file, "word/document.xml");
        Assert.Contains("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", xml, StringComparison.Ordinal);
        Assert.Contains("<w:rStyle w:val=\"ToneBad\"/></w:rPr><w:t>5,00,000.28</w:t>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wide_tables_lie_on_their_side_and_narrow_ones_stand()
    {
        static IEnumerable<string?> Orientations(byte[] file)
        {
            using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
            return [.. document.MainDocumentPart!.Document.Descendants<PageSize>().Select(p => p.Orient?.InnerText)];
        }

        Assert.Equal([null], Orientations((await RenderAsync(Renderer, Document(Customers(3)))).File));
        Assert.Equal(["landscape"], Orientations((await RenderAsync(Renderer, Document(Invoices(3)))).File));
        Assert.Equal(
            [null, "landscape", null],
            Orientations(
                (
                    await RenderAsync(
                        Renderer,
                        Document(
                            new ParagraphBlock("x"),
                            new HeadingBlock("Wide"),
                            Invoices(3),
                            new AppendixBlock("A"),
                            Customers(1)
                        )
                    )
                ).File
            )
        );
    }

    [Fact]
    public async Task Two_hundred_columns_become_bands_that_repeat_the_first()
    {
        var (file, report) = await RenderAsync(Renderer, Document(Wide(200, 12)));
        AssertValid(file);
        Assert.Equal(12, report.Rows);
        var bands = Tables(file, "ReportTable");
        Assert.InRange(bands.Count, 4, 40);
        Assert.All(bands, b => Assert.Equal(14, b.Count));
        Assert.All(bands, b => Assert.Equal(["Customer", "Customer 0"], b.Take(2).Select(r => r[0])));
        Assert.Equal(Enumerable.Range(1, 199).Select(i => $"Month {i}"), bands.SelectMany(b => b[0].Skip(1)));
        // The last row of amounts, over all bands, is that of the source.
        Assert.Equal(
            Enumerable.Range(1, 199).Select(c => new ReportsAdmin.Platform.Money(1_100_000 + c).ToString()),
            bands.SelectMany(b => b[^2].Skip(1))
        );
        Assert.Contains("Wide (columns 2 to ", Part(file, "word/document.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_texts_break_nothing()
    {
        foreach (var text in Hostile)
        {
            var (file, _) = await RenderAsync(Renderer, HostileEverywhere(text));
            AssertValid(file);
            if (text.Any(c => char.IsControl(c) || c is '\uFFFE' || char.IsSurrogate(c)))
                continue;
            Assert.Equal(text, Tables(file, "ReportTable").Single()[1][0]);
        }
    }

    [Fact]
    public async Task A_long_text_in_a_table_is_cut_with_a_warning_and_one_in_a_paragraph_is_not()
    {
        var (file, report) = await RenderAsync(Renderer, HostileEverywhere(new string('x', 1_000_000)));
        AssertValid(file);
        Assert.Single(report.Warnings);
        Assert.Equal(32_767, Tables(file, "ReportTable").Single()[1][0].Length);
        Assert.Contains(
            $"<w:t>{new string('x', 1_000_000)}</w:t>",
            Part(file, "word/document.xml"),
            StringComparison.Ordinal
        );
        await RenderAsync(Renderer, HostileEverywhere(new string('x', 10_000_000)));
    }

    [Fact]
    public async Task Line_breaks_are_kept()
    {
        var (file, _) = await RenderAsync(Renderer, Document(new ParagraphBlock("one\ntwo\r\nthree\tfour")));
        Assert.Contains(
            "<w:t>one</w:t><w:br/><w:t>two</w:t><w:br/><w:t>three</w:t><w:tab/><w:t>four</w:t>",
            Part(file, "word/document.xml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_document_names_its_language_title_and_what_charts_show()
    {
        var (file, _) = await RenderAsync(Renderer, Everything() with { Language = "hi-IN" });
        Assert.Contains(
            "<w:lang w:val=\"hi-IN\" w:eastAsia=\"en-US\" w:bidi=\"hi-IN\"/>",
            Part(file, "word/styles.xml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<dc:title>Outstanding &amp; ageing</dc:title><dc:creator>Asha Rao</dc:creator><dc:language>hi-IN</dc:language>",
            Part(file, "docProps/core.xml"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "descr=\"Ageing: 60% is younger than 31 days.\"",
            Part(file, "word/document.xml"),
            StringComparison.Ordinal
        );
        Assert.Contains("NUMPAGES", Part(file, "word/footer1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_carries_a_workbook_with_the_figures_it_shows()
    {
        var (file, _) = await RenderAsync(Renderer, Everything());
        using var zip = new ZipArchive(new MemoryStream(file));
        var data = new MemoryStream();
        using (var part = zip.GetEntry("word/embeddings/chart3.xlsx")!.Open())
            part.CopyTo(data);
        Assert.Equal(
            ["1: -|Text=New|Text=Recovered", "2: Text=Jun|Number=41000000|Number=38000000"],
            Sheets.Dump(new MemoryStream(data.ToArray())).Take(2)
        );
        Assert.Contains("<c:f>'Data'!$B$2:$B$6</c:f>", Part(file, "word/charts/chart3.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logo_stands_in_the_header_and_what_is_no_picture_is_told()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(
                path,
                System.Convert.FromBase64String(
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
                )
            );
            var (file, report) = await RenderAsync(new DocxRenderer(Brand with { LogoFile = path }), Document());
            AssertValid(file);
            Assert.Empty(report.Warnings);
            Assert.Contains("r:embed=\"rId1\"", Part(file, "word/header1.xml"), StringComparison.Ordinal);
            File.WriteAllText(path, "no picture");
            (file, report) = await RenderAsync(new DocxRenderer(Brand with { LogoFile = path }), Document());
            AssertValid(file);
            Assert.Contains("logo", Assert.Single(report.Warnings), StringComparison.Ordinal);
            Assert.Contains("Shree Ganesh Industries Ltd", Part(file, "word/header1.xml"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Too_many_rows_are_refused_in_words_that_name_the_number()
    {
        Assert.Null(Renderer.Objection(Document(Customers(20_000))));
        Assert.Equal(
            "This report has 1,20,001 rows; a Word document holds 20,000. Choose Excel or CSV.",
            Renderer.Objection(Document(Customers(20_000), Customers(100_001)))
        );
        Assert.NotNull(new DocxRenderer(Brand, maxRows: 5).Objection(Document(Customers(6))));
    }

    [Theory, MemberData(nameof(FontSet.Names), MemberType = typeof(FontSet))]
    public async Task LibreOffice_prints_the_figures(string fontSet)
    {
        var fonts = FontSet.Named(fontSet);
        if (!fonts.Exists)
            Assert.Skip($"The fonts {fontSet} are not installed: pages were NOT printed with them.");
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var pdf = Convert(folder, (await RenderAsync(Renderer, Everything())).File, "docx", "pdf", fonts);
            if (!File.Exists(pdf))
                Assert.Skip("This LibreOffice has no Writer: it was NOT asked to read our Word files.");
            var text = PdfText(pdf);
            Assert.All(
                [
                    "Outstanding & ageing",
                    "₹12,34,56,78,901.50",
                    "87.34%",
                    "-4,99,99,99,998.81",
                    "27,06,64,30,883.90",
                    "Appendix: Columns without rows",
                    "Page 1 of",
                    "Shree Balaji <Steel>",
                ],
                figure => Assert.Contains(figure, text, StringComparison.Ordinal)
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Equal_reports_give_equal_bytes() =>
        Assert.Equal(
            (await RenderAsync(Renderer, Everything())).File,
            (await RenderAsync(Renderer, Everything())).File
        );

    [Fact]
    public Task Cancelling_stops_within_a_thousand_rows() => AssertStopsAsync(Renderer);

    [Fact]
    public Task Rows_that_break_off_are_let_go_of() => AssertFailsAsync(Renderer);

    [Fact]
    public Task Progress_is_told_every_thousand_rows() => AssertTellsProgressAsync(Renderer);

    /// <summary>The texts of all tables of a style, row by row.</summary>
    internal static List<List<List<string>>> Tables(byte[] file, string style)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. document
                .MainDocumentPart!.Document.Descendants<Table>()
                .Where(t => t.Descendants<TableStyle>().First().Val == style)
                .Select(t =>
                    t.Elements<TableRow>()
                        .Select(r => r.Elements<TableCell>().Select(c => c.InnerText).ToList())
                        .ToList()
                ),
        ];
    }

    internal static void AssertValid(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
        );
    }
}
