using System.Globalization;
using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>Where the figures of a chart are on a sheet: a head with the names of the series, below it a row for each category.</summary>
/// <param name="HeadRow">From 1.</param>
/// <param name="Column">Of the categories, from 0; the series stand right of it.</param>
internal sealed record ChartCells(string Sheet, int HeadRow, int Column)
{
    public string Name(int series) => $"{SheetNames.Quote(Sheet)}!{Fixed(HeadRow, Column + 1 + series)}";

    public string Categories(int count) => Range(Column, count);

    public string Values(int series, int count) => Range(Column + 1 + series, count);

    private string Range(int column, int count) =>
        $"{SheetNames.Quote(Sheet)}!{Fixed(HeadRow + 1, column)}:{Fixed(HeadRow + count, column)}";

    private static string Fixed(int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"${Columns.Name(column)}${row}");
}

/// <summary>The chart part of Excel and Word, one and the same: values of money in rupees, each with a copy that shows without calculating.</summary>
internal sealed class OoxmlChart(string accent, string language)
{
    private const string Ink = "4B5563";
    private const string Hairline = "E5E7EB";
    private const string IndianFont = $"<a:cs typeface=\"{OfficeFonts.Indian}\"/>";

    /// <param name="cells">Where the figures are in the workbook.</param>
    /// <param name="workbook">Relation to a workbook of the chart's own, as Word needs; null where the chart is part of its workbook.</param>
    public string Xml(ChartBlock chart, ChartCells cells, string? workbook = null)
    {
        var xml = new StringBuilder(OpenXml.Declaration)
            .Append(
                "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\""
            )
            .Append(OpenXml.OfficeRelations)
            .Append("\">")
            .Append($"<c:lang val=\"{Utf8Sink.Escaped(language)}\"/><c:roundedCorners val=\"0\"/><c:chart>");
        if (chart.ShowsTitle)
            AppendTitle(xml, chart.Title);
        xml.Append($"<c:autoTitleDeleted val=\"{(chart.ShowsTitle ? 0 : 1)}\"/><c:plotArea><c:layout/>")
            .Append(OoxmlChartAxes.Open(chart.Kind));
        for (var i = 0; i < chart.Series.Count; i++)
            AppendSeries(xml, chart, i, cells);
        xml.Append(OoxmlChartAxes.Close(chart.Kind));
        if (chart.Kind != ChartKind.Donut)
            OoxmlChartAxes.Append(xml, chart, TextStyle(900), Line(Hairline));
        xml.Append("</c:plotArea>");
        if (chart.Kind == ChartKind.Donut || chart.Series.Count > 1)
            xml.Append(
                $"<c:legend><c:legendPos val=\"{(chart.Kind == ChartKind.Donut ? "r" : "b")}\"/><c:overlay val=\"0\"/>{TextStyle(900)}</c:legend>"
            );
        return xml.Append("<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>")
            .Append(
                $"<c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>{Line(Hairline)}</c:spPr>{(workbook is null ? "" : $"<c:externalData r:id=\"{workbook}\"><c:autoUpdate val=\"0\"/></c:externalData>")}</c:chartSpace>"
            )
            .ToString();
    }

    /// <summary>A value as charts hold it: money in rupees.</summary>
    public static decimal Value(ChartBlock chart, decimal value) =>
        chart.ValueType == ColumnType.Money ? value / 100m : value;

    private void AppendTitle(StringBuilder xml, string title)
    {
        const string Run = "sz=\"1100\" b=\"1\"><a:solidFill><a:srgbClr val=\"374151\"/></a:solidFill>" + IndianFont;
        xml.Append(
            $"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr {Run}</a:defRPr></a:pPr><a:r><a:rPr lang=\"{Utf8Sink.Escaped(language)}\" {Run}</a:rPr><a:t>{Utf8Sink.Escaped(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
        );
    }

    private void AppendSeries(StringBuilder xml, ChartBlock chart, int index, ChartCells cells)
    {
        var series = chart.Series[index];
        var colour = OoxmlChartColours.OfSeries(accent, index);
        xml.Append(CultureInfo.InvariantCulture, $"<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/>");
        xml.Append(
            $"<c:tx><c:strRef><c:f>{Utf8Sink.Escaped(cells.Name(index))}</c:f><c:strCache><c:ptCount val=\"1\"/>{Point(0, series.Name)}</c:strCache></c:strRef></c:tx>"
        );
        xml.Append(
            chart.Kind switch
            {
                ChartKind.Line =>
                    $"<c:spPr><a:ln w=\"25400\" cap=\"rnd\">{Fill(colour)}<a:round/></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"5\"/><c:spPr>{Fill(colour)}<a:ln w=\"9525\">{Fill("FFFFFF")}</a:ln></c:spPr></c:marker>",
                ChartKind.Donut => string.Concat(
                    series.Values.Select(
                        (_, i) =>
                            FormattableString.Invariant(
                                $"<c:dPt><c:idx val=\"{i}\"/><c:bubble3D val=\"0\"/><c:spPr>{Fill(OoxmlChartColours.OfSeries(accent, i))}<a:ln w=\"12700\">{Fill("FFFFFF")}</a:ln></c:spPr></c:dPt>"
                            )
                    )
                ),
                _ => $"<c:spPr>{Fill(colour)}</c:spPr><c:invertIfNegative val=\"0\"/>",
            }
        );
        AppendCategories(xml, chart, cells);
        AppendValues(xml, chart, index, cells);
        xml.Append(chart.Kind == ChartKind.Line ? "<c:smooth val=\"0\"/></c:ser>" : "</c:ser>");
    }

    private static void AppendCategories(StringBuilder xml, ChartBlock chart, ChartCells cells)
    {
        var points =
            $"<c:ptCount val=\"{chart.Categories.Count.ToString(CultureInfo.InvariantCulture)}\"/>{string.Concat(chart.Categories.Select((c, i) => Point(i, c)))}";
        xml.Append(
            $"<c:cat><c:strRef><c:f>{Utf8Sink.Escaped(cells.Categories(chart.Categories.Count))}</c:f><c:strCache>{points}</c:strCache></c:strRef></c:cat>"
        );
    }

    private static void AppendValues(StringBuilder xml, ChartBlock chart, int index, ChartCells cells)
    {
        var values = chart.Series[index].Values;
        var points =
            $"<c:formatCode>{OoxmlChartAxes.Format(chart)}</c:formatCode><c:ptCount val=\"{values.Count.ToString(CultureInfo.InvariantCulture)}\"/>{string.Concat(values.Select((v, i) => Point(i, Value(chart, v).ToString(CultureInfo.InvariantCulture))))}";
        xml.Append(
            $"<c:val><c:numRef><c:f>{Utf8Sink.Escaped(cells.Values(index, values.Count))}</c:f><c:numCache>{points}</c:numCache></c:numRef></c:val>"
        );
    }

    private static string Point(int index, string value) =>
        FormattableString.Invariant($"<c:pt idx=\"{index}\"><c:v>{Utf8Sink.Escaped(value)}</c:v></c:pt>");

    private static string TextStyle(int size) =>
        FormattableString.Invariant(
            $"<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"{size}\">{Fill(Ink)}{IndianFont}</a:defRPr></a:pPr><a:endParaRPr lang=\"en-IN\"/></a:p></c:txPr>"
        );

    private static string Fill(string colour) => $"<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>";

    private static string Line(string colour) => $"<a:ln w=\"6350\">{Fill(colour)}</a:ln>";
}
