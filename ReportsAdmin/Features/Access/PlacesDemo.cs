using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access;

/// <summary>The demo company's zones and some of its territories, spelled as its field sales spell them.</summary>
internal static class PlacesDemo
{
    private static readonly (string Code, string Name, string[] Aliases, string[] Regions)[] Zones =
    [
        ("north", "North Zone", ["northern"], ["delhi", "jaipur", "punjab"]),
        ("south", "South Zone", ["southern"], ["banglore", "chennai", "hyderabad", "vizag"]),
        ("east", "East Zone", ["eastern"], ["kolkata", "odisha"]),
        ("west", "West Zone", ["western"], ["ahmedabad", "goa", "mumbai", "nagpur", "pune"]),
        ("central", "Central Zone", [], ["indore", "raipur"]),
    ];

    private static readonly (string Name, string Region, string[] Aliases)[] Territories =
    [
        ("Ludhiana", "punjab", []),
        ("North Delhi", "delhi", ["delhi north"]),
        ("South Delhi", "delhi", ["delhi south"]),
        ("Nashik", "mumbai", ["nasik"]),
        ("Sangli", "pune", []),
        ("Satara", "pune", []),
        ("Mandya", "banglore", []),
        ("Madurai", "chennai", []),
    ];

    public static async Task SeedAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        if (await db.Set<CompanyZone>().AnyAsync(ct))
            return;
        await StructureDirectory.SeedAsync(db, ct);
        var regions = await db.Set<CompanyRegion>().AsTracking().ToDictionaryAsync(r => r.Code, ct);
        var order = 0;
        foreach (var (code, name, aliases, codes) in Zones)
        {
            db.Add(
                new CompanyZone
                {
                    Code = code,
                    Name = name,
                    Order = ++order,
                    ChangedById = CurrentUser.System.UserId,
                    ChangedAt = now,
                }
            );
            db.AddRange(aliases.Select(a => new ZoneAlias { Spelling = a, ZoneCode = code }));
            foreach (var region in codes.Select(regions.GetValueOrDefault).OfType<CompanyRegion>())
                region.ZoneCode = code;
        }

        foreach (var (name, region, aliases) in Territories)
        {
            var territory = new CompanyTerritory
            {
                Name = name,
                RegionCode = region,
                ChangedById = CurrentUser.System.UserId,
                ChangedAt = now,
            };
            db.Add(territory);
            await db.SaveChangesAsync(ct);
            db.AddRange(aliases.Select(a => new TerritoryAlias { Spelling = a, TerritoryId = territory.Id }));
        }

        await db.SaveChangesAsync(ct);
    }
}
