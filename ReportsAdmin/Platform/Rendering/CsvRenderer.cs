using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Platform.Rendering;

/// <summary>
/// The tables of a report as CSV, for programs and for Excel alike. One table is its head and its rows and nothing else; several follow one
/// another, each under a line with its title. Instants are in the zone of the branding; totals, figures and charts are left out.
/// </summary>
public sealed class CsvRenderer(Branding branding) : IReportRenderer
{
    public ReportFormat Format => ReportFormat.Csv;

    public string? Objection(ReportDocument document) =>
        document.Blocks.Any(b => b is TableBlock)
            ? null
            : "CSV holds tables only, and this report has none. Choose Excel, PDF, Word or JSON.";

    public async Task<RenderedReport> RenderAsync(
        ReportDocument document,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        var reading = new RowReading(rows, ct);
        var tables = document.Blocks.OfType<TableBlock>().ToList();
        using var writer = new CsvTable(output, branding.TimeZone) { Titles = tables.Count > 1 };
        foreach (var table in tables)
        {
            writer.BeginSheet(
                new SheetSpec
                {
                    Name = table.Title,
                    Columns = [.. table.Columns.Select(c => new SheetColumn(c.Header, c.Type, c.Width))],
                }
            );
            await reading.ReadAsync(table, writer.Row);
            writer.EndSheet();
        }

        writer.Complete();
        return new RenderedReport(reading.Rows, Pages: null, []);
    }
}
