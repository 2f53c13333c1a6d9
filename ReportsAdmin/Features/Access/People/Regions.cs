using System.Collections;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A region of the company.</summary>
/// <param name="Code">As spec 003 spells it; the wire and the tables use it, and it never changes.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Aliases">Other spellings in sheets, folded by <see cref="RegionCatalog.Fold"/>.</param>
/// <param name="Active">False for a region that is kept for its history and no longer offered.</param>
public sealed record Region(string Code, string Name, IReadOnlyList<string> Aliases, bool Active = true);

/// <summary>An immutable list of regions, in the order of their names, with a fast way from a spelling to its region.</summary>
public sealed class RegionCatalog
{
    private readonly Dictionary<string, string> bySpelling = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Region> byCode;

    public RegionCatalog(IEnumerable<Region> regions)
    {
        All = [.. regions.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
        Active = [.. All.Where(r => r.Active)];
        byCode = All.ToDictionary(r => r.Code, StringComparer.Ordinal);
        // Codes come first: no name or alias can take the wire name of another region.
        foreach (var (spelling, code) in All.Select(r => (r.Code, r.Code)).Concat(All.SelectMany(Names)))
            bySpelling.TryAdd(Fold(spelling), code);
    }

    public IReadOnlyList<Region> All { get; }

    /// <summary>Those that are offered for new people, customers and uploads.</summary>
    public IReadOnlyList<Region> Active { get; }

    /// <summary>A spelling without case, punctuation and a closing "region" or "branch".</summary>
    public static string Fold(string? text)
    {
        var folded = string.Join(
            ' ',
            (text ?? "").ToLowerInvariant().Split([' ', '-', '_', '.', ','], StringSplitOptions.RemoveEmptyEntries)
        );
        return
            folded.EndsWith(" region", StringComparison.Ordinal) || folded.EndsWith(" branch", StringComparison.Ordinal)
            ? folded[..folded.LastIndexOf(' ')]
            : folded;
    }

    public Region? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The code of a region however it is spelled, or null.</summary>
    public string? Parse(string? text) => bySpelling.GetValueOrDefault(Fold(text));

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

    /// <summary>The names of the active regions as they are at each moment: for lists that are built once.</summary>
    public static readonly IReadOnlyList<string> ActiveNames = new NamesNow();

    private static volatile RegionCatalog current = Defaults;

    public static IReadOnlyList<Region> All => current.All;

    /// <summary>Those that are offered for new people, customers and uploads.</summary>
    public static IReadOnlyList<Region> Active => current.Active;

    /// <summary>The code of a region however it is spelled, or null. Inactive ones are found too: their history can be asked for.</summary>
    public static string? Parse(string? text) => current.Parse(text);

    /// <summary>The name that people read; an unknown code is shown as it is.</summary>
    public static string Display(string code) => current.Find(code)?.Name ?? code;

    public static bool IsActive(string code) => current.Find(code) is { Active: true };

    /// <summary>Replaces the snapshot of this process.</summary>
    public static void Apply(RegionCatalog catalog) => current = catalog;

    private sealed class NamesNow : IReadOnlyList<string>
    {
        public int Count => Active.Count;

        public string this[int index] => Active[index].Name;

        public IEnumerator<string> GetEnumerator() => Active.Select(r => r.Name).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
