using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Reports;

/// <summary>Reports of the catalogue in the command palette.</summary>
public sealed class ReportsPalette(ReportPreviewQueries catalogue) : IPaletteSource
{
    private const int Most = 5;

    public int Order => 20;

    public Task<IReadOnlyList<PaletteHit>> FindAsync(CurrentUser currentUser, string text, CancellationToken ct)
    {
        if (!currentUser.Can(ReportJobQueries.ReadPermission))
            return Task.FromResult<IReadOnlyList<PaletteHit>>([]);
        return Task.FromResult<IReadOnlyList<PaletteHit>>([
            .. catalogue
                .Types(currentUser)
                .Where(t => t.Title.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(Most)
                .Select(t => new PaletteHit("Reports", t.Title, t.Category, t.Icon, $"/reports/new?type={t.Key}")),
        ]);
    }
}
