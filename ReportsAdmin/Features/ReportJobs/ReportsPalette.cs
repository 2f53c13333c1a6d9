using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Reports of the catalogue in the command palette.</summary>
public sealed class ReportsPalette(ReportPreviewQueries catalogue) : IPaletteSource
{
    private const int Most = 5;

    public int Order => 20;

    public Task<IReadOnlyList<PaletteHit>> FindAsync(Viewer viewer, string text, CancellationToken ct)
    {
        if (!viewer.May(ReportJobQueries.ReadPermission))
            return Task.FromResult<IReadOnlyList<PaletteHit>>([]);
        return Task.FromResult<IReadOnlyList<PaletteHit>>([
            .. catalogue
                .Types(viewer)
                .Where(t => t.Title.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(Most)
                .Select(t => new PaletteHit("Reports", t.Title, t.Category, t.Icon, $"/reports/new?type={t.Key}")),
        ]);
    }
}
