using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Pages;

/// <summary>The regions a user can choose from.</summary>
public static class RegionChoices
{
    /// <summary>All, each zone with its regions below it, then the regions of no zone.</summary>
    public static IReadOnlyList<Option> For(CurrentUser currentUser)
    {
        var zones = Regions.ZonesIn(currentUser.Scope);
        var regions = Single(currentUser);
        return
        [
            new("", "All"),
            .. zones.SelectMany(z =>
                regions
                    .Where(r => Regions.ZoneOf(r.Value) == z)
                    .Select(r => r with { IsInset = true })
                    .Prepend(new Option(Regions.ZonePrefix + z.Code, z.Name))
            ),
            .. regions.Where(r => Regions.ZoneOf(r.Value) is not { } zone || !zones.Contains(zone)),
        ];
    }

    /// <summary>All, and each region: for what belongs to one region.</summary>
    public static IReadOnlyList<Option> WithoutZones(CurrentUser currentUser) =>
        [new("", "All"), .. Single(currentUser)];

    private static List<Option> Single(CurrentUser currentUser) =>
        [
            .. Regions
                .All.Where(r => currentUser.Scope.CoversRegion(r.Code))
                .Select(r => new Option(r.Code, r.Name))
                .OrderBy(o => o.Text, StringComparer.Ordinal),
        ];
}
