using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

public sealed partial class CustomerQueries
{
    /// <summary>Sums over every customer that matched. Movement counts only where the month itself was uploaded.</summary>
    private static async Task<CustomerTotals> TotalsAsync(
        ReportsDb db,
        CustomerFilter filter,
        IQueryable<Balance> matched,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var moved = positions.Where(p => p.Period == filter.Base.Period).Select(p => p.Id).ToList();
        var sums = await matched
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Outstanding = g.Sum(x => x.OutstandingPaise),
                Change = g.Sum(x => moved.Contains(x.SnapshotId) ? x.NewPaise - x.RecoveredPaise : 0),
                Invoices = g.Sum(x => x.Invoices),
                Disputed = g.Sum(x => x.Disputed),
            })
            .SingleOrDefaultAsync(ct);
        return sums is null
            ? CustomerTotals.None
            : new CustomerTotals(
                sums.Count,
                new Money(sums.Outstanding),
                new Money(sums.Change),
                sums.Invoices,
                sums.Disputed,
                filter.IsWhole
                    ? await AgeingOfAllAsync(db, positions, terms, ct)
                    : await AgeingOfAsync(db, matched, terms, ct)
            );
    }

    private static async Task<AgeingAmounts> AgeingOfAllAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var sums = await db.Set<BalanceDay>()
            .Where(d => ids.Contains(d.SnapshotId))
            .Aged(terms)
            .GroupBy(a => a.Bucket)
            .Select(g => new { g.Key, Paise = g.Sum(a => a.OutstandingPaise) })
            .ToListAsync(ct);
        return AgeingQuery.Fold(sums.Select(s => (s.Key, s.Paise)));
    }

    private static async Task<AgeingAmounts> AgeingOfAsync(
        ReportsDb db,
        IQueryable<Balance> matched,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        // Not a join: SQLite begins with the left side of two sets, and would begin a join with every invoice of the month.
        var invoices =
            from x in matched
            from b in db.Set<InvoiceBalance>()
            where b.SnapshotId == x.SnapshotId && b.CustomerId == x.CustomerId
            select b;
        var sums = await invoices
            .Aged(terms)
            .GroupBy(a => a.Bucket)
            .Select(g => new { g.Key, Paise = g.Sum(a => a.OutstandingPaise) })
            .ToListAsync(ct);
        return AgeingQuery.Fold(sums.Select(s => (s.Key, s.Paise)));
    }

    /// <summary>The rows of some keys, in their order.</summary>
    private static async Task<IReadOnlyList<CustomerRow>> RowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Period month,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        IReadOnlyList<RowKey> keys,
        Names names,
        CancellationToken ct
    )
    {
        var snapshotIds = keys.Select(k => k.SnapshotId).Distinct().ToList();
        var customerIds = keys.Select(k => k.CustomerId).Distinct().ToList();
        var rows = await Named(
                db,
                db.Set<Balance>().Where(b => snapshotIds.Contains(b.SnapshotId) && customerIds.Contains(b.CustomerId))
            )
            .ToDictionaryAsync(x => new RowKey(x.Balance.SnapshotId, x.Customer.Id), ct);
        var sums = await db.Set<InvoiceBalance>()
            .Where(b => snapshotIds.Contains(b.SnapshotId) && customerIds.Contains(b.CustomerId))
            .Aged(terms)
            .GroupBy(a => new
            {
                a.SnapshotId,
                a.CustomerId,
                a.Bucket,
            })
            .Select(g => new
            {
                g.Key.SnapshotId,
                g.Key.CustomerId,
                g.Key.Bucket,
                Paise = g.Sum(a => a.OutstandingPaise),
            })
            .ToListAsync(ct);
        var ageing = sums.ToLookup(s => (s.SnapshotId, s.CustomerId), s => (s.Bucket, s.Paise));
        var moved = positions.Where(p => p.Period == month).Select(p => p.Id).ToHashSet();
        return
        [
            .. keys.Select(k => rows[k])
                .Select(r => new CustomerRow(
                    r.Customer.Id,
                    r.Customer.Code,
                    r.Customer.Name,
                    r.Region,
                    r.Customer.DepartmentId,
                    names.Departments.GetValueOrDefault(r.Customer.DepartmentId, ""),
                    new Money(r.Balance.OutstandingPaise),
                    new Money(moved.Contains(r.Balance.SnapshotId) ? r.Balance.NewPaise : 0),
                    new Money(moved.Contains(r.Balance.SnapshotId) ? r.Balance.RecoveredPaise : 0),
                    AgeingQuery.Fold(ageing[(r.Balance.SnapshotId, r.Customer.Id)]),
                    r.Balance.Invoices,
                    r.Balance.Disputed,
                    r.Customer.Remark,
                    r.Customer.Notes,
                    r.Customer.EngineerId,
                    r.Customer.EngineerId is { } engineer ? names.Engineers.GetValueOrDefault(engineer) : null,
                    r.Customer.UpdatedAt,
                    CustomerCommands.MayChange(currentUser, r.Customer)
                )),
        ];
    }
}
