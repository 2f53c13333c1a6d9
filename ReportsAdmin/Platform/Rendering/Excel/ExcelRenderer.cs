using System.Globalization;
using ReportsAdmin.Platform.Rendering.Charts;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Platform.Spreadsheets.Writing;

namespace ReportsAdmin.Platform.Rendering.Excel;

/// <summary>
/// A report as an Excel workbook: a summary with figures and native charts, a sheet for each table, and a last sheet that says where the
/// figures come from and checks their sums. Tables are streamed; one longer than a sheet continues on the next.
/// </summary>
/// <param name="sheetRows">Rows of a sheet, head and totals included.</param>
public sealed class ExcelRenderer(Branding branding, int sheetRows = 1_048_576) : IReportRenderer
{
    private const int MaxColumns = 16_384;

    public ReportFormat Format => ReportFormat.Excel;

    public string? Objection(ReportDocument document) =>
        document.Blocks.OfType<TableBlock>().FirstOrDefault(t => t.Columns.Count > MaxColumns) is { } wide
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"'{wide.Title}' has {wide.Columns.Count:N0} columns; a sheet of Excel holds {MaxColumns:N0}. Choose CSV or JSON."
            )
            : null;

    public async Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        var reading = new RowReading(rows, ct);
        var accent = OoxmlChartColours.Hex(branding.Accent);
        using var writer = new XlsxWriter(output, OptionsOf(document, accent));
        var hasSummary = document.Blocks.Any(b => b is not TableBlock);
        // Taken first, so that no table takes them.
        var (summary, about) = (hasSummary ? writer.Reserve("Summary") : "", writer.Reserve("About"));
        var tables = document
            .Blocks.OfType<TableBlock>()
            .Select(t => (Table: t, Name: writer.Reserve(t.Title)))
            .ToList();
        if (hasSummary)
            new SummarySheet(
                document,
                [.. tables.Select(t => t.Name)],
                new OoxmlChart(accent, document.Language),
                branding.TimeZone
            ).Write(writer, summary);
        var warnings = new List<string>();
        var written = new List<WrittenTable>();
        foreach (var (table, name) in tables)
            written.Add(await WriteTableAsync(writer, document, table, name, reading, warnings));
        new AboutSheet(document, branding.TimeZone, written, warnings).Write(writer, about);
        writer.Complete();
        return new RenderedReport(reading.Rows, Pages: null, warnings);
    }

    private XlsxOptions OptionsOf(ReportDocument document, string accent) =>
        new()
        {
            TimeZone = branding.TimeZone,
            MaxRows = sheetRows,
            Accent = accent,
            Footer = branding.Footer,
            Properties = new CoreProperties(document.Title, document.MadeBy, document.MadeAtUtc, document.Language),
        };

    private async Task<WrittenTable> WriteTableAsync(
        XlsxWriter writer,
        ReportDocument document,
        TableBlock table,
        string name,
        RowReading reading,
        List<string> warnings
    )
    {
        writer.BeginSheet(
            new SheetSpec
            {
                Name = name,
                Heading = [.. Heading(document, table)],
                Columns =
                [
                    .. table.Columns.Select(c => new SheetColumn(
                        c.Header,
                        c.Type,
                        Math.Max(c.Width, Least(c.Type)),
                        c.Total,
                        c.Unique
                    )),
                ],
            }
        );
        var texts = new LongTexts(table);
        var totals = await reading.ReadAsync(table, row =>
        {
            texts.Look(row);
            writer.Row(row);
        });
        writer.EndSheet();
        warnings.AddRange(texts.Warnings);
        return new WrittenTable(table, totals, writer.Totals);
    }

    // Excel shows "####" for what does not fit: thousands of crores, a bold total, the arrow of the filter.
    private static double Least(ColumnType type) =>
        type switch
        {
            ColumnType.Money or ColumnType.Number => 20,
            ColumnType.DateTime => 17,
            ColumnType.Date or ColumnType.Decimal => 12,
            ColumnType.Whole or ColumnType.Percent => 10,
            _ => 8,
        };

    private IEnumerable<string> Heading(ReportDocument document, TableBlock table)
    {
        yield return table.Title;
        yield return document.Subtitle is { Length: > 0 } subtitle
            ? $"{branding.Company} · {document.Title} · {subtitle}"
            : $"{branding.Company} · {document.Title}";
        if (document.Parameters.Count > 0)
            yield return string.Join(" · ", document.Parameters.Select(p => $"{p.Label}: {p.Value}"));
        yield return $"Data as of {document.DataAsOf}";
    }
}

/// <param name="Totals">Summed while reading.</param>
/// <param name="Sheets">Where the rows stand, with the sums of what was written there.</param>
internal sealed record WrittenTable(TableBlock Table, TableTotals Totals, ColumnTotals Sheets);
