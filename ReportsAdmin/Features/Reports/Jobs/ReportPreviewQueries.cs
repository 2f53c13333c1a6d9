using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Text;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>The catalogue, and the first rows of a report before it is made.</summary>
public sealed class ReportPreviewQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReportCatalog catalog,
    Branding branding
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The report types the current user may run.</summary>
    public IReadOnlyList<ReportTypeInfo> Types(CurrentUser currentUser)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        return [.. catalog.Of(currentUser).Select(t => t.Info)];
    }

    /// <summary>What the data lacks yet, by report type; the others have theirs.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LackingAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        var lacking = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in catalog.Of(currentUser))
        {
            if (await type.LackingAsync(currentUser, ct) is { } text)
                lacking[type.Info.Key] = text;
        }

        return lacking;
    }

    /// <summary>What the data of one report type lacks yet; null when it is there.</summary>
    public Task<string?> LackingAsync(CurrentUser currentUser, string reportType, CancellationToken ct) =>
        catalog.Require(currentUser, reportType).LackingAsync(currentUser, ct);

    public ReportTypeInfo? Find(CurrentUser currentUser, string? key) =>
        Types(currentUser).FirstOrDefault(t => t.Key == key);

    public Task<IReadOnlyList<FilterOption>> OptionsAsync(
        CurrentUser currentUser,
        string reportType,
        string filter,
        CancellationToken ct
    ) => catalog.Require(currentUser, reportType).OptionsAsync(currentUser, filter, ct);

    /// <summary>Options of a filter that is filled by typing.</summary>
    public Task<IReadOnlyList<FilterOption>> SearchAsync(
        CurrentUser currentUser,
        string reportType,
        string filter,
        string text,
        CancellationToken ct
    ) => catalog.Require(currentUser, reportType).SearchAsync(currentUser, filter, text, ct);

    /// <summary>The words around the report and the first rows of each table, as the file would show them.</summary>
    public async Task<ReportPreview> PreviewAsync(
        CurrentUser currentUser,
        string reportType,
        ReportRequest asked,
        int rows,
        CancellationToken ct
    )
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        var type = catalog.Require(currentUser, reportType);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            await using var held = await contexts.SnapshotAsync(bounded.Token);
            var document = await type.BuildAsync(
                currentUser,
                await ReportCatalog.CheckAsync(currentUser, type, asked, bounded.Token),
                bounded.Token
            );
            var tables = new List<PreviewTable>();
            foreach (var table in document.Blocks.OfType<TableBlock>())
                tables.Add(await FirstAsync(table, rows, bounded.Token));
            return new ReportPreview(document, tables);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DomainException(
                ErrorKind.TooLarge,
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
