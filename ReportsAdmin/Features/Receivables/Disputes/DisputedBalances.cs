using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>
/// Keeps what positions say of disputes, set by set, in the caller's transaction. A sheet knows nothing of the amounts, and an undo
/// uncovers an older position: what was disputed, changed or settled meanwhile is said by the disputes alone.
/// </summary>
internal static class DisputedBalances
{
    /// <summary>The latest position of each of these departments and regions.</summary>
    public static async Task<IReadOnlyList<int>> LatestAsync(
        ReportsDb db,
        IReadOnlyCollection<(int DepartmentId, string Region)> places,
        CancellationToken ct
    )
    {
        var departments = places.Select(p => p.DepartmentId).Distinct().ToList();
        var positions = await db.Set<Snapshot>()
            .Where(s => departments.Contains(s.DepartmentId))
            .Select(s => new
            {
                s.Id,
                s.DepartmentId,
                s.Region,
                s.Period,
            })
            .ToListAsync(ct);
        return
        [
            .. positions
                .GroupBy(p => (p.DepartmentId, p.Region))
                .Where(g => places.Contains(g.Key))
                .Select(g => g.MaxBy(p => p.Period)!.Id),
        ];
    }

    /// <summary>Makes these positions say of each invoice what its open dispute says; answers those that were changed.</summary>
    public static async Task<IReadOnlyList<int>> AlignAsync(
        ReportsDb db,
        IReadOnlyList<int> positions,
        CancellationToken ct
    )
    {
        var open = db.Set<Dispute>().Where(d => d.ClosedAt == null);
        var wrong = db.Set<InvoiceBalance>()
            .Where(b =>
                positions.Contains(b.SnapshotId)
                && (
                    b.Disputed != open.Any(d => d.InvoiceId == b.InvoiceId)
                    || (
                        b.Disputed
                        && b.DisputePaise
                            != open.Where(d => d.InvoiceId == b.InvoiceId && !d.IsWhole)
                                .Select(d => (long?)d.AmountPaise)
                                .FirstOrDefault()
                    )
                )
            );
        var changed = await wrong.Select(b => b.SnapshotId).Distinct().ToListAsync(ct);
        if (changed.Count > 0)
            await wrong.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.Disputed, b => open.Any(d => d.InvoiceId == b.InvoiceId))
                        .SetProperty(
                            b => b.DisputePaise,
                            b =>
                                open.Where(d => d.InvoiceId == b.InvoiceId && !d.IsWhole)
                                    .Select(d => (long?)d.AmountPaise)
                                    .FirstOrDefault()
                        ),
                ct
            );
        return changed;
    }
}
