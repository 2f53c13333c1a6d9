using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Documents.Docx;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;
using static ReportsAdmin.Tests.Platform.Documents.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Documents;

public sealed class DocxRendererTests
{
    private static readonly DocxRenderer Renderer = new(Brand);

    [Fact]
    public async Task A_report_with_everything_is_valid()
    {
        var (file, _) = await RenderAsync(Renderer, Everything());
        AssertValid(file);
    }

    private static void AssertValid(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
    }
}
