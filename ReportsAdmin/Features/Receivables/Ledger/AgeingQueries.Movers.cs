using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

public sealed partial class AgeingQueries
{
    /// <summary>The customers whose balance moved most between two months, either way.</summary>
    public async Task<IReadOnlyList<CustomerMovement>> MoversAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        Period first,
        int count,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var opening = all.At(first.AddMonths(-1)).Select(p => p.Id).ToList();
        var closing = all.At(filter.Period).Select(p => p.Id).ToList();
        var both = opening.Union(closing).ToList();
        var rows = await db.Set<Balance>()
            .Where(b => both.Contains(b.SnapshotId))
            .GroupBy(b => b.CustomerId)
            .Select(g => new
            {
                g.Key,
                Opening = g.Sum(b => opening.Contains(b.SnapshotId) ? b.OutstandingPaise : 0),
                Closing = g.Sum(b => closing.Contains(b.SnapshotId) ? b.OutstandingPaise : 0),
            })
            .Where(x => x.Opening != x.Closing)
            .OrderByDescending(x => x.Closing > x.Opening ? x.Closing - x.Opening : x.Opening - x.Closing)
            .ThenBy(x => x.Key)
            .Take(count)
            .Join(
                db.Set<Customer>(),
                x => x.Key,
                c => c.Id,
                (x, c) =>
                    new
                    {
                        c.Code,
                        c.Name,
                        c.Region,
                        x.Opening,
                        x.Closing,
                    }
            )
            .ToListAsync(ct);
        return
        [
            .. rows.Select(r => new CustomerMovement(
                    r.Code,
                    r.Name,
                    r.Region,
                    new Money(r.Opening),
                    new Money(r.Closing)
                ))
                .OrderByDescending(r => Math.Abs(r.Change.Paise))
                .ThenBy(r => r.Code, StringComparer.Ordinal),
        ];
    }
}
