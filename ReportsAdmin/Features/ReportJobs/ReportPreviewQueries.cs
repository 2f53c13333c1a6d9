using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Documents.Text;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>The catalogue, and the first rows of a report before it is made.</summary>
public sealed class ReportPreviewQueries(ReportCatalog catalog, Branding branding)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The report types the viewer may run.</summary>
    public IReadOnlyList<ReportTypeInfo> Types(Viewer viewer)
    {
        viewer.Demand(ReportJobQueries.ReadPermission);
        return [.. catalog.Of(viewer).Select(t => t.Info)];
    }

    public ReportTypeInfo? Find(Viewer viewer, string? key) => Types(viewer).FirstOrDefault(t => t.Key == key);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        Viewer viewer,
        string reportType,
        string filter,
        CancellationToken ct
    ) => catalog.Demand(viewer, reportType).OptionsAsync(viewer, filter, ct);

    /// <summary>The words around the report and the first rows of each table, as the file would show them.</summary>
    public async Task<ReportPreview> PreviewAsync(
        Viewer viewer,
        string reportType,
        ReportRequest asked,
        int rows,
        CancellationToken ct
    )
    {
        viewer.Demand(ReportJobQueries.ReadPermission);
        var type = catalog.Demand(viewer, reportType);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            var document = await type.BuildAsync(
                viewer,
                await ReportCatalog.CheckAsync(viewer, type, asked, bounded.Token),
                bounded.Token
            );
            var tables = new List<PreviewTable>();
            foreach (var table in document.Blocks.OfType<TableBlock>())
                tables.Add(await FirstAsync(table, rows, bounded.Token));
            return new ReportPreview(document, tables);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new Refusal(
                RefusalKind.TooLarge,
                "This takes too long to preview. Narrow the filters, or run the report as a job."
            );
        }
    }

    private async Task<PreviewTable> FirstAsync(TableBlock table, int rows, CancellationToken ct)
    {
        var shown = new List<IReadOnlyList<string>>();
        await using var source = table.Open();
        var row = new ReportRow(table.Columns.Count);
        while (shown.Count < rows && await source.NextAsync(row, ct))
            shown.Add([.. Enumerable.Range(0, row.Columns).Select(i => CellText.Of(row[i], branding.TimeZone))]);
        return new PreviewTable(table.Title, table.Columns, shown, table.Rows);
    }
}
