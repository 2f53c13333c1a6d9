using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>
/// Writes a staged sheet: customers and invoices by their keys, one invoice balance per row, carried balances for what the
/// sheet lacks, then the sums. Everything happens in the caller's transaction.
/// </summary>
public sealed class ReceivablesMerge(IBulkImporter bulk, TimeProvider time)
{
    private static readonly BulkColumn[] CustomerColumns =
    [
        new("id", BulkType.Int32),
        new("code", BulkType.Text),
        new("name", BulkType.Text),
        new("search_text", BulkType.Text),
        new("region", BulkType.Text),
        new("department_id", BulkType.Int32),
        new("remark", BulkType.Text),
        new("notes", BulkType.Text),
        new("batch_id", BulkType.Int32),
        new("created_at", BulkType.Instant),
        new("updated_at", BulkType.Instant),
    ];

    private static readonly BulkColumn[] InvoiceColumns =
    [
        new("id", BulkType.Int32),
        new("customer_id", BulkType.Int32),
        new("number", BulkType.Text),
        new("kind", BulkType.Int16),
        new("amount_paise", BulkType.Int64),
        new("invoice_date", BulkType.Date),
        new("due_date", BulkType.Date),
        new("paid", BulkType.Boolean),
        new("disputed", BulkType.Boolean),
        new("batch_id", BulkType.Int32),
        new("created_at", BulkType.Instant),
        new("updated_at", BulkType.Instant),
    ];

    private static readonly BulkColumn[] BalanceColumns =
    [
        new("snapshot_id", BulkType.Int32),
        new("invoice_id", BulkType.Int32),
        new("customer_id", BulkType.Int32),
        new("outstanding_paise", BulkType.Int64),
        new("settled_paise", BulkType.Int64),
        new("invoice_date", BulkType.Date),
        new("due_date", BulkType.Date),
        new("bucket", BulkType.Int16),
        new("kind", BulkType.Int16),
        new("disputed", BulkType.Boolean),
        new("origin", BulkType.Int16),
        new("batch_id", BulkType.Int32),
        new("row_number", BulkType.Int32),
    ];

    internal async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var target = await MergeTarget.OpenAsync(db, upload, ct);
        var excluded = new List<(int InvoiceId, bool Replaced)>();
        var newCustomers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        await foreach (var chunk in StagedRows.ReadAsync(db, upload.Id, ct))
        {
            var customers = new List<(int Id, StagedItem Item)>();
            var invoices = new List<(int Id, int CustomerId, StagedInvoice Item)>();
            var balances = new List<(int SnapshotId, int InvoiceId, int CustomerId, StagedInvoice Item, int Row)>();
            foreach (var row in chunk)
            {
                var item = StagedItem.FromJson(row.Payload);
                if (row.Effect == RowEffect.Missing)
                {
                    excluded.Add((item.Items[0].InvoiceId!.Value, item.Replaced));
                    continue;
                }

                var snapshot = await target.SnapshotAsync(item.DepartmentId, item.Region, ct);
                foreach (var left in item.MovedFrom ?? [])
                    await target.SnapshotAsync(item.DepartmentId, left, ct);
                if (item.CustomerId is not { } customer && !newCustomers.TryGetValue(item.Code, out customer))
                {
                    customer = newCustomers[item.Code] = target.NextCustomer();
                    customers.Add((customer, item));
                }

                if (item.CustomerBefore is not null)
                    await RenameAsync(db, customer, item, now, ct);
                foreach (var invoice in item.Items)
                {
                    var id = invoice.InvoiceId ?? target.NextInvoice();
                    if (invoice.InvoiceId is null)
                        invoices.Add((id, customer, invoice));
                    else if (invoice.Before is not null)
                        await CorrectAsync(db, id, invoice, now, ct);
                    balances.Add((snapshot, id, customer, invoice, row.RowNumber));
                }
            }

            await WriteAsync(db, upload, now, customers, invoices, balances, ct);
        }

        await target.CarryAsync(ct);
        await DropAsync(
            db,
            target,
            [.. excluded.Where(e => e.Replaced || upload.Missing == MissingChoice.Paid).Select(e => e.InvoiceId)],
            ct
        );
        await FollowChoiceAsync(
            db,
            target,
            upload,
            [.. excluded.Where(e => !e.Replaced).Select(e => e.InvoiceId)],
            now,
            ct
        );
        await SnapshotSums.DeriveAsync(db, target.SnapshotIds, ct);
    }

    private async Task WriteAsync(
        ReportsDb db,
        UploadToMerge upload,
        DateTime now,
        List<(int Id, StagedItem Item)> customers,
        List<(int Id, int CustomerId, StagedInvoice Item)> invoices,
        List<(int SnapshotId, int InvoiceId, int CustomerId, StagedInvoice Item, int Row)> balances,
        CancellationToken ct
    )
    {
        await InsertAsync(
            db,
            "customers",
            CustomerColumns,
            customers,
            (v, c) =>
            {
                (v[0], v[1], v[2], v[3], v[4], v[5]) = (
                    c.Id,
                    c.Item.Code,
                    c.Item.Name,
                    Customer.FoldForSearch($"{c.Item.Name} {c.Item.Code}"),
                    c.Item.Region,
                    c.Item.DepartmentId
                );
                (v[6], v[7], v[8], v[9], v[10]) = (Remarks.None, "", upload.Id, now, now);
            },
            ct
        );
        await InsertAsync(
            db,
            "invoices",
            InvoiceColumns,
            invoices,
            (v, i) =>
            {
                (v[0], v[1], v[2], v[3], v[4], v[5], v[6]) = (
                    i.Id,
                    i.CustomerId,
                    i.Item.Number,
                    (short)i.Item.Kind,
                    i.Item.AmountPaise,
                    i.Item.InvoiceDate,
                    i.Item.DueDate
                );
                (v[7], v[8], v[9], v[10], v[11]) = (
                    i.Item.Kind == InvoiceKind.Invoice && i.Item.OutstandingPaise == 0,
                    false,
                    upload.Id,
                    now,
                    now
                );
            },
            ct
        );
        await InsertAsync(
            db,
            "invoice_balances",
            BalanceColumns,
            balances,
            (v, b) =>
            {
                (v[0], v[1], v[2], v[3], v[4], v[5], v[6]) = (
                    b.SnapshotId,
                    b.InvoiceId,
                    b.CustomerId,
                    b.Item.OutstandingPaise,
                    0L,
                    b.Item.InvoiceDate,
                    b.Item.DueDate
                );
                (v[7], v[8], v[9], v[10], v[11], v[12]) = (
                    b.Item.Bucket is { } bucket ? (short)bucket : null,
                    (short)b.Item.Kind,
                    b.Item.Disputed,
                    (short)BalanceOrigin.Sheet,
                    upload.Id,
                    b.Row
                );
            },
            ct
        );
    }

    private Task<long> InsertAsync<T>(
        ReportsDb db,
        string table,
        IReadOnlyList<BulkColumn> columns,
        List<T> rows,
        Action<object?[], T> fill,
        CancellationToken ct
    )
    {
        var at = 0;
        return rows.Count == 0
            ? Task.FromResult(0L)
            : bulk.InsertAsync(
                db,
                table,
                columns,
                values =>
                {
                    if (at == rows.Count)
                        return false;
                    fill(values, rows[at++]);
                    return true;
                },
                ct
            );
    }

    private static Task<int> RenameAsync(ReportsDb db, int id, StagedItem item, DateTime now, CancellationToken ct)
    {
        var search = Customer.FoldForSearch($"{item.Name} {item.Code}");
        return db.Set<Customer>()
            .Where(c => c.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(c => c.Name, item.Name)
                        .SetProperty(c => c.Region, item.Region)
                        .SetProperty(c => c.SearchText, search)
                        .SetProperty(c => c.UpdatedAt, now),
                ct
            );
    }

    private static Task<int> CorrectAsync(ReportsDb db, int id, StagedInvoice item, DateTime now, CancellationToken ct)
    {
        var paid = item.Kind == InvoiceKind.Invoice && item.OutstandingPaise == 0;
        return db.Set<Invoice>()
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.AmountPaise, item.AmountPaise)
                        .SetProperty(i => i.InvoiceDate, item.InvoiceDate)
                        .SetProperty(i => i.DueDate, item.DueDate)
                        .SetProperty(i => i.Paid, paid)
                        .SetProperty(i => i.UpdatedAt, now),
                ct
            );
    }

    private static async Task DropAsync(
        ReportsDb db,
        MergeTarget target,
        IReadOnlyList<int> invoiceIds,
        CancellationToken ct
    )
    {
        var snapshots = target.SnapshotIds.ToList();
        foreach (var ids in invoiceIds.Chunk(500))
            await db.Set<InvoiceBalance>()
                .Where(b => snapshots.Contains(b.SnapshotId) && ids.Contains(b.InvoiceId))
                .ExecuteDeleteAsync(ct);
    }

    private static async Task FollowChoiceAsync(
        ReportsDb db,
        MergeTarget target,
        UploadToMerge upload,
        IReadOnlyList<int> invoiceIds,
        DateTime now,
        CancellationToken ct
    )
    {
        var snapshots = target.SnapshotIds.ToList();
        foreach (var ids in invoiceIds.Chunk(500))
        {
            // A month that is uploaded late does not pay what a later month still shows as open.
            if (upload.Missing == MissingChoice.Paid)
            {
                await db.Set<Invoice>()
                    .Where(i =>
                        ids.Contains(i.Id)
                        && !db.Set<InvoiceBalance>()
                            .Any(b =>
                                b.CustomerId == i.CustomerId
                                && b.InvoiceId == i.Id
                                && b.OutstandingPaise != 0
                                && db.Set<Snapshot>().Any(s => s.Id == b.SnapshotId && s.Period > upload.Period)
                            )
                    )
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.Paid, true).SetProperty(i => i.UpdatedAt, now), ct);
            }

            if (upload.Missing == MissingChoice.Query)
                await db.Set<InvoiceBalance>()
                    .Where(b => snapshots.Contains(b.SnapshotId) && ids.Contains(b.InvoiceId))
                    .ExecuteUpdateAsync(s => s.SetProperty(b => b.Origin, BalanceOrigin.Queried), ct);
        }
    }
}

/// <summary>The snapshots that one merge writes: made or cleared when first named, filled up from the month before at the end.</summary>
internal sealed class MergeTarget
{
    private readonly ReportsDb db;
    private readonly UploadToMerge upload;
    private readonly Dictionary<(int, string), (int Id, int? CarryFrom)> snapshots = [];
    private int lastSnapshot;
    private int lastCustomer;
    private int lastInvoice;

    private MergeTarget(ReportsDb db, UploadToMerge upload) => (this.db, this.upload) = (db, upload);

    public IReadOnlyCollection<int> SnapshotIds => [.. snapshots.Values.Select(s => s.Id)];

    /// <summary>Only merges make these rows, and merges wait for each other (the data version's row lock), so counting on from the highest key is safe.</summary>
    public static async Task<MergeTarget> OpenAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct) =>
        new(db, upload)
        {
            lastSnapshot = await db.Set<Snapshot>().MaxAsync(s => (int?)s.Id, ct) ?? 0,
            lastCustomer = await db.Set<Customer>().MaxAsync(c => (int?)c.Id, ct) ?? 0,
            lastInvoice = await db.Set<Invoice>().MaxAsync(i => (int?)i.Id, ct) ?? 0,
        };

    public int NextCustomer() => ++lastCustomer;

    public int NextInvoice() => ++lastInvoice;

    public async ValueTask<int> SnapshotAsync(int departmentId, string region, CancellationToken ct)
    {
        if (snapshots.TryGetValue((departmentId, region), out var open))
            return open.Id;
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
        return id;
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
        await db.Database.ExecuteSqlRawAsync(displace, [upload.Id, snapshot], ct);
        await db.Database.ExecuteSqlAsync($"DELETE FROM invoice_balances WHERE snapshot_id = {snapshot}", ct);
        await db.Database.ExecuteSqlAsync($"UPDATE snapshots SET batch_id = {upload.Id} WHERE id = {snapshot}", ct);
    }

    /// <summary>
    /// Fills the snapshots with what the sheet does not name: the same month's earlier balances as they were, else the open
    /// balances of the month before as carried. Carried rows keep the file and row they came from.
    /// </summary>
    public async Task CarryAsync(CancellationToken ct)
    {
        foreach (var (id, carryFrom) in snapshots.Values)
        {
            if (carryFrom is { } previous)
                await CarryFromMonthBeforeAsync(id, previous, ct);
            else
                await KeepDisplacedAsync(id, ct);
        }
    }

    private Task<int> CarryFromMonthBeforeAsync(int snapshot, int previous, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO invoice_balances (snapshot_id, invoice_id, customer_id, outstanding_paise, settled_paise, invoice_date, due_date, bucket, kind, disputed, origin, batch_id, row_number)
            SELECT {snapshot}, p.invoice_id, p.customer_id, p.outstanding_paise, 0, p.invoice_date, p.due_date, p.bucket, p.kind, p.disputed, 1, p.batch_id, p.row_number
            FROM invoice_balances p
            WHERE p.snapshot_id = {previous} AND p.outstanding_paise <> 0
              AND NOT EXISTS (SELECT 1 FROM invoice_balances n JOIN snapshot_writes w ON w.snapshot_id = n.snapshot_id AND w.batch_id = {upload.Id} WHERE n.invoice_id = p.invoice_id AND n.customer_id = p.customer_id)
            """,
            ct
        );

    private Task<int> KeepDisplacedAsync(int snapshot, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO invoice_balances (snapshot_id, invoice_id, customer_id, outstanding_paise, settled_paise, invoice_date, due_date, bucket, kind, disputed, origin, batch_id, row_number)
            SELECT {snapshot}, d.invoice_id, d.customer_id, d.outstanding_paise, d.settled_paise, d.invoice_date, d.due_date, d.bucket, d.kind, d.disputed, d.origin, d.batch_id, d.row_number
            FROM displaced_balances d
            WHERE d.by_batch_id = {upload.Id} AND d.snapshot_id = {snapshot}
              AND NOT EXISTS (SELECT 1 FROM invoice_balances n JOIN snapshot_writes w ON w.snapshot_id = n.snapshot_id AND w.batch_id = {upload.Id} WHERE n.invoice_id = d.invoice_id AND n.customer_id = d.customer_id)
            """,
            ct
        );
}
