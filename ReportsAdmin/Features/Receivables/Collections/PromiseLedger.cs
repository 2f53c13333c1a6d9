using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>
/// Decides promises by the ledger (Decisions/0046-collections.md), set by set, in the caller's transaction. Whoever changes
/// invoice balances calls this, so a decision can neither be missed nor outlive what it rests on.
/// </summary>
internal static class PromiseLedger
{
    /// <summary>Derives the promises of these customers again.</summary>
    public static Task DeriveForAsync(ReportsDb db, IReadOnlyCollection<int> customerIds, CancellationToken ct) =>
        DeriveAsync(db, db.Set<Promise>().Where(p => customerIds.Contains(p.CustomerId)), ct);

    /// <summary>Derives every promise again: an upload or its undo may touch any customer, also one that it does not name.</summary>
    public static Task DeriveAllAsync(ReportsDb db, CancellationToken ct) => DeriveAsync(db, db.Set<Promise>(), ct);

    private static async Task DeriveAsync(ReportsDb db, IQueryable<Promise> promises, CancellationToken ct)
    {
        var uploads = UploadOrder.Of(db, ReceivablesImport.TargetKind);
        // Until the end of the transaction this status marks the promises that the next statements are about.
        var marked = await promises
            .Where(p => p.WithdrawnAt == null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(p => p.Status, Marked)
                        .SetProperty(p => p.ReceivedPaise, 0L)
                        .SetProperty(
                            p => p.DecidedPeriod,
                            p =>
                                (
                                    from c in db.Set<Customer>()
                                    from n in db.Set<Snapshot>()
                                    from w in db.Set<SnapshotWrite>()
                                    from u in uploads
                                    where
                                        c.Id == p.CustomerId
                                        && n.DepartmentId == c.DepartmentId
                                        && n.Region == c.Region
                                        && n.Period >= p.DuePeriod
                                        && w.SnapshotId == n.Id
                                        && u.Id == w.BatchId
                                        && u.CommittedAt >= p.DecidableFrom
                                    select (int?)n.Period
                                ).Min()
                        ),
                ct
            );
        if (marked == 0)
            return;
        await ReceiveByInvoiceAsync(db, ct);
        await ReceiveByTotalAsync(db, ct);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE promises SET status = CASE
                WHEN received_paise >= amount_paise THEN {(short)PromiseStatus.Kept}
                WHEN decided_period IS NULL THEN {(short)PromiseStatus.Open}
                WHEN received_paise > 0 THEN {(short)PromiseStatus.PartKept}
                ELSE {(short)PromiseStatus.Broken} END
            WHERE status = {(short)Marked}
            """,
            ct
        );
    }

    private const PromiseStatus Marked = (PromiseStatus)(-1);

    /// <summary>Higher than every month: the position of now.</summary>
    private const int Now = 999912;

    /// <summary>
    /// What each invoice shrank by since the promise, up to the month that decided or to now. A payment that a person marked
    /// counts as long as the invoice is marked as paid. An invoice that no month has any more, because the sheet that brought it
    /// was undone, takes no part.
    /// </summary>
    private static Task<int> ReceiveByInvoiceAsync(ReportsDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH answering AS (
                SELECT q.until, s.id AS snapshot_id
                FROM (SELECT DISTINCT COALESCE(decided_period, {Now}) AS until FROM promises WHERE status = {(short)Marked}) q
                JOIN snapshots s ON s.period <= q.until
                WHERE NOT EXISTS (
                    SELECT 1 FROM snapshots n
                    WHERE n.department_id = s.department_id AND n.region = s.region AND n.period > s.period AND n.period <= q.until)
            )
            UPDATE promises SET received_paise = r.received
            FROM (
                SELECT m.promise_id, SUM(CASE WHEN m.owed_paise > m.now_paise THEN m.owed_paise - m.now_paise ELSE 0 END) AS received
                FROM (
                    SELECT i.promise_id, i.invoice_id, i.owed_paise,
                        COALESCE(SUM(b.outstanding_paise + CASE WHEN v.paid THEN 0 ELSE b.settled_paise END), 0) AS now_paise
                    FROM promises p
                    JOIN promise_items i ON i.promise_id = p.id
                    JOIN invoices v ON v.id = i.invoice_id
                    LEFT JOIN invoice_balances b ON b.invoice_id = i.invoice_id AND (COALESCE(p.decided_period, {Now}), b.snapshot_id) IN (SELECT until, snapshot_id FROM answering)
                    WHERE p.status = {(short)Marked} AND EXISTS (SELECT 1 FROM invoice_balances e WHERE e.invoice_id = i.invoice_id)
                    GROUP BY i.promise_id, i.invoice_id, i.owed_paise
                ) m
                GROUP BY m.promise_id
            ) r
            WHERE r.promise_id = promises.id
            """,
            ct
        );

    /// <summary>Where one of the two sheets gives the customer's total without invoices, what the total shrank by.</summary>
    private static Task<int> ReceiveByTotalAsync(ReportsDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            WITH answering AS (
                SELECT q.until, s.id AS snapshot_id
                FROM (SELECT DISTINCT COALESCE(decided_period, {Now}) AS until FROM promises WHERE status = {(short)Marked}) q
                JOIN snapshots s ON s.period <= q.until
                WHERE NOT EXISTS (
                    SELECT 1 FROM snapshots n
                    WHERE n.department_id = s.department_id AND n.region = s.region AND n.period > s.period AND n.period <= q.until)
            )
            UPDATE promises SET received_paise = CASE WHEN promises.owed_paise > r.now_paise THEN promises.owed_paise - r.now_paise ELSE 0 END
            FROM (
                SELECT p.id,
                    COALESCE(SUM(CASE WHEN b.outstanding_paise + CASE WHEN v.paid THEN 0 ELSE b.settled_paise END > 0
                        THEN b.outstanding_paise + CASE WHEN v.paid THEN 0 ELSE b.settled_paise END ELSE 0 END), 0) AS now_paise,
                    MAX(CASE WHEN b.kind = {(short)
                InvoiceKind.Summary} AND b.outstanding_paise <> 0 THEN 1 ELSE 0 END) AS totals
                FROM promises p
                LEFT JOIN invoice_balances b ON b.customer_id = p.customer_id AND (COALESCE(p.decided_period, {Now}), b.snapshot_id) IN (SELECT until, snapshot_id FROM answering)
                LEFT JOIN invoices v ON v.id = b.invoice_id
                WHERE p.status = {(short)Marked}
                GROUP BY p.id
            ) r
            WHERE r.id = promises.id AND (promises.by_total OR r.totals = 1) AND EXISTS (
                SELECT 1 FROM promise_items i JOIN invoice_balances e ON e.invoice_id = i.invoice_id WHERE i.promise_id = promises.id)
            """,
            ct
        );
}
