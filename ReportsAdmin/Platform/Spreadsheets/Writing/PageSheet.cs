using System.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Spreadsheets.Writing;

/// <summary>A chart on a sheet: from the upper left corner of one cell to that of another, rows and columns from 0.</summary>
/// <param name="Xml">The chart part.</param>
internal sealed record PlacedChart(string Xml, string Title, string Alt, int Left, int Top, int Right, int Bottom);

/// <summary>A sheet laid out as a page, cell by cell: no head, no filter, no totals; merged cells and charts.</summary>
internal sealed class PageSheet
{
    private readonly StringBuilder merges = new();
    private readonly StringBuilder rules = new();
    private readonly List<PlacedChart> charts = [];
    private int mergeCount;
    private int priority = 1;

    /// <param name="name">As it is in the workbook.</param>
    public PageSheet(string name, SheetPart cells, IReadOnlyList<double> widths, bool selected)
    {
        (Name, Cells) = (name, cells);
        cells.Begin([.. widths.Select(w => (w, 0))], frozenRows: 0, selected, gridLines: false);
    }

    public string Name { get; }

    public SheetPart Cells { get; }

    /// <summary>Makes one cell of several in the current row, columns from 0.</summary>
    public void Merge(int first, int last)
    {
        merges.Append(
            FormattableString.Invariant(
                $"<mergeCell ref=\"{Columns.Address(Cells.Row, first)}:{Columns.Address(Cells.Row, last)}\"/>"
            )
        );
        mergeCount++;
    }

    /// <summary>Colours a column of cells by whether they say <paramref name="good"/>.</summary>
    public void Validate(int column, int firstRow, int lastRow, string good)
    {
        var first = Columns.Address(firstRow, column);
        rules.Append(CellStyles.VerdictRules($"{first}:{Columns.Address(lastRow, column)}", first, good, ref priority));
    }

    public void Add(PlacedChart chart) => charts.Add(chart);

    /// <summary>Writes the rest of the sheet, its drawing and its charts.</summary>
    /// <param name="number">Of the sheet, from 1.</param>
    /// <param name="firstChart">Number of the first chart.</param>
    /// <param name="printing">Page setup, as the standard has it behind the rules.</param>
    public WrittenSheet End(ZipWriter zip, int number, int firstChart, string printing)
    {
        var tail = new StringBuilder();
        if (mergeCount > 0)
            tail.Append(FormattableString.Invariant($"<mergeCells count=\"{mergeCount}\">"))
                .Append(merges)
                .Append("</mergeCells>");
        tail.Append(rules).Append(printing);
        if (charts.Count > 0)
            tail.Append("<drawing r:id=\"rId1\"/>");
        Cells.End(tail.ToString());
        Cells.Dispose();
        if (charts.Count == 0)
            return new WrittenSheet(Name);
        var numbers = Enumerable.Range(firstChart, charts.Count).ToList();
        WorkbookParts.Write(zip, FormattableString.Invariant($"xl/drawings/drawing{number}.xml"), Drawing());
        for (var i = 0; i < charts.Count; i++)
            WorkbookParts.Write(zip, FormattableString.Invariant($"xl/charts/chart{numbers[i]}.xml"), charts[i].Xml);
        WorkbookParts.WriteDrawingRelations(zip, number, numbers);
        return new WrittenSheet(Name, Charts: numbers);
    }

    private string Drawing()
    {
        const string Ns = "http://schemas.openxmlformats.org/drawingml/2006";
        var xml = new StringBuilder(OpenXml.Declaration).Append(
            $"<xdr:wsDr xmlns:xdr=\"{Ns}/spreadsheetDrawing\" xmlns:a=\"{Ns}/main\">"
        );
        for (var i = 0; i < charts.Count; i++)
        {
            var chart = charts[i];
            xml.Append(
                    FormattableString.Invariant(
                        $"<xdr:twoCellAnchor><xdr:from>{Corner(chart.Left, chart.Top)}</xdr:from><xdr:to>{Corner(chart.Right, chart.Bottom)}</xdr:to><xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr>"
                    )
                )
                .Append(
                    FormattableString.Invariant(
                        $"<xdr:cNvPr id=\"{i + 2}\" name=\"{Utf8Sink.Escaped(chart.Title)}\" descr=\"{Utf8Sink.Escaped(chart.Alt)}\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm>"
                    )
                )
                .Append(
                    FormattableString.Invariant(
                        $"<a:graphic><a:graphicData uri=\"{Ns}/chart\"><c:chart xmlns:c=\"{Ns}/chart\" xmlns:r=\"{OpenXml.OfficeRelations}\" r:id=\"rId{i + 1}\"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
                    )
                );
        }

        return xml.Append("</xdr:wsDr>").ToString();
    }

    private static string Corner(int column, int row) =>
        FormattableString.Invariant(
            $"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        );
}
