using ReportsAdmin.Platform.Rendering.Charts;
using ReportsAdmin.Platform.Rendering.Text;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Excel;

/// <summary>The first sheet: all that a report says beside its tables, in order, with links to them. The figures of its charts are below.</summary>
/// <param name="sheets">Names of the sheets of the tables, in order.</param>
internal sealed class SummarySheet(
    ReportDocument document,
    IReadOnlyList<string> sheets,
    OoxmlChart charts,
    TimeZoneInfo zone
)
{
    private const int CardsInRow = 4;
    private const int CardWidth = 30;
    private const int ChartRows = 16;

    private readonly List<(ChartBlock Chart, int Left, int Top, int Right)> placed = [];
    private int tables;

    public void Write(XlsxWriter writer, string name)
    {
        var series = document.Blocks.OfType<ChartBlock>().Select(c => c.Series.Count).DefaultIfEmpty(0).Max();
        var page = writer.BeginPage(
            name,
            [
                2,
                .. Enumerable.Repeat((double)CardWidth, CardsInRow),
                .. Enumerable.Repeat(18d, Math.Max(0, series + 1 - CardsInRow)),
            ]
        );
        var layout = new PageLayout(page, CardsInRow, CardWidth * CardsInRow);
        page.Cells.SkipRows(1);
        layout.Text(document.Title, PageStyles.Title, scale: 1.8);
        if (document.Subtitle is { Length: > 0 } subtitle)
            layout.Text(subtitle, PageStyles.Subtitle);
        page.Cells.SkipRows(1);
        foreach (var (label, value) in document.Parameters)
            layout.Fact(label, value, CardWidth * (CardsInRow - 1));
        layout.Fact("Data as of", document.DataAsOf, CardWidth * (CardsInRow - 1));
        page.Cells.SkipRows(1);
        for (var i = 0; i < document.Blocks.Count; )
        {
            var row = document
                .Blocks.Skip(i)
                .TakeWhile(b => b is ChartBlock { Series.Count: > 0, Categories.Count: > 0 })
                .Cast<ChartBlock>()
                .Take(2)
                .ToList();
            if (row.Count > 0)
                Place(page, row);
            else
                WriteBlock(page, layout, document.Blocks[i]);
            i += Math.Max(1, row.Count);
        }

        WriteChartData(page, layout);
        writer.EndPage(page);
    }

    private void WriteBlock(PageSheet page, PageLayout layout, Block block)
    {
        switch (block)
        {
            case HeadingBlock { Level: > 1 } heading:
                layout.Subheading(heading.Text);
                break;
            case HeadingBlock heading:
                layout.Heading(heading.Text);
                break;
            case AppendixBlock appendix:
                layout.Heading($"Appendix: {appendix.Title}");
                break;
            case ParagraphBlock paragraph:
                layout.Text(paragraph.Text, PageStyles.Paragraph);
                break;
            case KeyFiguresBlock figures:
                foreach (var row in CardRows.Of(figures.Figures, CardsInRow))
                    WriteCards(page.Cells, layout, row);
                break;
            case FactsBlock facts:
                foreach (var fact in facts.Facts)
                    WriteFact(page.Cells, layout, fact);
                break;
            case ChartBlock chart:
                layout.Text($"{chart.Title}: nothing to show.", PageStyles.Subtitle);
                break;
            case TableBlock table:
                WriteLink(page.Cells, layout, table, sheets[tables++]);
                break;
        }
    }

    private static void WriteLink(SheetPart cells, PageLayout layout, TableBlock table, string sheet)
    {
        cells.BeginRow();
        cells.Skip();
        cells.Formula(SheetNames.Link(sheet, sheet, "A1"), sheet, isText: true, CellStyles.Link);
        if (table.Title != sheet)
            layout.Put(table.Title, 0);
        cells.EndRow();
    }

    private void WriteCards(SheetPart cells, PageLayout layout, IReadOnlyList<KeyFigure> figures)
    {
        Row(24, f => layout.Put(f.Label, PageStyles.CardLabel));
        Row(26, f => WriteFigure(cells, f));
        Row(20, f => layout.Put(f.Note, PageStyles.OfNote(f.Tone)));
        cells.BeginRow(8);
        cells.EndRow();

        void Row(double height, Action<KeyFigure> write)
        {
            cells.BeginRow(height);
            cells.Skip();
            foreach (var figure in figures)
                write(figure);
            cells.EndRow();
        }
    }

    /// <summary>Texts run over the page and wrap; what is a number or a date stays one.</summary>
    private void WriteFact(SheetPart cells, PageLayout layout, FactLine fact)
    {
        if (fact.Value.IsBlank || fact.Value.Type is ColumnType.Text or ColumnType.Boolean)
        {
            layout.Fact(fact.Label, CellText.Of(fact.Value, zone), CardWidth * (CardsInRow - 1));
            return;
        }

        cells.BeginRow();
        cells.Skip();
        layout.Put(fact.Label, PageStyles.Label);
        CellWriting.Write(
            cells,
            fact.Value,
            CellStyles.Of(
                fact.Value.Type == ColumnType.Money
                    ? CellStyles.OfMoney(fact.Value.Number)
                    : CellStyles.OfColumn(fact.Value.Type)
            ),
            zone
        );
        cells.EndRow();
    }

    private void WriteFigure(SheetPart cells, KeyFigure figure)
    {
        var value = figure.Value;
        var style = PageStyles.OfCard(value.Type, value.Number, figure.Tone);
        if (value.IsBlank)
            cells.Blank(style);
        else
            CellWriting.Write(cells, value, style, zone);
    }

    private void Place(PageSheet page, IReadOnlyList<ChartBlock> row)
    {
        // One chart takes the page, two share it.
        var width = CardsInRow / row.Count;
        for (var i = 0; i < row.Count; i++)
            placed.Add((row[i], 1 + i * width, page.Cells.Row, 1 + (i + 1) * width));
        page.Cells.SkipRows(ChartRows + 1);
    }

    private void WriteChartData(PageSheet page, PageLayout layout)
    {
        if (placed.Count > 0)
            layout.Heading("Chart data");
        foreach (var (chart, left, top, right) in placed)
        {
            layout.Subheading(chart.Title);
            page.Cells.BeginRow();
            page.Cells.Skip();
            page.Cells.Blank(PageStyles.TableHead);
            foreach (var series in chart.Series)
                layout.Put(series.Name, PageStyles.TableHeadRight);
            page.Cells.EndRow();
            var cells = new ChartCells(page.Name, page.Cells.Row, 1);
            for (var i = 0; i < chart.Categories.Count; i++)
            {
                page.Cells.BeginRow();
                page.Cells.Skip();
                layout.Put(chart.Categories[i], 0);
                foreach (var series in chart.Series)
                    page.Cells.Number(
                        OoxmlChart.Value(chart, series.Values[i]),
                        StyleOf(chart.ValueType, series.Values[i])
                    );
                page.Cells.EndRow();
            }

            page.Cells.SkipRows(1);
            page.Add(
                new PlacedChart(charts.Xml(chart, cells), chart.Title, chart.Alt, left, top, right, top + ChartRows)
            );
        }
    }

    private static int StyleOf(ColumnType type, decimal value) =>
        CellStyles.Of(type == ColumnType.Money ? CellStyles.OfMoney((long)value) : CellStyles.OfColumn(type));
}
