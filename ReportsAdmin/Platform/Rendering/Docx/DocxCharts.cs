using ReportsAdmin.Platform.Rendering.Charts;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>The native charts of a Word document, each with a small workbook behind it, so that its data can be edited.</summary>
internal sealed class DocxCharts(OoxmlChart charts)
{
    // Twentieths of a point to the units of drawings.
    private const int Emu = 635;
    private const string Sheet = "Data";

    private readonly List<ChartBlock> drawn = [];

    public int Count => drawn.Count;

    /// <summary>The relation of a chart to the document.</summary>
    public static string Id(int number) => FormattableString.Invariant($"rIdChart{number}");

    /// <summary>A run with the drawing.</summary>
    /// <param name="width">In twentieths of a point, as is the height.</param>
    public string Run(ChartBlock chart, int width, int height)
    {
        drawn.Add(chart);
        var number = drawn.Count;
        return FormattableString.Invariant(
                $"<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{(long)width * Emu}\" cy=\"{(long)height * Emu}\"/><wp:docPr id=\"{100 + number}\" name=\"Chart {number}\" descr=\"{Utf8Sink.Escaped(chart.Alt)}\"/><wp:cNvGraphicFramePr/>"
            )
            + $"<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"{Id(number)}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
    }

    public void Write(ZipWriter zip)
    {
        for (var i = 0; i < drawn.Count; i++)
        {
            var number = i + 1;
            WorkbookParts.Write(
                zip,
                FormattableString.Invariant($"word/charts/chart{number}.xml"),
                charts.Xml(drawn[i], new ChartCells(Sheet, HeadRow: 1, Column: 0), "rId1")
            );
            WorkbookParts.Write(
                zip,
                FormattableString.Invariant($"word/charts/_rels/chart{number}.xml.rels"),
                FormattableString.Invariant(
                    $"{OpenXml.Declaration}<Relationships xmlns=\"{OpenXml.PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{OpenXml.OfficeRelations}/package\" Target=\"../embeddings/chart{number}.xlsx\"/></Relationships>"
                )
            );
            using var workbook = zip.Begin(FormattableString.Invariant($"word/embeddings/chart{number}.xlsx"));
            WriteData(drawn[i], workbook);
        }
    }

    private static void WriteData(ChartBlock chart, Stream output)
    {
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = Sheet,
                AutoFilter = false,
                FreezeHeader = false,
                Columns =
                [
                    new("", ColumnType.Text, 30),
                    .. chart.Series.Select(s => new SheetColumn(s.Name, chart.ValueType, 20)),
                ],
            }
        );
        for (var i = 0; i < chart.Categories.Count; i++)
        {
            writer.BeginRow();
            writer.Text(chart.Categories[i]);
            foreach (var series in chart.Series)
            {
                if (chart.ValueType == ColumnType.Money)
                    writer.Money((long)series.Values[i]);
                else
                    writer.Decimal(series.Values[i]);
            }

            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }
}
