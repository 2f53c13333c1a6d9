using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>A department as its administrators see it.</summary>
/// <param name="Depth">0 for a department without one above it.</param>
/// <param name="People">How many people are bound to it itself.</param>
/// <param name="ChangedAt">UTC; null when nobody has changed it.</param>
public sealed record DepartmentRow(
    int Id,
    string Name,
    string Code,
    int? ParentId,
    int Depth,
    IReadOnlyList<int> Edges,
    bool AgesByDueDate,
    bool IsDefault,
    bool Active,
    int Version,
    int People,
    string? ChangedBy,
    DateTime? ChangedAt
);

/// <summary>The departments, for those who manage them.</summary>
public sealed class DepartmentQueries(IDbContextFactory<ReportsDb> contexts)
{
    public const string ManagePermission = "departments:manage";

    /// <summary>The tree from the top, departments of one level by name.</summary>
    public async Task<IReadOnlyList<DepartmentRow>> TreeAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        await using var db = contexts.Reader();
        var all = await db.Set<Department>().OrderBy(d => d.Name).ToListAsync(ct);
        var people = (
            await db.Set<UserDepartment>()
                .GroupBy(d => d.DepartmentId)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToListAsync(ct)
        ).ToDictionary(g => g.Key, g => g.Count);
        var changers = all.Select(d => d.ChangedById).OfType<int>().ToHashSet();
        var names = await db.Set<User>()
            .Where(u => changers.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        var ids = all.Select(d => d.Id).ToHashSet();
        var children = all.ToLookup(d => d.ParentId is { } parent && ids.Contains(parent) ? parent : 0);
        var rows = new List<DepartmentRow>();
        Add(0, 0);
        return rows;

        void Add(int parent, int depth)
        {
            foreach (var d in children[parent])
            {
                rows.Add(
                    new DepartmentRow(
                        d.Id,
                        d.Name,
                        d.Code,
                        d.ParentId,
                        depth,
                        AgeEdges.Read(d.BucketEdges),
                        d.AgeingBasis == AgeingBasis.DueDate,
                        d.IsDefault,
                        d.Active,
                        d.Version,
                        people.GetValueOrDefault(d.Id),
                        d.ChangedAt is null ? null : names.GetValueOrDefault(d.ChangedById ?? 0, "System"),
                        d.ChangedAt
                    )
                );
                Add(d.Id, depth + 1);
            }
        }
    }
}
