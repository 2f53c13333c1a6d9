using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>Which departments lie below which.</summary>
internal static class DepartmentTree
{
    /// <summary>The departments and all below them, ascending; empty for none.</summary>
    public static async Task<IReadOnlyList<int>> BelowAsync(
        ReportsDb db,
        IReadOnlyList<int> departments,
        CancellationToken ct
    )
    {
        if (departments.Count == 0)
            return departments;
        var children = (
            await db.Set<Department>()
                .Where(d => d.ParentId != null)
                .Select(d => new { d.Id, ParentId = d.ParentId!.Value })
                .ToListAsync(ct)
        ).ToLookup(d => d.ParentId, d => d.Id);
        var found = new SortedSet<int>();
        var open = new Stack<int>(departments);
        while (open.TryPop(out var id))
        {
            if (!found.Add(id))
                continue;
            foreach (var child in children[id])
                open.Push(child);
        }

        return [.. found];
    }
}
