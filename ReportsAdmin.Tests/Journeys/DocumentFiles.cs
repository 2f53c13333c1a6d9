using DocumentFormat.OpenXml.Packaging;
using ExcelDataReader;
using ReportsAdmin.Tests.Platform.Rendering;

namespace ReportsAdmin.Tests.Journeys;

/// <summary>What the three files of a document say, read by programs that did not write them.</summary>
internal static class DocumentFiles
{
    public static async Task<(bool Pdf, bool Word, bool Excel)> SayAsync(HttpClient client, int id, string text)
    {
        var pdf = new PdfReading(await client.GetByteArrayAsync($"/api/reports/{id}/download/pdf")).AllText();
        using var word = WordprocessingDocument.Open(
            new MemoryStream(await client.GetByteArrayAsync($"/api/reports/{id}/download/docx")),
            false
        );
        var cells = CellsOf(await client.GetByteArrayAsync($"/api/reports/{id}/download/excel"));
        return (
            pdf.Contains(text, StringComparison.Ordinal),
            word.MainDocumentPart!.Document!.InnerText.Contains(text, StringComparison.Ordinal),
            cells.Any(c => c.Contains(text, StringComparison.Ordinal))
        );
    }

    private static List<string> CellsOf(byte[] workbook)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        var cells = new List<string>();
        do
        {
            while (reader.Read())
                cells.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue).OfType<string>());
        } while (reader.NextResult());
        return cells;
    }
}
