using System.Collections;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A region of the company.</summary>
/// <param name="Code">As spec 003 spells it; the wire and the tables use it, and it never changes.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Aliases">Other spellings in sheets, folded by <see cref="RegionCatalog.Fold"/>.</param>
/// <param name="Active">False for a region that is kept for its history and no longer offered.</param>
/// <param name="Zone">Code of the zone it belongs to; null for none.</param>
public sealed record Region(
    string Code,
    string Name,
    IReadOnlyList<string> Aliases,
    bool Active = true,
    string? Zone = null
);

/// <summary>A group of regions.</summary>
/// <param name="Code">As addresses and filters write it after <see cref="Regions.ZonePrefix"/>; it never changes.</param>
/// <param name="Name">As people read it and field sales store it.</param>
/// <param name="Aliases">Other spellings in sheets, folded by <see cref="RegionCatalog.FoldZone"/>.</param>
public sealed record Zone(string Code, string Name, IReadOnlyList<string> Aliases);

/// <summary>A territory of field sales, below a region.</summary>
/// <param name="Name">As people read it and field sales store it.</param>
/// <param name="Region">Code of the region.</param>
/// <param name="Aliases">Other spellings in sheets, folded by <see cref="RegionCatalog.FoldTerritory"/>.</param>
/// <param name="Active">False for one that is no longer offered.</param>
public sealed record Territory(string Name, string Region, IReadOnlyList<string> Aliases, bool Active = true);

/// <summary>
/// An immutable list of regions in the order of their names, with their zones in the company's order and their territories, and
/// a fast way from a spelling to what it means.
/// </summary>
public sealed class RegionCatalog
{
    private readonly Dictionary<string, string> bySpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Region> byCode;
    private readonly Dictionary<string, Zone> zonesByCode;
    private readonly Dictionary<string, string> zonesBySpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> territoriesBySpelling = new(StringComparer.Ordinal);
    private readonly ILookup<string, string> regionsByZone;

    public RegionCatalog(
        IEnumerable<Region> regions,
        IReadOnlyList<Zone>? zones = null,
        IEnumerable<Territory>? territories = null
    )
    {
        Zones = zones ?? [];
        Territories = [.. (territories ?? []).OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase)];
        All = [.. regions.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
        Active = [.. All.Where(r => r.Active)];
        byCode = All.ToDictionary(r => r.Code, StringComparer.Ordinal);
        // Codes come first: no name or alias can take the wire name of another region.
        foreach (var (spelling, code) in All.Select(r => (r.Code, r.Code)).Concat(All.SelectMany(Names)))
            bySpelling.TryAdd(Fold(spelling), code);
        zonesByCode = Zones.ToDictionary(z => z.Code, StringComparer.Ordinal);
        regionsByZone = All.Where(r => r.Zone is not null).ToLookup(r => r.Zone!, r => r.Code, StringComparer.Ordinal);
        foreach (var (spelling, name) in Zones.SelectMany(z => z.Aliases.Append(z.Name).Select(a => (a, z.Name))))
            zonesBySpelling.TryAdd(FoldZone(spelling), name);
        foreach (var (spelling, name) in Territories.SelectMany(t => t.Aliases.Append(t.Name).Select(a => (a, t.Name))))
            territoriesBySpelling.TryAdd(FoldTerritory(spelling), name);
    }

    public IReadOnlyList<Region> All { get; }

    /// <summary>Those that are offered for new people, customers and uploads.</summary>
    public IReadOnlyList<Region> Active { get; }

    /// <summary>In the company's order.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>In the order of their names, inactive ones too.</summary>
    public IReadOnlyList<Territory> Territories { get; }

    /// <summary>A spelling without case, punctuation and a closing "region" or "branch".</summary>
    public static string Fold(string? text)
    {
        var folded = string.Join(
            ' ',
            (text ?? "").ToLowerInvariant().Split([' ', '-', '_', '.', ','], StringSplitOptions.RemoveEmptyEntries)
        );
        var regionless = Without(folded, " region");
        return regionless.Length < folded.Length ? regionless : Without(folded, " branch");
    }

    /// <summary>A spelling of a zone without case, punctuation and a closing "zone".</summary>
    public static string FoldZone(string? text) => Without(Fold(text), " zone");

    /// <summary>A spelling of a territory without case, punctuation and a closing "territory".</summary>
    public static string FoldTerritory(string? text) => Without(Fold(text), " territory");

    public Region? Find(string code) => byCode.GetValueOrDefault(code);

    public Zone? FindZone(string code) => zonesByCode.GetValueOrDefault(code);

    /// <summary>The name of a zone however it is spelled, or null.</summary>
    public string? ZoneNamed(string? text) => zonesBySpelling.GetValueOrDefault(FoldZone(text));

    /// <summary>The name of a territory however it is spelled, or null.</summary>
    public string? TerritoryNamed(string? text) => territoriesBySpelling.GetValueOrDefault(FoldTerritory(text));

    /// <summary>The codes of a zone's regions, inactive ones too.</summary>
    public IReadOnlyList<string> RegionsOf(string zone) => [.. regionsByZone[zone]];

    /// <summary>The code of a region however it is spelled, or null.</summary>
    public string? Parse(string? text) => bySpelling.GetValueOrDefault(Fold(text));

    private static string Without(string folded, string ending) =>
        folded.EndsWith(ending, StringComparison.Ordinal) ? folded[..^ending.Length] : folded;

    private static IEnumerable<(string Spelling, string Code)> Names(Region region) =>
        region.Aliases.Append(region.Name).Select(spelling => (spelling, region.Code));
}

/// <summary>
/// The company's regions as this process knows them: a snapshot in memory that <see cref="Structure.StructureDirectory"/> replaces
/// whenever a region changes on any node, so that reading a sheet or drawing a row never asks the database
/// (Decisions/0029-structure.md). Until the first load they are the eighteen of spec 003.
/// </summary>
public static class Regions
{
    /// <summary>The regions of spec 003, with the spellings that sheets use for them.</summary>
    public static readonly RegionCatalog Defaults = new([
        new("ahmedabad", "Ahmedabad", ["amd", "ahmadabad"]),
        new("banglore", "Bengaluru", ["bangalore", "bengaluru", "blr", "bengalore"]),
        new("chennai", "Chennai", ["madras"]),
        new("delhi", "Delhi", ["new delhi", "delhi ncr", "ncr"]),
        new("export", "Export", ["exports", "overseas"]),
        new("goa", "Goa", []),
        new("hyderabad", "Hyderabad", ["hyd"]),
        new("indore", "Indore", []),
        new("jaipur", "Jaipur", []),
        new("kolkata", "Kolkata", ["calcutta", "kol"]),
        new("mumbai", "Mumbai", ["bombay", "mum", "navi mumbai"]),
        new("nagpur", "Nagpur", []),
        new("odisha", "Odisha", ["orissa", "bhubaneswar"]),
        new("pune", "Pune", ["poona"]),
        new("punjab", "Punjab", ["chandigarh", "ludhiana"]),
        new("raipur", "Raipur", []),
        new("vizag", "Vizag", ["visakhapatnam", "vishakhapatnam"]),
        new("wie", "WIE", []),
    ]);

    /// <summary>Begins a filter's value that means the regions of a zone: no code of a region has a colon.</summary>
    public const string ZonePrefix = "zone:";

    /// <summary>The names of the active regions as they are at each moment: for lists that are built once.</summary>
    public static readonly IReadOnlyList<string> ActiveNames = new NamesNow();

    private static volatile RegionCatalog current = Defaults;

    public static IReadOnlyList<Region> All => current.All;

    /// <summary>Those that are offered for new people, customers and uploads.</summary>
    public static IReadOnlyList<Region> Active => current.Active;

    /// <summary>The company's zones in its order.</summary>
    public static IReadOnlyList<Zone> Zones => current.Zones;

    public static IReadOnlyList<Territory> Territories => current.Territories;

    /// <summary>The code of a region however it is spelled, or null. Inactive ones are found too: their history can be asked for.</summary>
    public static string? Parse(string? text) => current.Parse(text);

    /// <summary>
    /// What a filter of a page or report means: the code of a region however it is spelled, <c>zone:</c> with the code of a zone,
    /// or null for neither. The wire knows no zones and uses <see cref="Parse"/>.
    /// </summary>
    public static string? ParseFilter(string? text) =>
        text is not null && ZoneIn(text) is not null ? text : Parse(text);

    /// <summary>
    /// The regions that a filter asks for: one, or those of a zone. Never empty, so that no narrowing by it can mean everything:
    /// a zone without regions stands for itself, which no row has.
    /// </summary>
    public static IReadOnlyList<string> Within(string filter) =>
        ZoneIn(filter) is { } zone && current.RegionsOf(zone.Code) is { Count: > 0 } regions ? regions : [filter];

    /// <summary>The zones of which a scope sees a region; none for a scope of a single region, which has nothing to group.</summary>
    public static IReadOnlyList<Zone> ZonesIn(Scope scope) =>
        scope.Regions is { Count: <= 1 }
            ? []
            : [.. Zones.Where(z => current.RegionsOf(z.Code).Any(scope.CoversRegion))];

    /// <summary>The zone of a region, or null.</summary>
    public static Zone? ZoneOf(string region) => current.Find(region)?.Zone is { } zone ? current.FindZone(zone) : null;

    /// <summary>The name of a region's zone, or that it has none.</summary>
    public static string ZoneNameOf(string region) => ZoneOf(region)?.Name ?? "No zone";

    /// <summary>The name of a zone as field sales store it, however it is spelled; text that means no zone stays as it is.</summary>
    public static string? ZoneText(string? text) => current.ZoneNamed(text) ?? text;

    /// <summary>The name of a territory as field sales store it, however it is spelled; text that means no territory stays as it is.</summary>
    public static string? TerritoryText(string? text) => current.TerritoryNamed(text) ?? text;

    /// <summary>The name that people read, of a region or of a filter that means a zone; an unknown code is shown as it is.</summary>
    public static string Display(string code) => current.Find(code)?.Name ?? ZoneIn(code)?.Name ?? code;

    public static bool IsActive(string code) => current.Find(code) is { Active: true };

    /// <summary>Replaces the snapshot of this process.</summary>
    public static void Apply(RegionCatalog catalog) => current = catalog;

    private static Zone? ZoneIn(string filter) =>
        filter.StartsWith(ZonePrefix, StringComparison.Ordinal) ? current.FindZone(filter[ZonePrefix.Length..]) : null;

    private sealed class NamesNow : IReadOnlyList<string>
    {
        public int Count => Active.Count;

        public string this[int index] => Active[index].Name;

        public IEnumerator<string> GetEnumerator() => Active.Select(r => r.Name).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
