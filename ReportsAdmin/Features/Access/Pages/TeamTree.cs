using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>People arranged by whom they report to and by region; with a search, those who match and everybody above them.</summary>
public sealed class TeamTree
{
    private readonly ILookup<int, TeamMember> reports;

    private TeamTree(
        IReadOnlyList<TeamMember> tops,
        ILookup<int, TeamMember> reports,
        IReadOnlyList<(string, IReadOnlyList<TeamMember>)> regions,
        int shown,
        int all
    ) => (Tops, this.reports, Regions, Shown, All) = (tops, reports, regions, shown, all);

    /// <summary>Those who report to nobody, or to somebody the current user does not see.</summary>
    public IReadOnlyList<TeamMember> Tops { get; }

    public IReadOnlyList<(string Region, IReadOnlyList<TeamMember> People)> Regions { get; }

    /// <summary>How many people match the search.</summary>
    public int Shown { get; }

    public int All { get; }

    public IReadOnlyList<TeamMember> ReportsOf(int id) => [.. reports[id]];

    public static TeamTree Of(IReadOnlyList<TeamMember> members, string? search)
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var matching = members
            .Where(m => words.All(w => Text(m).Contains(w, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        var byId = members.ToDictionary(m => m.Id);
        var kept = matching
            .SelectMany(m => WithThoseAbove(m, byId))
            .Distinct()
            .OrderBy(RankOf)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .ToList();
        var keptIds = kept.Select(m => m.Id).ToHashSet();
        var tops = kept.Where(m =>
                TopOf(m, byId)?.Id == m.Id || m.ReportsToId is not { } boss || !keptIds.Contains(boss)
            )
            .ToList();
        var regions = matching
            .OrderBy(RankOf)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .GroupBy(
                m => m.Region is null ? "All regions" : Access.People.Regions.Display(m.Region),
                StringComparer.Ordinal
            )
            .OrderBy(g => g.First().Region is not null)
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<TeamMember>)[.. g]))
            .ToList();
        var topIds = tops.Select(m => m.Id).ToHashSet();
        return new TeamTree(
            tops,
            kept.Where(m => !topIds.Contains(m.Id)).ToLookup(m => m.ReportsToId ?? 0),
            regions,
            matching.Count,
            members.Count
        );
    }

    private static string Text(TeamMember m) =>
        string.Join(
            ' ',
            m.Name,
            m.Email,
            m.Role,
            m.Designation,
            m.Region is null ? "" : Access.People.Regions.Display(m.Region),
            m.Region
        );

    private static int RankOf(TeamMember m) =>
        m.Role switch
        {
            RoleNames.Admin => 0,
            RoleNames.CountryManager => 1,
            RoleNames.Manager => 2,
            _ => 3,
        };

    private static IEnumerable<TeamMember> WithThoseAbove(TeamMember member, Dictionary<int, TeamMember> byId)
    {
        var seen = new HashSet<int>();
        for (
            var at = member;
            at is not null && seen.Add(at.Id);
            at = at.ReportsToId is { } boss ? byId.GetValueOrDefault(boss) : null
        )
            yield return at;
    }

    // Two people entered as each other's superior must not hide both: the one with the lower key counts as the top.
    private static TeamMember? TopOf(TeamMember member, Dictionary<int, TeamMember> byId)
    {
        var chain = WithThoseAbove(member, byId).ToList();
        var last = chain[^1];
        return last.ReportsToId is { } boss && byId.ContainsKey(boss)
            ? chain.SkipWhile(m => m.Id != boss).MinBy(m => m.Id)
            : last;
    }
}
