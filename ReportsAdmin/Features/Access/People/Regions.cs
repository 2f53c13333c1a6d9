namespace ReportsAdmin.Features.Access.People;

/// <param name="Code">As spec 003 spells it; the wire and the tables use it.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Aliases">Other spellings in sheets, in lower case.</param>
public sealed record Region(string Code, string Name, params string[] Aliases);

/// <summary>The regions of spec 003, with the spellings that sheets use for them.</summary>
public static class Regions
{
    public static readonly IReadOnlyList<Region> All =
    [
        new("ahmedabad", "Ahmedabad", "amd", "ahmadabad"),
        new("banglore", "Bengaluru", "bangalore", "bengaluru", "blr", "bengalore"),
        new("chennai", "Chennai", "madras"),
        new("delhi", "Delhi", "new delhi", "delhi ncr", "ncr"),
        new("export", "Export", "exports", "overseas"),
        new("goa", "Goa"),
        new("hyderabad", "Hyderabad", "hyd"),
        new("indore", "Indore"),
        new("jaipur", "Jaipur"),
        new("kolkata", "Kolkata", "calcutta", "kol"),
        new("mumbai", "Mumbai", "bombay", "mum", "navi mumbai"),
        new("nagpur", "Nagpur"),
        new("odisha", "Odisha", "orissa", "bhubaneswar"),
        new("pune", "Pune", "poona"),
        new("punjab", "Punjab", "chandigarh", "ludhiana"),
        new("raipur", "Raipur"),
        new("vizag", "Vizag", "visakhapatnam", "vishakhapatnam"),
        new("wie", "WIE"),
    ];

    private static readonly Dictionary<string, string> BySpelling = All.SelectMany(r =>
            r.Aliases.Append(r.Code).Append(r.Name.ToLowerInvariant()).Distinct().Select(spelling => (spelling, r.Code))
        )
        .ToDictionary(x => x.spelling, x => x.Code, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Names = All.ToDictionary(
        r => r.Code,
        r => r.Name,
        StringComparer.Ordinal
    );

    /// <summary>The code of a region however it is spelled, or null.</summary>
    public static string? Parse(string? text)
    {
        var folded = string.Join(
            ' ',
            (text ?? "").ToLowerInvariant().Split([' ', '-', '_', '.', ','], StringSplitOptions.RemoveEmptyEntries)
        );
        if (
            folded.EndsWith(" region", StringComparison.Ordinal) || folded.EndsWith(" branch", StringComparison.Ordinal)
        )
            folded = folded[..folded.LastIndexOf(' ')];
        return BySpelling.GetValueOrDefault(folded);
    }

    /// <summary>The name that people read; an unknown code is shown as it is.</summary>
    public static string Display(string code) => Names.GetValueOrDefault(code, code);
}
