using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;

namespace ReportsAdmin.Features.Receivables.Dashboard;

/// <summary>What is owed in the regions of a zone, by age: the sum of its regions.</summary>
/// <param name="Zone">Null for the regions of no zone.</param>
/// <param name="Regions">In the order in which they came.</param>
public sealed record ZoneAgeing(Zone? Zone, IReadOnlyList<RegionAgeing> Regions)
{
    public AgeingAmounts Amounts { get; } = Regions.Aggregate(AgeingAmounts.None, (sum, r) => sum + r.Amounts);

    /// <summary>The zones in the company's order, the regions of none last; one group of all while the company has no zones.</summary>
    public static IReadOnlyList<ZoneAgeing> Of(IEnumerable<RegionAgeing> regions) =>
        [
            .. regions
                .GroupBy(r => Access.People.Regions.ZoneOf(r.Region))
                .OrderBy(g => g.Key is null)
                .ThenBy(g => Access.People.Regions.Zones.TakeWhile(z => z != g.Key).Count())
                .Select(g => new ZoneAgeing(g.Key, [.. g])),
        ];
}
