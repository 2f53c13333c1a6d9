using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Reports;

/// <summary>Every report type that the rooms offer, in every format, asked of programs that are not ours.</summary>
public sealed class EveryFileTests : IAsyncLifetime
{
    private const string Header =
        "Customer Code|Customer Name|Region|Invoice Number|Invoice Date|Invoice Amount|Outstanding Amount";

    private TestFixture house = null!;

    public static TheoryData<string> Types =>
        [
            "outstanding-ageing",
            "collection-performance",
            "invoice-register",
            "month-movement",
            "upload-audit",
            "customer-sheet",
            "invoice-tracker",
            "customer-statement",
            "field-distributors",
            "field-products",
            "field-customers",
            "stock-ledger",
            "enrollment-summary",
            "completion-rates",
            "learner-activity",
            "course-analytics",
            "department-overview",
            "generated-reports",
        ];

    public async ValueTask InitializeAsync()
    {
        house = await TestFixture.OpenAsync();
        await house.UploadAsync(
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
        await house.UploadAsync(
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
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public void No_report_type_is_left_out() =>
        Assert.Equal(
            Types.Select(t => t.Data).Order(),
            house.Get<ReportCatalog>().Of(CurrentUser.System).Select(t => t.Info.Key).Order()
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
            house.Get<ReportCatalog>().Find(type)!.Info.Title,
            await PdfFiles.AskAsync(file, "pdftotext", "-layout", "@", "-")
        );
    }

    [Theory]
    [InlineData("excel", "xlsx"), InlineData("docx", "docx")]
    public async Task LibreOffice_opens_them_all(string format, string extension)
    {
        foreach (var type in Types.Select(t => t.Data))
        {
            var folder = Directory.CreateTempSubdirectory("reportsadmin-");
            try
            {
                var pdf = OoxmlSamples.Convert(folder, await FileAsync(type, Format.Find(format)!), extension, "pdf");
                Assert.True(File.Exists(pdf), $"LibreOffice made nothing of {type} in {format}.");
                Assert.Contains(house.Get<ReportCatalog>().Find(type)!.Info.Title, OoxmlSamples.PdfText(pdf));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private async Task<byte[]> FileAsync(string type, Format format)
    {
        var request = new ReportRequest
        {
            Filters =
                type == "customer-statement"
                    ? new Dictionary<string, IReadOnlyList<string>> { ["customer"] = ["C-1"] }
                    : ReportRequest.NoFilters,
        };
        var report = house.Get<ReportCatalog>().Find(type)!;
        var document = await report.BuildAsync(
            CurrentUser.System,
            await ReportCatalog.CheckAsync(CurrentUser.System, report, request, default),
            default
        );
        using var output = new MemoryStream();
        await house.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
        return output.ToArray();
    }
}
