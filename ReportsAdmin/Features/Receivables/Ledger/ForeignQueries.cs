using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>One amount owed in a foreign currency.</summary>
/// <param name="Amount">In units of the currency.</param>
public sealed record ForeignItem(
    string Number,
    DateOnly? InvoiceDate,
    string Currency,
    decimal Amount,
    Period Month,
    int UploadId,
    int RowNumber
);

/// <summary>What customers owe in foreign currencies, beside the ledger of rupees.</summary>
public sealed class ForeignQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>What the latest sheets say that a customer owes in foreign currencies, by currency and then by date; empty for a customer whom the user does not see.</summary>
    public async Task<IReadOnlyList<ForeignItem>> OfCustomerAsync(
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var committed = UploadOrder.Of(db, ReceivablesImport.TargetKind);
        var rows = await db.Set<ForeignBalance>()
            .Where(f => db.Set<Customer>().VisibleTo(currentUser).Any(c => c.Id == customerId && c.Code == f.Code))
            .Join(committed, f => f.UploadId, u => u.Id, (f, u) => new { Row = f, u.Order })
            .ToListAsync(ct);
        var items = new List<ForeignItem>();
        foreach (var place in rows.GroupBy(r => (r.Row.DepartmentId, r.Row.Region)))
        {
            var latest = place.MaxBy(r => (r.Row.Period, r.Order))!;
            if (!await IsReplacedAsync(db, latest.Row, latest.Order, ct))
                items.AddRange(place.Where(r => r.Row.UploadId == latest.Row.UploadId).Select(r => Item(r.Row)));
        }

        return
        [
            .. items
                .OrderBy(i => i.Currency, StringComparer.Ordinal)
                .ThenBy(i => i.InvoiceDate)
                .ThenBy(i => i.RowNumber),
        ];
    }

    /// <summary>Whether a later sheet speaks of the same department and region, in rupees or in other currencies.</summary>
    private static async Task<bool> IsReplacedAsync(ReportsDb db, ForeignBalance row, long order, CancellationToken ct)
    {
        var committed = UploadOrder.Of(db, ReceivablesImport.TargetKind);
        var positions = db.Set<SnapshotWrite>()
            .Join(db.Set<Snapshot>(), w => w.SnapshotId, s => s.Id, (w, s) => new { w.BatchId, s })
            .Where(x => x.s.DepartmentId == row.DepartmentId && x.s.Region == row.Region)
            .Join(committed, x => x.BatchId, u => u.Id, (x, u) => new { x.s.Period, u.Order });
        if (await positions.AnyAsync(p => p.Period > row.Period || (p.Period == row.Period && p.Order > order), ct))
            return true;
        return await db.Set<ForeignBalance>()
            .Where(f => f.DepartmentId == row.DepartmentId && f.Region == row.Region)
            .Join(committed, f => f.UploadId, u => u.Id, (f, u) => new { f.Period, u.Order })
            .AnyAsync(p => p.Period > row.Period || (p.Period == row.Period && p.Order > order), ct);
    }

    private static ForeignItem Item(ForeignBalance row) =>
        new(
            row.Number,
            row.InvoiceDate,
            row.Currency,
            row.Hundredths / 100m,
            Period.FromNumber(row.Period),
            row.UploadId,
            row.RowNumber
        );
}
