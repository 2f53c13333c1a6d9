using System.Globalization;
using System.Text;
using System.Text.Json;
using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using UglyToad.PdfPig;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Documents;

/// <summary>Whatever the content, PDF, Word and Excel say the same: every name, text and number of it.</summary>
public sealed class SameContentTests : IAsyncLifetime
{
    private TestFixture fixture = null!;

    public async ValueTask InitializeAsync() => fixture = await TestFixture.OpenAsync();

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    public static TheoryData<int> Tens => [0, 10, 20, 30, 40];

    [Theory, MemberData(nameof(Tens))]
    public async Task Random_content_is_whole_in_all_three_files(int first)
    {
        for (var seed = first; seed < first + 10; seed++)
        {
            var content = new RandomContent(seed);
            var document = await BuildAsync(content.Json, charts: seed % 2 == 0);
            var (pdf, word, excel) = (
                await RenderAsync(document, Format.Pdf),
                await RenderAsync(document, Format.Word),
                await RenderAsync(document, Format.Excel)
            );
            var (cells, numbers) = Cells(excel);
            foreach (
                var (format, text) in ((string, string)[])
                    [("PDF", await PdfTextAsync(pdf)), ("Word", WordText(word)), ("Excel", cells)]
            )
            {
                var plain = Plain(text);
                foreach (var expected in content.Data.Count == 0 ? ["No data available"] : content.Texts)
                    Assert.True(
                        Holds(plain, format == "PDF" ? Legible(Plain(expected)) : Plain(expected)),
                        $"Seed {seed}, {format}: '{expected}' is missing."
                    );
                if (format == "Excel" || content.Data.Count == 0)
                    continue;
                foreach (var number in content.Numbers)
                    Assert.True(
                        plain.Contains(
                            number.ToString(
                                decimal.Truncate(number) == number ? "0" : "0.00#",
                                CultureInfo.InvariantCulture
                            ),
                            StringComparison.Ordinal
                        ),
                        $"Seed {seed}, {format}: {number} is missing."
                    );
            }

            if (content.Data.Count > 0)
                Assert.All(content.Numbers, n =>
                    Assert.True(
                        numbers.Contains((double)n)
                            || Plain(cells)
                                .Contains(n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
                        $"Seed {seed}, Excel: {n} is missing."
                    )
                );
            using var text2 = WordprocessingDocument.Open(new MemoryStream(word), false);
            using var book = SpreadsheetDocument.Open(new MemoryStream(excel), false);
            foreach (var file in (OpenXmlPackage[])[text2, book])
                Assert.Empty(
                    new OpenXmlValidator(FileFormatVersions.Office2019)
                        .Validate(file)
                        .Select(e => $"Seed {seed}: {e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
                );
        }
    }

    [Theory, MemberData(nameof(FontSet.Names), MemberType = typeof(FontSet))]
    public async Task Other_programs_read_the_same(string fontSet)
    {
        var fonts = FontSet.Named(fontSet);
        if (!fonts.Exists)
            Assert.Skip($"The fonts {fontSet} are not installed: pages were NOT printed with them.");
        var content = new RandomContent(43);
        var document = await BuildAsync(content.Json, charts: true);
        var pdf = await RenderAsync(document, Format.Pdf);
        Assert.Contains(
            "No syntax or stream encoding errors found",
            await PdfFiles.AskAsync(pdf, "qpdf", "--check", "@")
        );
        var text = Plain(await PdfFiles.AskAsync(pdf, "pdftotext", "-raw", "@", "-"));
        Assert.All(content.Texts, t => Assert.Contains(Plain(t), text, StringComparison.OrdinalIgnoreCase));
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var read = Plain(
                OoxmlSamples.PdfText(
                    OoxmlSamples.Convert(folder, await RenderAsync(document, Format.Word), "docx", "pdf", fonts)
                )
            );
            Assert.All(
                content.Texts.Where(t => !t.Contains(' ', StringComparison.Ordinal) && t.Length < 30),
                t =>
                    // Wider letters break a long word of a narrow column; a figure stands on one line in any font.
                    Assert.True(
                        fonts == FontSet.Own
                            ? read.Contains(Plain(t), StringComparison.OrdinalIgnoreCase)
                            : Plain(t).Length > 8 || Holds(read, Plain(t)),
                        $"{t} is missing."
                    )
            );
            Assert.All(content.Numbers.Where(n => Math.Abs(n) > 99), n =>
                Assert.Contains(
                    n.ToString(decimal.Truncate(n) == n ? "0" : "0.00#", CultureInfo.InvariantCulture),
                    read,
                    StringComparison.Ordinal
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(
        """{"a":"=HYPERLINK(\"http://evil\",\"x\")","b":"<script>alert(1)</script>","c":"\u0000\u0001\u001f\ufffe control","d":"]]>&lt;","e":"\ud83d\ude00 ok","rows":[{"=1+1":"@SUM(A1)","<b>":"-2+3"}]}"""
    )]
    [InlineData(
        """{"f":"%PDF-1.7 endobj stream","g":"{\\rtf1}","h":"../../etc/passwd","i":1e308,"j":-0.0,"k":123456789012345678901234567890,"l":0.1234567}"""
    )]
    [InlineData(
        """{"":"","  ":null,"a":{},"b":[],"c":[[]],"d":[{}],"e":[null,null],"f":{"g":{"h":{"i":{"j":{"k":{"l":1}}}}}}}"""
    )]
    public async Task Hostile_content_gives_harmless_files(string json)
    {
        var document = await BuildAsync(JsonDocument.Parse(json).RootElement, charts: true);
        using var text = WordprocessingDocument.Open(new MemoryStream(await RenderAsync(document, Format.Word)), false);
        using var book = SpreadsheetDocument.Open(new MemoryStream(await RenderAsync(document, Format.Excel)), false);
        foreach (var file in (OpenXmlPackage[])[text, book])
            Assert.Empty(
                new OpenXmlValidator(FileFormatVersions.Office2019)
                    .Validate(file)
                    .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
            );
        Assert.DoesNotContain(
            book.WorkbookPart!.WorksheetParts.SelectMany(p =>
                p.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.CellFormula>()
            ),
            f => f.Text.Contains("evil", StringComparison.Ordinal) || f.Text.Contains("1+1", StringComparison.Ordinal)
        );
        Assert.NotEmpty(new PdfReading(await RenderAsync(document, Format.Pdf)).Pages);
    }

    [Fact]
    public void What_no_file_can_hold_is_refused_with_its_place()
    {
        Assert.Contains(
            "data.a is longer than 30,000 characters",
            RefusalOf($$"""{"a":"{{new string('x', 10_000_000)}}"}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "nested more than 16 levels deep",
            RefusalOf(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "data.rows has more than 400 columns",
            RefusalOf($$"""{"rows":[{{{string.Join(',', Enumerable.Range(0, 401).Select(i => $"\"c{i}\":1"))}}}]}"""),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 2,00,000 values",
            RefusalOf($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1", 200_001))}}]}"""),
            StringComparison.Ordinal
        );
        Assert.Contains("data must be a JSON object", RefusalOf("[1]"), StringComparison.Ordinal);
        Assert.Contains("half of a character", RefusalOf("""{"a":"\ud800 alone"}"""), StringComparison.Ordinal);
        Assert.Contains("half of a character", RefusalOf("""{"\udc00":1}"""), StringComparison.Ordinal);
        var syntax = Assert.Throws<DomainException>(() => ReportContent.Read("{\n \"a\": 1,\n \"b\" 2\n}", "data"));
        Assert.StartsWith("Line 3, column ", syntax.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_that_a_browser_computed_stay_numbers_of_fifteen_digits()
    {
        var document = await BuildAsync(
            JsonDocument
                .Parse(
                    """
                    {"total":0.7999999999999999,"lines":[
                      {"item":"A","amount":59.97,"gst":0.30000000000000004,"rate":0.0000125},
                      {"item":"B","amount":99.30000000000001,"gst":3.3000000000000003,"rate":1234567890.12345},
                      {"item":"C","amount":1005,"gst":434.99999999999994,"rate":-0.1234567}],
                     "id":1234567890123456789}
                    """
                )
                .RootElement,
            charts: false
        );
        using var book = new XLWorkbook(new MemoryStream(await RenderAsync(document, Format.Excel)));
        var lines = book.Worksheet("Lines");
        var head = lines.CellsUsed(c => c.GetString() == "Amount").Single();
        Assert.Equal([59.97, 99.3, 1005], Enumerable.Range(1, 3).Select(i => head.CellBelow(i).GetDouble()));
        Assert.Equal([0.3, 3.3, 435], Enumerable.Range(1, 3).Select(i => head.CellRight().CellBelow(i).GetDouble()));
        Assert.Equal(
            [0.0000125, 1234567890.12345, -0.1234567],
            Enumerable.Range(1, 3).Select(i => head.CellRight(2).CellBelow(i).GetDouble())
        );
        foreach (
            var text in (string[])
                [
                    await PdfTextAsync(await RenderAsync(document, Format.Pdf)),
                    WordText(await RenderAsync(document, Format.Word)),
                ]
        )
        {
            Assert.All(
                (string[])["0.80", "59.97", "99.30", "3.30", "435", "0.0000125", "-0.1234567", "1234567890123456789"],
                n => Assert.Contains(n, Plain(text), StringComparison.Ordinal)
            );
            Assert.DoesNotContain("0000001", Plain(text), StringComparison.Ordinal);
            Assert.Contains("1234567890.12345", Plain(text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("99.30000000000001", "99.3")]
    [InlineData("0.7999999999999999", "0.8")]
    [InlineData("-0.30000000000000004", "-0.3")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5E-7", "0.00000015")]
    [InlineData("0.0", "0")]
    [InlineData("123456789012345.6", "123456789012346")]
    [InlineData("1234567890123456", null)]
    [InlineData("1e308", null)]
    [InlineData("1e-30", null)]
    public async Task Numbers_hold_fifteen_digits_and_identifiers_stay_as_they_are(string json, string? expected)
    {
        var document = await BuildAsync(JsonDocument.Parse($"{{\"n\":{json}}}").RootElement, charts: false);
        var cell = Assert.Single(document.Blocks.OfType<FactsBlock>().First().Facts).Value;
        if (expected is null)
            Assert.Equal((ColumnType.Text, json), (cell.Type, cell.Text));
        else
            Assert.Equal(
                decimal.Parse(expected, CultureInfo.InvariantCulture),
                cell.Type == ColumnType.Whole ? cell.Number : cell.Fraction
            );
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_heading_of_a_section_stands_once(bool charts)
    {
        var document = await BuildAsync(
            JsonDocument
                .Parse("""{"quarterly_sales":[{"month":"Jan-26","amount":5},{"month":"Feb-26","amount":6}]}""")
                .RootElement,
            charts
        );
        Assert.Equal(charts, document.Blocks.OfType<ChartBlock>().Any());
        var pdf = await RenderAsync(document, Format.Pdf);
        using var read = PdfDocument.Open(pdf);
        var heading = Assert.Single(document.Blocks.OfType<HeadingBlock>()).Text;
        Assert.Equal(1, Times(string.Join('\n', read.GetPages().Select(p => p.Text))));
        Assert.True(read.TryGetBookmarks(out var bookmarks));
        Assert.Single(bookmarks.GetNodes(), b => b.Title == heading);
        Assert.Equal(1, Times(WordText(await RenderAsync(document, Format.Word))));

        int Times(string text) => text.Split(heading).Length - 1;
    }

    [Fact]
    public void The_limits_that_programs_are_told_are_those_that_hold()
    {
        var told = (string)
            typeof(ReportDrafts)
                .Assembly.GetType("ReportsAdmin.Features.Documents.Api.DocumentsExamples")!
                .GetField("Limits")!
                .GetRawConstantValue()!;
        int[] limits =
        [
            ReportContent.MaxDepth,
            ReportContent.MaxValues,
            ReportContent.MaxColumns,
            ReportContent.MaxKey,
            ReportContent.MaxText,
            DocumentCommands.MaxTitle,
        ];
        Assert.All(limits, l =>
            Assert.Contains(l.ToString(CultureInfo.InvariantCulture), told, StringComparison.Ordinal)
        );
        Assert.Contains($"{ReportContent.MaxBytes >> 20} MB", told, StringComparison.Ordinal);
    }

    private static string RefusalOf(string json) =>
        Assert
            .Throws<DomainException>(() =>
                ReportContent.Check(
                    JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 100 }).RootElement,
                    "data"
                )
            )
            .Message;

    private async Task<ReportDocument> BuildAsync(JsonElement data, bool charts)
    {
        ReportContent.Check(data, "data");
        return await fixture
            .Get<ReportDrafts>()
            .BuildAsync(
                new ReportVersion
                {
                    ReportId = 7,
                    Number = 1,
                    Title = "Content",
                    Data = ReportContent.Write(data),
                    Config = charts ? """{"template":"business_report","include_charts":true}""" : "{}",
                    AuthorName = "Neha",
                    At = fixture.Clock.GetUtcNow().UtcDateTime,
                },
                default
            );
    }

    private async Task<byte[]> RenderAsync(ReportDocument document, Format format)
    {
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
        return output.ToArray();
    }

    /// <summary>By another program where there is one. Our own reader knows no shaped Hindi, so that is left out for it.</summary>
    private static async Task<string> PdfTextAsync(byte[] file) =>
        Commands.Exists("pdftotext")
            ? await PdfFiles.AskAsync(file, "pdftotext", "-raw", "@", "-")
            : Legible(new PdfReading(file).AllText());

    private static string Legible(string text) =>
        Commands.Exists("pdftotext") ? text : string.Concat(text.Where(c => c is < '\u0900' or > '\u097F'));

    private static string WordText(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), false);
        return document.MainDocumentPart!.Document!.InnerText;
    }

    private static (string Text, HashSet<double> Numbers) Cells(byte[] file)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file));
        var (text, numbers) = (new StringBuilder(), new HashSet<double>());
        do
        {
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    if (reader.GetValue(i) is double number)
                        numbers.Add(number);
                    else
                        text.Append(reader.GetValue(i)).Append('\n');
                }
            }
        } while (reader.NextResult());
        return (text.ToString(), numbers);
    }

    /// <summary>Whole, or in a few pieces: between them stand the foot and head of a page, or the texts of the cells beside it.</summary>
    private static bool Holds(string text, string expected)
    {
        const int MinPiece = 5;
        for (var pieces = 0; pieces < 6; pieces++)
        {
            if (text.Contains(expected, StringComparison.OrdinalIgnoreCase))
                return true;
            var (fits, fails) = (0, expected.Length);
            while (fails - fits > 1)
            {
                var middle = (fits + fails) / 2;
                if (text.Contains(expected[..middle], StringComparison.OrdinalIgnoreCase))
                    fits = middle;
                else
                    fails = middle;
            }

            if (fits < MinPiece)
                return false;
            expected = expected[fits..];
        }

        return false;
    }

    /// <summary>Without what a line break or a group of digits may put between.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != ','));
}
