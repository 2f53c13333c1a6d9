using ReportsAdmin.Features.Access.People;

namespace ReportsAdmin.Features.Access.Pages;

/// <summary>People as a list, by reporting line and by region. With filters, the reporting line also keeps the managers of the people who match.</summary>
public sealed class TeamTree
{
    private readonly ILookup<int, TeamMember> reports;

    private TeamTree(
        IReadOnlyList<TeamMember> tops,
        ILookup<int, TeamMember> reports,
        IReadOnlyList<(string, IReadOnlyList<TeamMember>)> regions,
        IReadOnlyList<TeamMember> people,
        int all
    ) => (Tops, this.reports, Regions, People, All) = (tops, reports, regions, people, all);

    /// <summary>Everyone who matches, senior roles first, then by name.</summary>
    public IReadOnlyList<TeamMember> People { get; }

    /// <summary>People without a manager, or whose manager the current user may not see.</summary>
    public IReadOnlyList<TeamMember> Tops { get; }

    public IReadOnlyList<(string Region, IReadOnlyList<TeamMember> People)> Regions { get; }

    /// <summary>How many people match the filters.</summary>
    public int Shown => People.Count;

    public int All { get; }

    public IReadOnlyList<TeamMember> ReportsOf(int id) => [.. reports[id]];

    /// <param name="members">Everyone in the team.</param>
    /// <param name="search">Words that must all occur in the name, email, role, designation or region.</param>
    /// <param name="role">A role or a designation; null for all.</param>
    /// <param name="region">The code of a region; null for all.</param>
    public static TeamTree Of(
        IReadOnlyList<TeamMember> members,
        string? search,
        string? role = null,
        string? region = null
    )
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var matching = Sorted(
            members
                .Where(m => role is null || m.Role == role || m.Designation == role)
                .Where(m => region is null || m.Region == region)
                .Where(m => words.All(w => Text(m).Contains(w, StringComparison.OrdinalIgnoreCase)))
        );
        var byId = members.ToDictionary(m => m.Id);
        var kept = Sorted(matching.SelectMany(m => WithThoseAbove(m, byId)).Distinct());
        var keptIds = kept.Select(m => m.Id).ToHashSet();
        var tops = kept.Where(m =>
                TopOf(m, byId)?.Id == m.Id || m.ReportsToId is not { } boss || !keptIds.Contains(boss)
            )
            .ToList();
        var topIds = tops.Select(m => m.Id).ToHashSet();
        return new TeamTree(
            tops,
            kept.Where(m => !topIds.Contains(m.Id)).ToLookup(m => m.ReportsToId ?? 0),
            ByRegion(matching),
            matching,
            members.Count
        );
    }

    private static List<TeamMember> Sorted(IEnumerable<TeamMember> members) =>
        [.. members.OrderBy(RankOf).ThenBy(m => m.Name, StringComparer.Ordinal)];

    private static List<(string, IReadOnlyList<TeamMember>)> ByRegion(IEnumerable<TeamMember> members) =>
        [
            .. members
                .GroupBy(
                    m => m.Region is null ? "All regions" : Access.People.Regions.Display(m.Region),
                    StringComparer.Ordinal
                )
                .OrderBy(g => g.First().Region is not null)
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, (IReadOnlyList<TeamMember>)[.. g])),
        ];

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

    // Two people recorded as each other's manager would hide both: the one with the lower id is shown at the top.
    private static TeamMember? TopOf(TeamMember member, Dictionary<int, TeamMember> byId)
    {
        var chain = WithThoseAbove(member, byId).ToList();
        var last = chain[^1];
        return last.ReportsToId is { } boss && byId.ContainsKey(boss)
            ? chain.SkipWhile(m => m.Id != boss).MinBy(m => m.Id)
            : last;
    }
}
