using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>What people can do to an invoice.</summary>
public enum InvoiceAction
{
    Dispute,
    ResolveDispute,

    /// <summary>Settles what is owed in the latest month, and takes a dispute back.</summary>
    MarkPaid,

    /// <summary>Takes a payment back; what was owed before is owed again.</summary>
    ReversePayment,
}

public sealed partial class CustomerCommands
{
    /// <summary>
    /// Sets the status of an invoice as the clients of spec 003 do. <c>unpaid</c> takes a dispute back and never unpays: a
    /// payment is only taken back by <see cref="ReversePaymentAsync"/>. <c>paid</c> settles what is owed in the latest month.
    /// </summary>
    public Task SetInvoiceStatusAsync(
        CurrentUser currentUser,
        int customerId,
        string invoiceNumber,
        string status,
        CancellationToken ct
    ) =>
        ChangeInvoiceAsync(
            currentUser,
            customerId,
            invoiceNumber,
            status switch
            {
                "dispute" => InvoiceAction.Dispute,
                "unpaid" => InvoiceAction.ResolveDispute,
                "paid" => InvoiceAction.MarkPaid,
                _ => throw DomainException.Invalid(
                    "newStatus",
                    $"'{status}' is not an invoice status; use dispute, unpaid or paid."
                ),
            },
            ct
        );

    /// <summary>Takes back that an invoice was marked as paid; what was owed before is owed again.</summary>
    /// <exception cref="DomainException">A conflict when the invoice is not marked as paid.</exception>
    public Task ReversePaymentAsync(
        CurrentUser currentUser,
        int customerId,
        string invoiceNumber,
        CancellationToken ct
    ) => ChangeInvoiceAsync(currentUser, customerId, invoiceNumber, InvoiceAction.ReversePayment, ct);

    /// <summary>Does the same to many invoices in one transaction. Each is checked as if it were changed alone.</summary>
    /// <exception cref="DomainException">Without the permission to edit, or for more than <see cref="MaxBulk"/> invoices.</exception>
    public async Task<BulkResult> ChangeInvoicesAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        InvoiceAction action,
        CancellationToken ct
    )
    {
        currentUser.Require(EditPermission);
        RequireFew(invoiceIds.Count);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var invoices = await db.Set<Invoice>()
            .AsTracking()
            .Where(i => invoiceIds.Contains(i.Id) && i.Kind == InvoiceKind.Invoice)
            .ToListAsync(ct);
        var customers = await EditableAsync(db, currentUser, [.. invoices.Select(i => i.CustomerId).Distinct()], ct);
        var latest = await LatestBalancesAsync(db, [.. invoices.Select(i => i.Id)], ct);
        var allowed = invoices.Where(i => customers.ContainsKey(i.CustomerId) && latest.ContainsKey(i.Id)).ToList();
        var changed = new List<int>();
        foreach (var invoice in allowed)
        {
            if (!Apply(invoice, latest[invoice.Id], action, out var before))
                continue;
            changed.Add(invoice.Id);
            invoice.UpdatedAt = time.GetUtcNow().UtcDateTime;
            var customer = customers[invoice.CustomerId];
            Record(db, currentUser, customer, invoice.Id, FieldOf(action), before, invoice.Status);
        }

        if (changed.Count > 0)
        {
            await db.SaveChangesAsync(ct);
            await SnapshotSums.DeriveAsync(db, [.. changed.Select(id => latest[id].SnapshotId).Distinct()], ct);
            await SaveAsync(db, transaction, ReceivablesImport.DataTopic, ct);
        }

        return new BulkResult(changed, allowed.Count - changed.Count, invoiceIds.Count - allowed.Count);
    }

    private async Task ChangeInvoiceAsync(
        CurrentUser currentUser,
        int customerId,
        string invoiceNumber,
        InvoiceAction action,
        CancellationToken ct
    )
    {
        currentUser.Require(EditPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customer = await EditableAsync(db, currentUser, customerId, ct);
        var invoice = await db.Set<Invoice>()
            .AsTracking()
            .SingleOrDefaultAsync(
                i => i.CustomerId == customerId && i.Number == invoiceNumber && i.Kind == InvoiceKind.Invoice,
                ct
            )
            ?? throw DomainException.NotFound($"This customer has no invoice {invoiceNumber}.");
        if (action == InvoiceAction.ReversePayment && !invoice.Paid)
            throw DomainException.Conflict($"Invoice {invoice.Number} is not marked as paid.");
        if (!(await LatestBalancesAsync(db, [invoice.Id], ct)).TryGetValue(invoice.Id, out var balance))
            throw DomainException.Conflict(
                $"No month has invoice {invoice.Number} any more, so nothing is owed on it."
            );
        if (!Apply(invoice, balance, action, out var before))
            return;
        invoice.UpdatedAt = time.GetUtcNow().UtcDateTime;
        Record(db, currentUser, customer, invoice.Id, FieldOf(action), before, invoice.Status);
        await db.SaveChangesAsync(ct);
        await SnapshotSums.DeriveAsync(db, [balance.SnapshotId], ct);
        await SaveAsync(db, transaction, ReceivablesImport.DataTopic, ct);
    }

    private static string FieldOf(InvoiceAction action) =>
        action is InvoiceAction.MarkPaid or InvoiceAction.ReversePayment ? "payment" : "dispute";

    /// <summary>Changes an invoice and its latest balance; false when both are that way already.</summary>
    private static bool Apply(Invoice invoice, InvoiceBalance balance, InvoiceAction action, out string before)
    {
        before = invoice.Status;
        var (paid, disputed) = action switch
        {
            InvoiceAction.Dispute => (invoice.Paid, true),
            InvoiceAction.ResolveDispute => (invoice.Paid, false),
            InvoiceAction.MarkPaid => (true, false),
            _ => (false, invoice.Disputed),
        };
        if ((paid, disputed, disputed) == (invoice.Paid, invoice.Disputed, balance.Disputed))
            return false;
        if (paid && !invoice.Paid)
            (balance.SettledPaise, balance.OutstandingPaise) = (balance.OutstandingPaise, 0);
        else if (!paid && invoice.Paid)
            (balance.SettledPaise, balance.OutstandingPaise) = (0, balance.OutstandingPaise + balance.SettledPaise);
        (invoice.Paid, invoice.Disputed, balance.Disputed) = (paid, disputed, disputed);
        return true;
    }

    /// <summary>The newest balance of each invoice, tracked.</summary>
    private static async Task<Dictionary<int, InvoiceBalance>> LatestBalancesAsync(
        ReportsDb db,
        IReadOnlyList<int> invoiceIds,
        CancellationToken ct
    )
    {
        var months = await db.Set<InvoiceBalance>()
            .AsTracking()
            .Where(b => invoiceIds.Contains(b.InvoiceId))
            .Join(db.Set<Snapshot>(), b => b.SnapshotId, s => s.Id, (b, s) => new { Balance = b, s.Period })
            .ToListAsync(ct);
        return months.GroupBy(x => x.Balance.InvoiceId).ToDictionary(g => g.Key, g => g.MaxBy(x => x.Period)!.Balance);
    }
}
