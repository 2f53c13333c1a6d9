using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Outstanding.Pages;

/// <summary>The regions a viewer can choose from.</summary>
public static class RegionChoices
{
    private static readonly string[] Codes = ["ahmedabad", "banglore", "chennai", "delhi", "export", "goa", "hyderabad", "indore", "jaipur", "kolkata", "mumbai", "nagpur", "odisha", "pune", "punjab", "raipur", "vizag", "wie"];

    public static IReadOnlyList<Option> For(Viewer viewer) =>
        [new("", "All regions"), .. Codes.Where(viewer.Scope.CoversRegion).Select(c => new Option(c, Regions.Display(c))).OrderBy(o => o.Text, StringComparer.Ordinal)];
}
