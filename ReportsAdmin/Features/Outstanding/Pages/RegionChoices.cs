using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Outstanding.Pages;

/// <summary>The regions a viewer can choose from.</summary>
public static class RegionChoices
{
    public static IReadOnlyList<Option> For(Viewer viewer) =>
        [
            new("", "All regions"),
            .. Regions
                .All.Where(r => viewer.Scope.CoversRegion(r.Code))
                .Select(r => new Option(r.Code, r.Name))
                .OrderBy(o => o.Text, StringComparer.Ordinal),
        ];
}
