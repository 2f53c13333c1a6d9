using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Takes a committed sheet back: balances as they were, corrected details as they were, made customers and invoices gone unless people touched them.</summary>
internal static class ReceivablesUndo
{
    private const string Restore = $$"""
        INSERT INTO invoice_balances ({{ReceivablesModel.BalanceColumnList}})
        SELECT {{ReceivablesModel.BalanceColumnList}} FROM displaced_balances WHERE by_batch_id = {0}
        """;

    public static async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        ReportsDb db,
        UploadToMerge upload,
        CancellationToken ct
    )
    {
        var snapshots = await db.Set<SnapshotWrite>()
            .Where(w => w.BatchId == upload.Id)
            .Select(w => w.SnapshotId)
            .ToListAsync(ct);
        await RefuseWhenBuiltUponAsync(db, upload, snapshots, ct);
        var places = await db.Set<Snapshot>()
            .Where(s => snapshots.Contains(s.Id))
            .Select(s => new { s.DepartmentId, s.Region })
            .ToListAsync(ct);
        var kept = new List<PreservedEdit>();
        var edited = await KeepHandEditedAsync(db, upload, snapshots, kept, ct);
        await RestoreBalancesAsync(db, upload, snapshots, ct);
        var amounts = await SnapshotSums.WithOtherAmountsAsync(db, upload.Id, ct);
        kept.AddRange(await ReceivablesTables.All.UndoAsync(db, upload, ct));
        await SnapshotSums.AmountsAsync(db, amounts, ct);
        var aligned = await InvoicePlaces.AlignAsync(db, edited, ct);
        // The positions that are the latest again may be older than a dispute, or than its end.
        var latest = await DisputedBalances.LatestAsync(db, [.. places.Select(p => (p.DepartmentId, p.Region))], ct);
        var disputed = await DisputedBalances.AlignAsync(db, latest, ct);
        await SnapshotSums.DeriveAsync(db, [.. aligned.Union(disputed)], ct);
        await RemoveMadeAsync(db, upload, kept, ct);
        await PromiseLedger.DeriveAllAsync(db, ct);
        return kept;
    }

    /// <summary>A later upload carried this one's balances forward or displaced them; it must be undone first.</summary>
    private static async Task RefuseWhenBuiltUponAsync(
        ReportsDb db,
        UploadToMerge upload,
        List<int> snapshots,
        CancellationToken ct
    )
    {
        var mine = db.Set<Snapshot>().Where(s => snapshots.Contains(s.Id));
        var since = UploadOrder.CommittedAfter(db, ReceivablesImport.TargetKind, upload.Id);
        var later = await db.Set<SnapshotWrite>()
            .Where(w => since.Contains(w.BatchId))
            .Join(
                db.Set<Snapshot>(),
                w => w.SnapshotId,
                s => s.Id,
                (w, s) =>
                    new
                    {
                        w.BatchId,
                        s.DepartmentId,
                        s.Region,
                        s.Period,
                    }
            )
            .Where(x =>
                x.Period >= upload.Period && mine.Any(m => m.DepartmentId == x.DepartmentId && m.Region == x.Region)
            )
            .Select(x => (int?)x.BatchId)
            .MaxAsync(ct);
        if (later is { } id)
            throw DomainException.Conflict($"Upload #{id} builds on this one. Undo upload #{id} first.");
    }

    /// <summary>Invoices on which somebody recorded a payment or dispute since the commit: listed, and their own status is left alone.</summary>
    private static async Task<List<int>> KeepHandEditedAsync(
        ReportsDb db,
        UploadToMerge upload,
        List<int> snapshots,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        var edits = await EditsAsync(db, upload.Since, snapshots, ct);
        foreach (var edit in edits.DistinctBy(e => e.InvoiceId))
            kept.Add(
                new PreservedEdit(
                    $"{edit.Code} · {edit.Number}",
                    $"{edit.ByName} set it to \"{edit.After}\" after the upload."
                )
            );
        await ReceivablesTables.Invoices.KeepCurrentAsync(
            db,
            upload.Id,
            nameof(Invoice.Paid),
            edits.Where(e => e.Field == CustomerChange.Payment).Select(e => e.InvoiceId).Distinct(),
            ct
        );
        return [.. edits.Select(e => e.InvoiceId).Distinct()];
    }

    private static Task<List<HandEdit>> EditsAsync(
        ReportsDb db,
        DateTime since,
        List<int> snapshots,
        CancellationToken ct
    ) =>
        db.Set<CustomerChange>()
            .Where(c => c.InvoiceId != null && c.At > since)
            .Join(
                db.Set<Invoice>(),
                c => c.InvoiceId,
                i => i.Id,
                (c, i) =>
                    new
                    {
                        i.Id,
                        i.Number,
                        i.CustomerId,
                        c.Field,
                        c.After,
                        c.ByName,
                    }
            )
            .Where(x => db.Set<InvoiceBalance>().Any(b => snapshots.Contains(b.SnapshotId) && b.InvoiceId == x.Id))
            .Join(
                db.Set<Customer>(),
                x => x.CustomerId,
                c => c.Id,
                (x, c) => new HandEdit(x.Id, x.Number, c.Code, x.Field, x.After, x.ByName)
            )
            .ToListAsync(ct);

    /// <summary>What a person wrote on an invoice since the commit.</summary>
    private sealed record HandEdit(
        int InvoiceId,
        string Number,
        string Code,
        string Field,
        string After,
        string ByName
    );

    private static async Task RestoreBalancesAsync(
        ReportsDb db,
        UploadToMerge upload,
        List<int> snapshots,
        CancellationToken ct
    )
    {
        await db.Set<InvoiceBalance>().Where(b => snapshots.Contains(b.SnapshotId)).ExecuteDeleteAsync(ct);
        await db.Database.ExecuteSqlRawAsync(Restore, [upload.Id], ct);
        await db.Set<DisplacedBalance>().Where(d => d.ByBatchId == upload.Id).ExecuteDeleteAsync(ct);
        await db.Set<SnapshotWrite>().Where(w => w.BatchId == upload.Id).ExecuteDeleteAsync(ct);

        var standing = await StandingAsync(db, snapshots, ct);
        foreach (var (snapshot, batch) in standing)
            await db.Set<Snapshot>()
                .Where(s => s.Id == snapshot)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.BatchId, batch), ct);
        var gone = snapshots.Except(standing.Keys).ToList();
        var followers = await FollowersAsync(db, gone, ct);
        await db.Set<Balance>().Where(b => gone.Contains(b.SnapshotId)).ExecuteDeleteAsync(ct);
        await db.Set<BalanceDay>().Where(d => gone.Contains(d.SnapshotId)).ExecuteDeleteAsync(ct);
        await db.Set<Snapshot>().Where(s => gone.Contains(s.Id)).ExecuteDeleteAsync(ct);
        await SnapshotSums.DeriveAsync(db, [.. standing.Keys, .. followers], ct);
    }

    /// <summary>The snapshots that other uploads wrote too, each with the last of these.</summary>
    private static async Task<Dictionary<int, int>> StandingAsync(
        ReportsDb db,
        List<int> snapshots,
        CancellationToken ct
    )
    {
        var writes = await db.Set<SnapshotWrite>()
            .Where(w => snapshots.Contains(w.SnapshotId))
            .Join(
                UploadOrder.Of(db, ReceivablesImport.TargetKind),
                w => w.BatchId,
                u => u.Id,
                (w, u) =>
                    new
                    {
                        w.SnapshotId,
                        w.BatchId,
                        u.Order,
                    }
            )
            .ToListAsync(ct);
        return writes.GroupBy(w => w.SnapshotId).ToDictionary(g => g.Key, g => g.MaxBy(w => w.Order)!.BatchId);
    }

    /// <summary>The snapshots after those that vanish: their movement now counts from an earlier month.</summary>
    private static async Task<List<int>> FollowersAsync(ReportsDb db, List<int> gone, CancellationToken ct)
    {
        var followers = await db.Set<Snapshot>()
            .Where(s => gone.Contains(s.Id))
            .Select(s =>
                db.Set<Snapshot>()
                    .Where(n => n.DepartmentId == s.DepartmentId && n.Region == s.Region && n.Period > s.Period)
                    .OrderBy(n => n.Period)
                    .Select(n => (int?)n.Id)
                    .FirstOrDefault()
            )
            .ToListAsync(ct);
        return [.. followers.OfType<int>()];
    }

    /// <summary>Customers and invoices that the upload made go again, but not those that somebody wrote on.</summary>
    private static async Task RemoveMadeAsync(
        ReportsDb db,
        UploadToMerge upload,
        List<PreservedEdit> kept,
        CancellationToken ct
    )
    {
        await db.Set<Invoice>()
            .Where(i =>
                i.BatchId == upload.Id
                && !db.Set<CustomerChange>().Any(c => c.InvoiceId == i.Id)
                // Its key must not become another invoice's, nor may the sheet, uploaded again, bring it under another key.
                && !db.Set<PromiseItem>().Any(p => p.InvoiceId == i.Id)
                && !db.Set<Dispute>().Any(d => d.InvoiceId == i.Id)
                && !db.Set<ReminderItem>().Any(r => r.InvoiceId == i.Id)
                && !db.Set<InvoiceBalance>().Any(b => b.InvoiceId == i.Id)
            )
            .ExecuteDeleteAsync(ct);
        var touched = await db.Set<Customer>()
            .Where(c =>
                c.BatchId == upload.Id
                && (
                    db.Set<CustomerChange>().Any(x => x.CustomerId == c.Id)
                    || db.Set<ContactEntry>().Any(x => x.CustomerId == c.Id)
                    || db.Set<Reminder>().Any(x => x.CustomerId == c.Id)
                )
            )
            .Select(c => new { c.Code, c.Name })
            .ToListAsync(ct);
        foreach (
            var customer in touched.Where(c => kept.All(k => !k.Key.StartsWith(c.Code + " ", StringComparison.Ordinal)))
        )
            kept.Add(new PreservedEdit(customer.Code, $"{customer.Name} was edited after the upload."));
        await db.Set<Customer>()
            .Where(c =>
                c.BatchId == upload.Id
                && !db.Set<CustomerChange>().Any(x => x.CustomerId == c.Id)
                && !db.Set<ContactEntry>().Any(x => x.CustomerId == c.Id)
                && !db.Set<Reminder>().Any(x => x.CustomerId == c.Id)
                && !db.Set<Invoice>().Any(i => i.CustomerId == c.Id)
            )
            .ExecuteDeleteAsync(ct);
    }
}
