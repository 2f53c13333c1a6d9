using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using ReportsAdmin.Features.Documents;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Tests.Support;
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

    [Fact]
    public async Task Other_programs_read_the_same()
    {
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
                    OoxmlSamples.Convert(folder, await RenderAsync(document, Format.Word), "docx", "pdf")
                )
            );
            Assert.All(content.Texts.Where(t => !t.Contains(' ', StringComparison.Ordinal) && t.Length < 30), t =>
                Assert.Contains(Plain(t), read, StringComparison.OrdinalIgnoreCase)
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
