using System.Text;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering.Charts;

/// <summary>What a kind of chart has around its series, and its axes.</summary>
internal static class OoxmlChartAxes
{
    public static string Open(ChartKind kind) =>
        kind switch
        {
            ChartKind.Column =>
                "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>",
            ChartKind.StackedColumn =>
                "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"stacked\"/><c:varyColors val=\"0\"/>",
            ChartKind.Bar =>
                "<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>",
            ChartKind.Line => "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>",
            ChartKind.Donut => "<c:doughnutChart><c:varyColors val=\"1\"/>",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static string Close(ChartKind kind) =>
        kind switch
        {
            ChartKind.StackedColumn =>
                "<c:gapWidth val=\"60\"/><c:overlap val=\"100\"/><c:axId val=\"111\"/><c:axId val=\"112\"/></c:barChart>",
            ChartKind.Line => "<c:marker val=\"1\"/><c:axId val=\"111\"/><c:axId val=\"112\"/></c:lineChart>",
            ChartKind.Donut =>
                "<c:dLbls><c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"900\" b=\"1\"><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"en-IN\"/></a:p></c:txPr>"
                    + "<c:showLegendKey val=\"0\"/><c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"1\"/><c:showBubbleSize val=\"0\"/><c:showLeaderLines val=\"0\"/></c:dLbls><c:firstSliceAng val=\"0\"/><c:holeSize val=\"55\"/></c:doughnutChart>",
            _ => "<c:gapWidth val=\"60\"/><c:axId val=\"111\"/><c:axId val=\"112\"/></c:barChart>",
        };

    /// <summary>The number format of values and of their axis. Conditions would lose the minus sign, so a chart with amounts below zero is always grouped by thousands.</summary>
    public static string Format(ChartBlock chart) =>
        chart.ValueType switch
        {
            ColumnType.Percent => "0%",
            ColumnType.Money
            or ColumnType.Whole
            or ColumnType.Decimal
            or ColumnType.Number when Digits.IsIndian && chart.Series.SelectMany(s => s.Values).All(v => v >= 0) =>
                @"[&gt;=10000000]##\,##\,##\,##0;[&gt;=100000]##\,##\,##0;#,##0",
            _ => "#,##0",
        };

    /// <summary>The axis of categories and that of values. Bars run from the top down, as their rows would be in a table.</summary>
    public static void Append(StringBuilder xml, ChartBlock chart, string text, string hairline)
    {
        var isBar = chart.Kind == ChartKind.Bar;
        const string NoTicks = "<c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>";
        xml.Append(
                $"<c:catAx><c:axId val=\"111\"/><c:scaling><c:orientation val=\"{(isBar ? "maxMin" : "minMax")}\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{(isBar ? "l" : "b")}\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/>{NoTicks}<c:tickLblPos val=\"low\"/>"
            )
            .Append(
                $"<c:spPr>{hairline.Replace("E5E7EB", "9CA3AF", StringComparison.Ordinal)}</c:spPr>{text}<c:crossAx val=\"112\"/><c:crosses val=\"autoZero\"/></c:catAx>"
            );
        xml.Append(
                $"<c:valAx><c:axId val=\"112\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"{(isBar ? "b" : "l")}\"/><c:majorGridlines><c:spPr>{hairline}</c:spPr></c:majorGridlines>"
            )
            .Append(
                $"<c:numFmt formatCode=\"{Format(chart)}\" sourceLinked=\"0\"/>{NoTicks}<c:tickLblPos val=\"nextTo\"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text}<c:crossAx val=\"111\"/><c:crosses val=\"{(isBar ? "max" : "autoZero")}\"/><c:crossBetween val=\"between\"/></c:valAx>"
            );
    }
}
