using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A zone as its administrators see it.</summary>
/// <param name="Regions">Codes of its regions, in the order of their names.</param>
/// <param name="ChangedAt">UTC.</param>
/// <param name="Uses">Rows of field sales that hold its name, by kind.</param>
public sealed record ZoneRow(
    string Code,
    string Name,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Regions,
    int Version,
    string ChangedBy,
    DateTime ChangedAt,
    IReadOnlyList<UseCount> Uses
);

/// <summary>A territory as its administrators see it.</summary>
/// <param name="Region">Code of the region it is below.</param>
/// <param name="ChangedAt">UTC.</param>
/// <param name="Uses">Rows of field sales that hold its name, by kind; empty when it can be removed.</param>
public sealed record TerritoryRow(
    int Id,
    string Name,
    string Region,
    IReadOnlyList<string> Aliases,
    bool Active,
    int Version,
    string ChangedBy,
    DateTime ChangedAt,
    IReadOnlyList<UseCount> Uses
);

/// <summary>The zones and territories, for those who manage the regions.</summary>
public sealed class ZoneQueries(IDbContextFactory<ReportsDb> contexts, IEnumerable<PlaceUse> uses)
{
    /// <summary>In the company's order.</summary>
    public async Task<IReadOnlyList<ZoneRow>> ZonesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(RegionQueries.ManagePermission);
        await using var db = contexts.Reader();
        var zones = await db.Set<CompanyZone>().OrderBy(z => z.Order).ToListAsync(ct);
        var aliases = (await db.Set<ZoneAlias>().OrderBy(a => a.Spelling).ToListAsync(ct)).ToLookup(a => a.ZoneCode);
        var regions = (
            await db.Set<CompanyRegion>().Where(r => r.ZoneCode != null).OrderBy(r => r.Name).ToListAsync(ct)
        ).ToLookup(r => r.ZoneCode);
        var names = await NamesAsync(db, zones.Select(z => z.ChangedById), ct);
        var counts = await CountsAsync(db, PlaceKind.Zone, ct);
        return
        [
            .. zones.Select(z => new ZoneRow(
                z.Code,
                z.Name,
                [.. aliases[z.Code].Select(a => a.Spelling)],
                [.. regions[z.Code].Select(r => r.Code)],
                z.Version,
                names.GetValueOrDefault(z.ChangedById, "System"),
                z.ChangedAt,
                Of(counts, z.Name)
            )),
        ];
    }

    /// <summary>In the order of their names, the active ones first.</summary>
    public async Task<IReadOnlyList<TerritoryRow>> TerritoriesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(RegionQueries.ManagePermission);
        await using var db = contexts.Reader();
        var territories = await db.Set<CompanyTerritory>()
            .OrderByDescending(t => t.Active)
            .ThenBy(t => t.Name)
            .ToListAsync(ct);
        var aliases = (await db.Set<TerritoryAlias>().OrderBy(a => a.Spelling).ToListAsync(ct)).ToLookup(a =>
            a.TerritoryId
        );
        var names = await NamesAsync(db, territories.Select(t => t.ChangedById), ct);
        var counts = await CountsAsync(db, PlaceKind.Territory, ct);
        return
        [
            .. territories.Select(t => new TerritoryRow(
                t.Id,
                t.Name,
                t.RegionCode,
                [.. aliases[t.Id].Select(a => a.Spelling)],
                t.Active,
                t.Version,
                names.GetValueOrDefault(t.ChangedById, "System"),
                t.ChangedAt,
                Of(counts, t.Name)
            )),
        ];
    }

    private static async Task<Dictionary<int, string>> NamesAsync(
        ReportsDb db,
        IEnumerable<int> people,
        CancellationToken ct
    )
    {
        var ids = people.ToHashSet();
        return await db.Set<User>().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
    }

    private async Task<List<(string Title, IReadOnlyDictionary<string, long> ByName)>> CountsAsync(
        ReportsDb db,
        PlaceKind kind,
        CancellationToken ct
    )
    {
        var counts = new List<(string, IReadOnlyDictionary<string, long>)>();
        foreach (var use in uses.Where(u => u.Kind == kind))
            counts.Add((use.Title, await use.CountAsync(db, ct)));
        return counts;
    }

    private static IReadOnlyList<UseCount> Of(
        List<(string Title, IReadOnlyDictionary<string, long> ByName)> counts,
        string name
    ) => [.. counts.Select(c => new UseCount(c.Title, c.ByName.GetValueOrDefault(name))).Where(u => u.Count > 0)];
}
