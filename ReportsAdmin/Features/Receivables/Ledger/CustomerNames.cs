using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>Names customers for lists.</summary>
internal static class CustomerNames
{
    // As many as a statement takes on either database.
    private const int AtOnce = 500;

    /// <summary>Of customers that the caller has found within the scope of the current user.</summary>
    public static async Task<Dictionary<int, CustomerName>> CustomerNamesAsync(
        this ReportsDb db,
        IReadOnlyCollection<int> ids,
        CancellationToken ct
    )
    {
        var names = new Dictionary<int, CustomerName>(ids.Count);
        foreach (var some in ids.Chunk(AtOnce))
        {
            var found = await db.Set<Customer>()
                .Where(c => some.Contains(c.Id))
                .Select(c => new CustomerName(c.Id, c.Code, c.Name, c.Region, c.DepartmentId))
                .ToListAsync(ct);
            foreach (var name in found)
                names[name.Id] = name;
        }

        return names;
    }
}
