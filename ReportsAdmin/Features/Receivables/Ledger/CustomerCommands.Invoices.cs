using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
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

    /// <summary>Takes a payment back: what was owed before is owed again in the latest month.</summary>
    ReversePayment,
}

public sealed partial class CustomerCommands
{
    /// <summary>
    /// Sets the status of an invoice as the clients of spec 003 do. <c>unpaid</c> takes a dispute back; on an invoice that is
    /// not disputed it reverses the payment. <c>paid</c> settles what is owed in the latest month.
    /// </summary>
    /// <returns>False when the invoice has this status already, so that nothing was changed.</returns>
    /// <exception cref="DomainException">A conflict when the figures do not allow it.</exception>
    public Task<bool> SetInvoiceStatusAsync(
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
                "dispute" => _ => InvoiceAction.Dispute,
                "unpaid" => i => i.Disputed || !i.Paid ? InvoiceAction.ResolveDispute : InvoiceAction.ReversePayment,
                "paid" => _ => InvoiceAction.MarkPaid,
                _ => throw DomainException.Invalid(
                    "newStatus",
                    $"'{status}' is not an invoice status; use dispute, unpaid or paid."
                ),
            },
            ct
        );

    /// <summary>Takes back that an invoice was marked as paid; what was owed before is owed again in the latest month.</summary>
    /// <exception cref="DomainException">A conflict when the invoice is not marked as paid, or when a sheet says that nothing is owed.</exception>
    public async Task ReversePaymentAsync(
        CurrentUser currentUser,
        int customerId,
        string invoiceNumber,
        CancellationToken ct
    )
    {
        currentUser.RequireConfirmed();
        if (!await ChangeInvoiceAsync(currentUser, customerId, invoiceNumber, _ => InvoiceAction.ReversePayment, ct))
            throw DomainException.Conflict($"Invoice {invoiceNumber} is not marked as paid.");
    }

    /// <summary>Does the same to many invoices in one transaction. Each is checked as if it were changed alone.</summary>
    /// <exception cref="DomainException">Without the permission to edit, or for more than <see cref="MaxBulk"/> invoices.</exception>
    public Task<BulkResult> ChangeInvoicesAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        InvoiceAction action,
        CancellationToken ct
    ) => ChangeInvoicesAsync(currentUser, invoiceIds, action, DisputeTerms.Bare, _ => false, ct);

    /// <param name="terms">What is said of disputes that the action opens or ends.</param>
    /// <param name="mayAlso">Whether the current user may change an invoice whose customer is not theirs to change.</param>
    internal async Task<BulkResult> ChangeInvoicesAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        InvoiceAction action,
        DisputeTerms terms,
        Func<int, bool> mayAlso,
        CancellationToken ct
    )
    {
        currentUser.Require(EditPermission);
        RequireFew(invoiceIds.Count);
        if (action == InvoiceAction.ReversePayment)
            currentUser.RequireConfirmed();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(db, ct);
        var invoices = await db.Set<Invoice>()
            .AsTracking()
            .Where(i => invoiceIds.Contains(i.Id) && i.Kind == InvoiceKind.Invoice)
            .ToListAsync(ct);
        var customers = await VisibleAsync(db, currentUser, [.. invoices.Select(i => i.CustomerId).Distinct()], ct);
        var places = await InvoicePlaces.LoadAsync(db, [.. invoices.Select(i => i.Id)], ct);
        var allowed = invoices
            .Where(i =>
                customers.TryGetValue(i.CustomerId, out var customer)
                && (MayChange(currentUser, customer) || mayAlso(i.Id))
                && (places.Find(i.Id) is not null || (action == InvoiceAction.ResolveDispute && i.Disputed))
            )
            .ToList();
        var (changed, refused) = (new List<ChangedInvoice>(), invoiceIds.Count - allowed.Count);
        foreach (var invoice in allowed)
        {
            var (place, before) = (places.Find(invoice.Id), Words(invoice, action));
            var owed = place?.OwedPaise ?? 0;
            var outcome = Apply(db, invoice, place, action, terms.Opening);
            refused += outcome.Refusal is null ? 0 : 1;
            if (!outcome.Changed)
                continue;
            changed.Add(new ChangedInvoice(invoice, customers[invoice.CustomerId], place, owed));
            RecordInvoice(db, currentUser, customers[invoice.CustomerId], invoice, action, before);
        }

        if (changed.Count > 0)
            await SaveInvoicesAsync(db, transaction, currentUser, changed, terms, ct);
        return new BulkResult(
            [.. changed.Select(c => c.Invoice.Id)],
            invoiceIds.Count - changed.Count - refused,
            refused
        );
    }

    /// <summary>One at a time: whether an invoice is in dispute already must not be asked by two people at once.</summary>
    private static Task LockAsync(ReportsDb db, CancellationToken ct) =>
        db.RaiseDataVersionAsync(ReceivablesImport.DataTopic, ct);

    private static ActionOutcome Apply(
        ReportsDb db,
        Invoice invoice,
        InvoicePlace? place,
        InvoiceAction action,
        NewDispute opening
    )
    {
        if (place is null)
        {
            // No month has it any more, so there is no balance to change.
            invoice.Disputed = false;
            return new ActionOutcome(true);
        }

        if (action == InvoiceAction.Dispute && opening != NewDispute.Bare && !invoice.Disputed)
        {
            if (place.OwedPaise <= 0)
                return new ActionOutcome(
                    false,
                    $"{place.Month} says that nothing is owed on invoice {invoice.Number}."
                );
            if (opening.Amount is { } amount && amount.Paise > place.OwedPaise)
                throw DomainException.Invalid(
                    "amount",
                    $"{new Money(place.OwedPaise).ToRupeeText()} is owed on invoice {invoice.Number}; a dispute cannot be about more."
                );
        }

        return place.Apply(db, invoice, action);
    }

    private async Task SaveInvoicesAsync(
        ReportsDb db,
        Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction,
        CurrentUser currentUser,
        IReadOnlyList<ChangedInvoice> changed,
        DisputeTerms terms,
        CancellationToken ct
    )
    {
        var told = await disputes.FollowAsync(db, currentUser, changed, terms, ct);
        await SnapshotSums.DeriveAsync(
            db,
            [.. changed.Where(c => c.Place is not null).Select(c => c.Place!.Current).Distinct()],
            ct
        );
        await PromiseLedger.DeriveForAsync(db, [.. changed.Select(c => c.Customer.Id).Distinct()], ct);
        await SaveAsync(db, transaction, DisputeCommands.Topic, ct);
        await notifier.PublishAsync(DisputeCommands.Topic);
        await disputes.AnnounceAsync(told);
    }

    private async Task<bool> ChangeInvoiceAsync(
        CurrentUser currentUser,
        int customerId,
        string invoiceNumber,
        Func<Invoice, InvoiceAction> choose,
        CancellationToken ct
    )
    {
        currentUser.Require(EditPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(db, ct);
        var customer = await EditableAsync(db, currentUser, customerId, ct);
        var invoice = await db.Set<Invoice>()
            .AsTracking()
            .SingleOrDefaultAsync(
                i => i.CustomerId == customerId && i.Number == invoiceNumber && i.Kind == InvoiceKind.Invoice,
                ct
            )
            ?? throw DomainException.NotFound($"This customer has no invoice {invoiceNumber}.");
        var action = choose(invoice);
        var place = (await InvoicePlaces.LoadAsync(db, [invoice.Id], ct)).Find(invoice.Id)
            ?? throw DomainException.Conflict(
                $"No month has invoice {invoice.Number} any more, so nothing is owed on it."
            );
        var (before, owed) = (Words(invoice, action), place.OwedPaise);
        var outcome = place.Apply(db, invoice, action);
        if (outcome.Refusal is { } why)
            throw DomainException.Conflict(why);
        if (!outcome.Changed)
            return false;
        RecordInvoice(db, currentUser, customer, invoice, action, before);
        await SaveInvoicesAsync(
            db,
            transaction,
            currentUser,
            [new ChangedInvoice(invoice, customer, place, owed)],
            DisputeTerms.Bare,
            ct
        );
        return true;
    }

    private void RecordInvoice(
        ReportsDb db,
        CurrentUser currentUser,
        Customer customer,
        Invoice invoice,
        InvoiceAction action,
        string before
    )
    {
        invoice.UpdatedAt = time.GetUtcNow().UtcDateTime;
        var field = action is InvoiceAction.MarkPaid or InvoiceAction.ReversePayment
            ? CustomerChange.Payment
            : CustomerChange.Dispute;
        Record(db, currentUser, customer, invoice.Id, field, before, Words(invoice, action));
    }

    /// <summary>What the history says of an invoice: of a reversal the payment, also while a dispute hides it.</summary>
    private static string Words(Invoice invoice, InvoiceAction action) =>
        action == InvoiceAction.ReversePayment ? Invoice.StatusOf(invoice.Paid, false) : invoice.Status;
}
