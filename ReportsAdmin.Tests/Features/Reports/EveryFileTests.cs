using ClosedXML.Excel;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Features.Training;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using UglyToad.PdfPig;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Every report type that the rooms offer, in every format, asked of programs that are not ours.</summary>
public sealed class EveryFileTests(EveryFileTests.Data data) : IClassFixture<EveryFileTests.Data>
{
    private readonly TestFixture fixture = data.Fixture;

    public static TheoryData<string> Types =>
        [
            "outstanding-ageing",
            "collection-performance",
            "invoice-register",
            "month-movement",
            "month-comparison",
            "cash-forecast",
            "upload-audit",
            "customer-sheet",
            "invoice-tracker",
            "customer-statement",
            "customer-statements",
            "field-distributors",
            "field-products",
            "field-customers",
            "stock-ledger",
            "enrollment-summary",
            "completion-rates",
            "learner-activity",
            "course-analytics",
            "department-overview",
            "performance-analysis",
            "assessment-results",
            "scorm-attempts",
            "transcript",
            "program-progress",
            "instructor-workload",
            "certification-status",
            "generated-reports",
        ];

    [Fact]
    public void No_report_type_is_left_out() =>
        Assert.Equal(
            Types.Select(t => t.Data).Order(),
            fixture.Get<ReportCatalog>().Of(CurrentUser.System).Select(t => t.Info.Key).Order()
        );

    [Theory, MemberData(nameof(Types))]
    public async Task Office_files_hold_to_the_standard(string type)
    {
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(await FileAsync(type, Format.Excel)), false);
        using var text = WordprocessingDocument.Open(new MemoryStream(await FileAsync(type, Format.Word)), false);
        foreach (var file in (OpenXmlPackage[])[workbook, text])
            Assert.Empty(
                new OpenXmlValidator(FileFormatVersions.Office2019)
                    .Validate(file)
                    .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")
            );
    }

    [Theory, MemberData(nameof(Types))]
    public async Task Qpdf_finds_no_fault_and_pdftotext_the_title(string type)
    {
        var file = await FileAsync(type, Format.Pdf);
        Assert.Contains(
            "No syntax or stream encoding errors found",
            await PdfFiles.AskAsync(file, "qpdf", "--check", "@")
        );
        Assert.Contains(
            fixture.Get<ReportCatalog>().Find(type)!.Info.Title,
            await PdfFiles.AskAsync(file, "pdftotext", "-layout", "@", "-")
        );
    }

    [Theory]
    [InlineData("excel", "xlsx"), InlineData("docx", "docx")]
    public async Task LibreOffice_opens_them_all(string format, string extension)
    {
        List<(string Name, byte[] Content)> files = [];
        foreach (var type in Types.Select(t => t.Data))
            files.Add(($"{type}.{extension}", await FileAsync(type, Format.Find(format)!)));
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            foreach (var (type, pdf) in Types.Select(t => t.Data).Zip(OoxmlSamples.ConvertAll(folder, files, "pdf")))
            {
                Assert.True(File.Exists(pdf), $"LibreOffice made nothing of {type} in {format}.");
                Assert.Contains(fixture.Get<ReportCatalog>().Find(type)!.Info.Title, OoxmlSamples.PdfText(pdf));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, MemberData(nameof(Types))]
    public async Task ClosedXML_reads_back_every_cell_and_PdfPig_every_figure(string type)
    {
        var document = await BuildAsync(type);
        using var workbook = new XLWorkbook(new MemoryStream(await RenderAsync(document, Format.Excel)));
        using var pdf = PdfDocument.Open(await RenderAsync(document, Format.Pdf));
        var printed = pdf.GetPages()
            .SelectMany(p => p.GetWords())
            .CountBy(w => w.Text)
            .ToDictionary(w => w.Key, w => w.Value, StringComparer.Ordinal);
        var sheets = document.Blocks.Any(b => b is not TableBlock) ? 1 : 0;
        foreach (var table in document.Blocks.OfType<TableBlock>())
        {
            var rows = await RowsAsync(table);
            OfficeReading.Equal(table, rows, workbook.Worksheet(++sheets));
            var figures = rows.SelectMany(r => r).Select(OfficeReading.Figure).OfType<string>();
            foreach (var (figure, times) in figures.CountBy(f => f))
                Assert.True(
                    printed.GetValueOrDefault(figure) >= times,
                    $"{figure} is {times} times in '{table.Title}', {printed.GetValueOrDefault(figure)} times in the PDF."
                );
        }
    }

    private static async Task<List<ReportCell[]>> RowsAsync(TableBlock table)
    {
        List<ReportCell[]> rows = [];
        await using var source = table.Open();
        var row = new ReportRow(table.Columns.Count);
        while (await source.NextAsync(row, default))
            rows.Add([.. Enumerable.Range(0, row.Columns).Select(i => row[i])]);
        return rows;
    }

    private async Task<byte[]> FileAsync(string type, Format format) =>
        await RenderAsync(await BuildAsync(type), format);

    private async Task<byte[]> RenderAsync(ReportDocument document, Format format)
    {
        using var output = new MemoryStream();
        await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
        return output.ToArray();
    }

    private async Task<ReportDocument> BuildAsync(string type)
    {
        var request = new ReportRequest
        {
            Filters =
                type == "customer-statement"
                    ? new Dictionary<string, IReadOnlyList<string>> { ["customer"] = ["C-1"] }
                    : ReportRequest.NoFilters,
        };
        var report = fixture.Get<ReportCatalog>().Find(type)!;
        return await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
    }

    /// <summary>Two months of receivables and a training sheet, which the reports only read.</summary>
    public sealed class Data : IAsyncLifetime
    {
        private const string Header =
            "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

        public TestFixture Fixture { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Fixture = await TestFixture.OpenAsync();
            await Fixture.UploadAsync(
                Sheet.Of([
                    Header,
                    .. Enumerable
                        .Range(1, 60)
                        .Select(i =>
                            $"C-{i % 7}|भारत & Sons <{i % 7}> ₹|{(i % 2 == 0 ? "Mumbai" : "Pune")}|=SUM({i})|2025-0{1 + (i % 3)}-11|{i * 1357}|{i * 1111}.05"
                        ),
                ]),
                "Mar-25"
            );
            await Fixture.UploadAsync(
                Sheet.Of([
                    Header,
                    .. Enumerable
                        .Range(1, 50)
                        .Select(i =>
                            $"C-{i % 7}|भारत & Sons <{i % 7}> ₹|{(i % 2 == 0 ? "Mumbai" : "Pune")}|=SUM({i})|2025-0{1 + (i % 3)}-11|{i * 1357}|{i * 999}.95"
                        ),
                ]),
                "Apr-25"
            );
            await TrainingBook.UploadAsync(Fixture, TrainingBook.FullSheetOf(TrainingBook.Random(9, 60)));
        }

        public ValueTask DisposeAsync() => Fixture.DisposeAsync();
    }
}
