using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The regions a user can choose from.</summary>
public static class RegionChoices
{
    public static IReadOnlyList<Option> For(CurrentUser currentUser) =>
        [
            new("", "All"),
            .. Regions
                .All.Where(r => currentUser.Scope.CoversRegion(r.Code))
                .Select(r => new Option(r.Code, r.Name))
                .OrderBy(o => o.Text, StringComparer.Ordinal),
        ];
}
