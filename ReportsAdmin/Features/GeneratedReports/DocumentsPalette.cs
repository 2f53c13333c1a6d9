using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>Documents in the command palette.</summary>
public sealed class DocumentsPalette(GeneratedReportQueries documents) : IPaletteSource
{
    private static readonly PageRequest Few = new(1, 5);

    public int Order => 30;

    public async Task<IReadOnlyList<PaletteHit>> FindAsync(Viewer viewer, string text, CancellationToken ct)
    {
        if (!viewer.May(GeneratedReportQueries.ReadPermission))
            return [];
        var found = await documents.ListAsync(viewer, new GeneratedReportFilter(Search: text), Few, ct);
        return
        [
            .. found.Rows.Select(d => new PaletteHit(
                "Documents",
                d.Title,
                d.OwnerName,
                "description",
                $"/documents/{d.Id}"
            )),
        ];
    }
}
