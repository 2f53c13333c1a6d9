using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>
/// Derives balances and snapshot sums from invoice balances, in the database, inside the caller's transaction. Whoever
/// changes an invoice balance calls this for its snapshot, so the sums can never drift from the rows.
/// </summary>
internal static class SnapshotSums
{
    /// <summary>Derives these snapshots again, and the snapshots that follow them, whose movement counts from them.</summary>
    public static async Task DeriveAsync(ReportsDb db, IReadOnlyCollection<int> snapshotIds, CancellationToken ct)
    {
        var touched = await db.Set<Snapshot>()
            .Where(s => snapshotIds.Contains(s.Id))
            .Select(s => new
            {
                s.DepartmentId,
                s.Region,
                s.Period,
            })
            .ToListAsync(ct);
        var departments = touched.Select(t => t.DepartmentId).Distinct().ToList();
        var chains = (
            await db.Set<Snapshot>()
                .Where(s => departments.Contains(s.DepartmentId))
                .Select(s => new
                {
                    s.Id,
                    s.DepartmentId,
                    s.Region,
                    s.Period,
                })
                .OrderBy(s => s.Period)
                .ToListAsync(ct)
        ).ToLookup(s => (s.DepartmentId, s.Region));
        var places = touched.ToLookup(t => (t.DepartmentId, t.Region), t => t.Period);
        foreach (var place in places)
        {
            var chain = chains[place.Key].ToList();
            for (var i = 0; i < chain.Count; i++)
            {
                var isTouched = place.Contains(chain[i].Period);
                var followsTouched = place.Any(p => p < chain[i].Period && (i == 0 || chain[i - 1].Period <= p));
                if (isTouched || followsTouched)
                    await DeriveOneAsync(
                        db,
                        chain[i].Id,
                        i == 0 ? null : chain[i - 1].Id,
                        Period.FromNumber(chain[i].Period),
                        ct
                    );
            }
        }
    }

    private static async Task DeriveOneAsync(
        ReportsDb db,
        int snapshot,
        int? previous,
        Period period,
        CancellationToken ct
    )
    {
        await db.Database.ExecuteSqlAsync($"DELETE FROM balances WHERE snapshot_id = {snapshot}", ct);
        if (previous is { } before)
            await FromMovementAsync(db, snapshot, before, ct);
        else
            await FromFirstSheetAsync(db, snapshot, period.FirstDay, ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE snapshots SET
                outstanding_paise = (SELECT COALESCE(SUM(b.outstanding_paise), 0) FROM balances b WHERE b.snapshot_id = {snapshot}),
                new_paise = (SELECT COALESCE(SUM(b.new_paise), 0) FROM balances b WHERE b.snapshot_id = {snapshot}),
                recovered_paise = (SELECT COALESCE(SUM(b.recovered_paise), 0) FROM balances b WHERE b.snapshot_id = {snapshot}),
                customers = (SELECT COUNT(*) FROM balances b WHERE b.snapshot_id = {snapshot} AND (b.outstanding_paise <> 0 OR EXISTS (
                    SELECT 1 FROM invoice_balances i
                    WHERE i.snapshot_id = b.snapshot_id AND i.customer_id = b.customer_id AND i.outstanding_paise <> 0))),
                invoices = (SELECT COALESCE(SUM(b.invoices), 0) FROM balances b WHERE b.snapshot_id = {snapshot}),
                disputed = (SELECT COALESCE(SUM(b.disputed), 0) FROM balances b WHERE b.snapshot_id = {snapshot})
            WHERE id = {snapshot}
            """,
            ct
        );
    }

    /// <summary>New and recovered are what each invoice grew and shrank by since the snapshot before.</summary>
    private static Task<int> FromMovementAsync(ReportsDb db, int snapshot, int previous, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO balances (snapshot_id, customer_id, outstanding_paise, new_paise, recovered_paise, invoices, disputed)
            SELECT {snapshot}, customer_id, SUM(now_paise),
                SUM(CASE WHEN now_paise > then_paise THEN now_paise - then_paise ELSE 0 END),
                SUM(CASE WHEN then_paise > now_paise THEN then_paise - now_paise ELSE 0 END),
                SUM(invoices), SUM(disputed)
            FROM (
                SELECT invoice_id, customer_id, SUM(now_paise) AS now_paise, SUM(then_paise) AS then_paise, SUM(invoices) AS invoices, SUM(disputed) AS disputed
                FROM (
                    SELECT invoice_id, customer_id, outstanding_paise AS now_paise, 0 AS then_paise,
                        CASE WHEN kind = 0 AND outstanding_paise <> 0 THEN 1 ELSE 0 END AS invoices, CASE WHEN disputed AND outstanding_paise <> 0 THEN 1 ELSE 0 END AS disputed
                    FROM invoice_balances WHERE snapshot_id = {snapshot}
                    UNION ALL
                    SELECT invoice_id, customer_id, 0, outstanding_paise, 0, 0 FROM invoice_balances WHERE snapshot_id = {previous}
                ) items
                GROUP BY invoice_id, customer_id
            ) moved
            GROUP BY customer_id
            """,
            ct
        );

    /// <summary>The first sheet of a department and region has nothing before it: what is dated in its month counts as new, the rest as opening.</summary>
    private static Task<int> FromFirstSheetAsync(ReportsDb db, int snapshot, DateOnly firstDay, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO balances (snapshot_id, customer_id, outstanding_paise, new_paise, recovered_paise, invoices, disputed)
            SELECT {snapshot}, customer_id, SUM(outstanding_paise),
                SUM(CASE WHEN invoice_date >= {firstDay} AND outstanding_paise > 0 THEN outstanding_paise ELSE 0 END), 0,
                SUM(CASE WHEN kind = 0 AND outstanding_paise <> 0 THEN 1 ELSE 0 END), SUM(CASE WHEN disputed AND outstanding_paise <> 0 THEN 1 ELSE 0 END)
            FROM invoice_balances WHERE snapshot_id = {snapshot}
            GROUP BY customer_id
            """,
            ct
        );
}
