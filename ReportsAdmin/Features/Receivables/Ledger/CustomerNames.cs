using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>Names customers for lists.</summary>
internal static class CustomerNames
{
    /// <summary>Of customers that the caller has found within the scope of the current user.</summary>
    public static Task<Dictionary<int, CustomerName>> CustomerNamesAsync(
        this ReportsDb db,
        IReadOnlyCollection<int> ids,
        CancellationToken ct
    ) =>
        db.Set<Customer>()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new CustomerName(c.Id, c.Code, c.Name, c.Region, c.DepartmentId))
            .ToDictionaryAsync(c => c.Id, ct);
}
