using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A region as its administrators see it.</summary>
/// <param name="DefaultName">The name that it came with; null for an added one.</param>
/// <param name="ChangedAt">UTC; null when nobody has changed it.</param>
/// <param name="Uses">What refers to it, by kind; empty when it can be removed.</param>
public sealed record RegionRow(
    string Code,
    string Name,
    IReadOnlyList<string> Aliases,
    bool Active,
    int Version,
    string? DefaultName,
    string? ChangedBy,
    DateTime? ChangedAt,
    IReadOnlyList<UseCount> Uses
)
{
    /// <summary>Code of the zone it belongs to; null for none.</summary>
    public string? Zone { get; init; }
}

/// <summary>How many rows of a kind refer to something.</summary>
/// <param name="Title">In the plural: <c>customers</c>.</param>
public sealed record UseCount(string Title, long Count);

/// <summary>The regions, for those who manage them.</summary>
public sealed class RegionQueries(IDbContextFactory<ReportsDb> contexts, IEnumerable<RegionUse> uses)
{
    public const string ManagePermission = "regions:manage";

    /// <summary>In the order of their names, the active ones first.</summary>
    public async Task<IReadOnlyList<RegionRow>> ListAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var rows = await db.Set<CompanyRegion>().OrderByDescending(r => r.Active).ThenBy(r => r.Name).ToListAsync(ct);
        var aliases = (await db.Set<RegionAlias>().OrderBy(a => a.Spelling).ToListAsync(ct)).ToLookup(a =>
            a.RegionCode
        );
        var changers = rows.Select(r => r.ChangedById).OfType<int>().ToHashSet();
        var names = await db.Set<User>()
            .Where(u => changers.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        var counts = new List<(string Title, IReadOnlyDictionary<string, long> ByCode)>();
        foreach (var use in uses)
            counts.Add((use.Title, await use.CountAsync(db, ct)));
        return
        [
            .. rows.Select(r => new RegionRow(
                r.Code,
                r.Name,
                [.. aliases[r.Code].Select(a => a.Spelling)],
                r.Active,
                r.Version,
                Regions.Defaults.Find(r.Code)?.Name,
                r.ChangedAt is null ? null : names.GetValueOrDefault(r.ChangedById ?? 0, "System"),
                r.ChangedAt,
                [
                    .. counts
                        .Select(c => new UseCount(c.Title, c.ByCode.GetValueOrDefault(r.Code)))
                        .Where(u => u.Count > 0),
                ]
            )
            {
                Zone = r.ZoneCode,
            }),
        ];
    }
}
