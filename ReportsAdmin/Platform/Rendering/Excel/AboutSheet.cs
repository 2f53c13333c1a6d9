using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Excel;

/// <summary>The last sheet: what the report was asked for, by whom and when, and whether the sums on the sheets are those of the data.</summary>
internal sealed class AboutSheet(
    ReportDocument document,
    TimeZoneInfo zone,
    IReadOnlyList<WrittenTable> tables,
    IReadOnlyList<string> warnings
)
{
    private const string Agrees = "agrees";
    private const string Differs = "differs";
    private const int SumColumn = 4;

    public void Write(XlsxWriter writer, string name)
    {
        var page = writer.BeginPage(name, [2, 34, 30, 12, 24, 24, 14]);
        var layout = new PageLayout(page, last: 6, characters: 138);
        page.Cells.SkipRows(1);
        layout.Text("About this report", PageStyles.Title, scale: 1.8);
        page.Cells.SkipRows(1);
        foreach (var (label, value) in Facts())
            layout.Fact(label, value, valueCharacters: 100);
        if (tables.Count > 0)
        {
            layout.Heading("Checks");
            layout.Text(
                "Each sum was added up while the data were read. The sum that Excel calculates from the sheet is beside it, whatever is filtered.",
                PageStyles.Subtitle
            );
            WriteChecks(page, layout);
        }

        if (warnings.Count > 0)
            layout.Heading("Warnings");
        foreach (var warning in warnings)
            layout.Text(warning, PageStyles.Paragraph);
        writer.EndPage(page);
    }

    private IEnumerable<Fact> Facts()
    {
        var made = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(document.MadeAtUtc, DateTimeKind.Utc), zone);
        var offset = zone.GetUtcOffset(made);
        yield return new Fact("Report", document.Title);
        if (document.Subtitle is { Length: > 0 } subtitle)
            yield return new Fact("Subtitle", subtitle);
        foreach (var parameter in document.Parameters)
            yield return parameter;
        yield return new Fact("Made by", document.MadeBy);
        yield return new Fact(
            "Made at",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{made:dd MMM yyyy HH:mm} ({zone.Id}, UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm})"
            )
        );
        yield return new Fact("Data as of", document.DataAsOf);
    }

    private void WriteChecks(PageSheet page, PageLayout layout)
    {
        var cells = page.Cells;
        cells.BeginRow();
        cells.Skip();
        foreach (var head in (string[])["Table", "Column"])
            layout.Put(head, PageStyles.TableHead);
        foreach (var head in (string[])["Rows", "Sum of the data", "Sum of the sheet", "Check"])
            layout.Put(head, PageStyles.TableHeadRight);
        cells.EndRow();
        var first = cells.Row + 1;
        foreach (var table in tables)
        {
            var summed = Enumerable.Range(0, table.Table.Columns.Count).Where(i => !table.Totals[i].IsBlank).ToList();
            if (summed.Count == 0)
                WriteCheck(page, layout, table, column: null);
            foreach (var column in summed)
                WriteCheck(page, layout, table, column);
        }

        page.Validate(SumColumn + 2, first, cells.Row, Agrees);
    }

    private void WriteCheck(PageSheet page, PageLayout layout, WrittenTable table, int? column)
    {
        var cells = page.Cells;
        cells.BeginRow();
        cells.Skip();
        layout.Put(table.Table.Title, 0);
        layout.Put(column is { } named ? table.Table.Columns[named].Header : "", 0);
        cells.Number(table.Totals.Rows, CellStyles.Of(CellFormat.Whole));
        if (column is { } summed)
            WriteSums(page, table, summed);
        cells.EndRow();
    }

    /// <summary>The sum of the data, the sum of the sheet by formula, and whether they agree.</summary>
    private void WriteSums(PageSheet page, WrittenTable table, int summed)
    {
        var cells = page.Cells;
        var total = table.Totals[summed];
        var style = CellStyles.Of(
            total.Type == ColumnType.Money ? CellStyles.OfMoney(total.Number) : CellStyles.OfColumn(total.Type)
        );
        CellWriting.Write(cells, total, style, zone);
        var (data, sheet) = (Columns.Address(cells.Row, SumColumn), Columns.Address(cells.Row, SumColumn + 1));
        var ranges = SheetRange.Formula(table.Sheets.Ranges, summed, page.Name);
        cells.Formula(
            ranges.Length == 0 ? "0" : $"SUM({ranges})",
            table.Sheets.Sum(summed).ToString(CultureInfo.InvariantCulture),
            isText: false,
            style
        );
        var sum = total.Type switch
        {
            ColumnType.Money => total.Number / 100m,
            ColumnType.Whole => total.Number,
            _ => total.Fraction,
        };
        // Excel adds with 15 digits; a difference beyond that is none of the data's.
        cells.Formula(
            $"IF(ABS({data}-{sheet})<=0.005+ABS({data})*1E-12,\"{Agrees}\",\"{Differs}\")",
            table.Sheets.Sum(summed) == sum ? Agrees : Differs,
            isText: true,
            PageStyles.Verdict
        );
    }
}
