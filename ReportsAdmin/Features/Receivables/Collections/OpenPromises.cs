using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

internal static class OpenPromises
{
    /// <summary>The promises that are neither kept nor broken on a day, by customer, the earliest first.</summary>
    public static async Task<ILookup<int, OpenPromise>> OpenPromisesAsync(
        this ReportsDb db,
        IQueryable<Customer> customers,
        DateOnly day,
        CancellationToken ct
    )
    {
        var open = await db.Set<Promise>()
            .Where(p =>
                p.Status == PromiseStatus.Open && p.DueOn >= day && customers.Select(c => c.Id).Contains(p.CustomerId)
            )
            .OrderBy(p => p.DueOn)
            .Select(p => new
            {
                p.CustomerId,
                p.AmountPaise,
                p.DueOn,
            })
            .ToListAsync(ct);
        return open.ToLookup(p => p.CustomerId, p => new OpenPromise(new Money(p.AmountPaise), p.DueOn));
    }
}
