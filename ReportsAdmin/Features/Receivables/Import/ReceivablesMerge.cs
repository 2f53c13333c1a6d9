using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>
/// Writes a staged sheet: customers and invoices, one invoice balance per row, carried balances for what the sheet lacks,
/// then the sums. Everything happens set by set inside the database, in the caller's transaction.
/// </summary>
internal static class ReceivablesMerge
{
    public static async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        await ReceivablesTables.All.MergeAsync(db, upload, ct);
        var target = await MergeTarget.OpenAsync(db, upload, ct);
        var places = await db.Set<StagedItem>()
            .Where(b => b.UploadId == upload.Id)
            .Select(b => new { b.DepartmentId, b.Region })
            .Union(
                db.Set<StagedDeparture>()
                    .Where(d => d.UploadId == upload.Id)
                    .Select(d => new { d.DepartmentId, d.Region })
            )
            .ToListAsync(ct);
        foreach (var place in places.OrderBy(p => p.DepartmentId).ThenBy(p => p.Region, StringComparer.Ordinal))
            await target.OpenAsync(place.DepartmentId, place.Region, ct);
        var balances = await InsertBalancesAsync(db, upload, ct);
        await TableStatistics.FollowAsync(db, "invoice_balances", balances, ct);
        await target.CarryAsync(ct);
        await DropReplacedAsync(db, upload, ct);
        await FollowChoiceAsync(db, upload, ct);
        await DisputedBalances.AlignAsync(
            db,
            await DisputedBalances.LatestAsync(db, [.. places.Select(p => (p.DepartmentId, p.Region))], ct),
            ct
        );
        await SnapshotSums.DeriveAsync(db, target.SnapshotIds, ct);
        await SnapshotSums.AmountsAsync(
            db,
            (await SnapshotSums.WithOtherAmountsAsync(db, upload.Id, ct)).Except(target.SnapshotIds),
            ct
        );
        await PromiseLedger.DeriveAllAsync(db, ct);
        foreach (
            var table in (IStagedTable[])
                [ReceivablesTables.Items, ReceivablesTables.Departures, ReceivablesTables.Missing]
        )
            await table.ClearAsync(db, upload.Id, ct);
    }

    private static Task<int> InsertBalancesAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var (invoice, customer) = (
            upload.Keys.Resolve("b.invoice_id", ReceivablesTables.Invoices),
            upload.Keys.Resolve("b.customer_id", ReceivablesTables.Customers)
        );
        var sql = $$"""
            INSERT INTO invoice_balances ({{ReceivablesModel.BalanceColumnList}})
            SELECT s.id, {{invoice}}, {{customer}}, b.outstanding_paise, 0, b.invoice_date, b.due_date, b.bucket, b.kind, b.disputed, NULL, {{(short)
                BalanceOrigin.Sheet}}, {0}, b.row_number
            FROM staged_items b
            JOIN snapshots s ON s.department_id = b.department_id AND s.region = b.region AND s.period = {1}
            WHERE b.upload_id = {0}
            """;
        return db.Database.ExecuteSqlRawAsync(sql, [upload.Id, upload.Period], ct);
    }

    /// <summary>Takes carried balances out that the sheet replaces, and all missing ones when missing means paid.</summary>
    private static Task<int> DropReplacedAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var paid = upload.Missing == MissingChoice.Paid;
        var gone = db.Set<StagedMissing>()
            .Where(m => m.UploadId == upload.Id && (paid || m.Replaced))
            .Select(m => m.InvoiceId);
        return Written(db, upload).Where(b => gone.Contains(b.InvoiceId)).ExecuteDeleteAsync(ct);
    }

    private static async Task FollowChoiceAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        // A month that is uploaded late does not pay what a later month still shows as open.
        if (upload.Missing == MissingChoice.Paid)
            await ReceivablesTables.Invoices.RewriteAsync(
                db,
                upload,
                "paid = TRUE, updated_at = {0}",
                $"""
                id IN (SELECT m.invoice_id FROM staged_missing m WHERE m.upload_id = {upload.Id} AND NOT m.replaced)
                AND NOT EXISTS (
                    SELECT 1 FROM invoice_balances b JOIN snapshots s ON s.id = b.snapshot_id
                    WHERE b.invoice_id = invoices.id AND b.customer_id = invoices.customer_id
                        AND b.outstanding_paise <> 0 AND s.period > {upload.Period})
                """,
                ct
            );
        if (upload.Missing != MissingChoice.Query)
            return;
        var open = db.Set<StagedMissing>().Where(m => m.UploadId == upload.Id && !m.Replaced).Select(m => m.InvoiceId);
        await Written(db, upload)
            .Where(b => open.Contains(b.InvoiceId))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Origin, BalanceOrigin.Queried), ct);
    }

    /// <summary>The balances of the positions that the upload writes. By IN, not by EXISTS: with that SQLite reads the balances of all months.</summary>
    private static IQueryable<InvoiceBalance> Written(ReportsDb db, UploadToMerge upload) =>
        db.Set<InvoiceBalance>()
            .Where(b =>
                db.Set<SnapshotWrite>()
                    .Where(w => w.BatchId == upload.Id)
                    .Select(w => w.SnapshotId)
                    .Contains(b.SnapshotId)
            );
}

/// <summary>The snapshots that one merge writes: made or cleared when first named, filled up from the month before at the end.</summary>
internal sealed class MergeTarget
{
    private readonly ReportsDb db;
    private readonly UploadToMerge upload;
    private readonly Dictionary<(int, string), (int Id, int? CarryFrom)> snapshots = [];
    private int lastSnapshot;

    private MergeTarget(ReportsDb db, UploadToMerge upload) => (this.db, this.upload) = (db, upload);

    public IReadOnlyCollection<int> SnapshotIds => [.. snapshots.Values.Select(s => s.Id)];

    /// <summary>Only merges make these rows, and merges wait for each other (the data version's row lock), so counting on from the highest key is safe.</summary>
    public static async Task<MergeTarget> OpenAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        new(db, upload) { lastSnapshot = await db.Set<Snapshot>().MaxAsync(s => (int?)s.Id, ct) ?? 0 };

    public async Task OpenAsync(int departmentId, string region, CancellationToken ct)
    {
        var chain = await db.Set<Snapshot>()
            .Where(s => s.DepartmentId == departmentId && s.Region == region && s.Period <= upload.Period)
            .OrderByDescending(s => s.Period)
            .Select(s => new { s.Id, s.Period })
            .Take(1)
            .ToListAsync(ct);
        var latest = chain.FirstOrDefault();
        int id;
        if (latest?.Period == upload.Period)
        {
            id = latest.Id;
            await DisplaceAsync(id, ct);
            snapshots[(departmentId, region)] = (id, null);
        }
        else
        {
            id = ++lastSnapshot;
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO snapshots (id, department_id, region, period, batch_id, outstanding_paise, new_paise, recovered_paise, customers, invoices, disputed)
                VALUES ({id}, {departmentId}, {region}, {upload.Period}, {upload.Id}, 0, 0, 0, 0, 0, 0)
                """,
                ct
            );
            snapshots[(departmentId, region)] = (id, latest?.Id);
        }

        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO snapshot_writes (snapshot_id, batch_id) VALUES ({id}, {upload.Id})",
            ct
        );
    }

    /// <summary>Puts the balances of an earlier upload of the same month aside, where an undo finds them.</summary>
    private async Task DisplaceAsync(int snapshot, CancellationToken ct)
    {
        const string displace =
            "INSERT INTO displaced_balances (by_batch_id, "
            + ReceivablesModel.BalanceColumnList
            + ") SELECT {0}, "
            + ReceivablesModel.BalanceColumnList
            + " FROM invoice_balances WHERE snapshot_id = {1}";
        var displaced = await db.Database.ExecuteSqlRawAsync(displace, [upload.Id, snapshot], ct);
        await TableStatistics.FollowAsync(db, "displaced_balances", displaced, ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM invoice_balances WHERE snapshot_id = {snapshot}", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE snapshots SET batch_id = {upload.Id} WHERE id = {snapshot}", ct);
    }

    /// <summary>
    /// Fills the snapshots with what the sheet does not name: the same month's earlier balances as they were, else the open
    /// balances of the month before as carried. Carried rows keep the file and row they came from.
    /// </summary>
    public async Task CarryAsync(CancellationToken ct)
    {
        var following = snapshots.Values.Where(s => s.CarryFrom is not null).ToList();
        if (following.Count > 0)
            await CarryFromMonthBeforeAsync(following, ct);
        foreach (var (id, _) in snapshots.Values.Where(s => s.CarryFrom is null))
            await KeepDisplacedAsync(id, ct);
    }

    // All at once: the rows of the sheet are gathered once to tell what it does not name.
    private Task<int> CarryFromMonthBeforeAsync(IEnumerable<(int Id, int? CarryFrom)> following, CancellationToken ct)
    {
        var pairs = string.Join(
            " UNION ALL ",
            following.Select(f =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT {f.Id} AS snapshot_id, {f.CarryFrom} AS previous_id"
                )
            )
        );
        var sql = $$"""
            INSERT INTO invoice_balances ({{ReceivablesModel.BalanceColumnList}})
            SELECT f.snapshot_id, p.invoice_id, p.customer_id, p.outstanding_paise, 0, p.invoice_date, p.due_date, p.bucket, p.kind, p.disputed, p.dispute_paise, 1, p.batch_id, p.row_number
            FROM ({{pairs}}) f JOIN invoice_balances p ON p.snapshot_id = f.previous_id
            WHERE p.outstanding_paise <> 0
              AND NOT EXISTS (SELECT 1 FROM invoice_balances n JOIN snapshot_writes w ON w.snapshot_id = n.snapshot_id AND w.batch_id = {0} WHERE n.invoice_id = p.invoice_id AND n.customer_id = p.customer_id)
            """;
        return db.Database.ExecuteSqlRawAsync(sql, [upload.Id], ct);
    }

    private Task<int> KeepDisplacedAsync(int snapshot, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO invoice_balances (snapshot_id, invoice_id, customer_id, outstanding_paise, settled_paise, invoice_date, due_date, bucket, kind, disputed, dispute_paise, origin, batch_id, row_number)
            SELECT {snapshot}, d.invoice_id, d.customer_id, d.outstanding_paise, d.settled_paise, d.invoice_date, d.due_date, d.bucket, d.kind, d.disputed, d.dispute_paise, d.origin, d.batch_id, d.row_number
            FROM displaced_balances d
            WHERE d.by_batch_id = {upload.Id} AND d.snapshot_id = {snapshot}
              AND NOT EXISTS (SELECT 1 FROM invoice_balances n JOIN snapshot_writes w ON w.snapshot_id = n.snapshot_id AND w.batch_id = {upload.Id} WHERE n.invoice_id = d.invoice_id AND n.customer_id = d.customer_id)
            """,
            ct
        );
}
