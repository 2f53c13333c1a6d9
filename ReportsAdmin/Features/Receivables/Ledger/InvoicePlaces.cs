using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>What became of an action on an invoice. A refusal is the reason why the figures do not allow it.</summary>
internal readonly record struct ActionOutcome(bool Changed, string? Refusal = null);

/// <summary>Where invoices are in the ledger now: the newest balance of each, and the latest position of its department and region.</summary>
internal sealed class InvoicePlaces
{
    private readonly Dictionary<int, InvoicePlace> places;

    private InvoicePlaces(Dictionary<int, InvoicePlace> places) => this.places = places;

    public InvoicePlace? Find(int invoiceId) => places.GetValueOrDefault(invoiceId);

    /// <summary>Loads the balances tracked, so that changes of them are saved.</summary>
    public static async Task<InvoicePlaces> LoadAsync(
        ReportsDb db,
        IReadOnlyCollection<int> invoiceIds,
        CancellationToken ct
    )
    {
        var months = await MonthsAsync(db, invoiceIds, ct);
        var latest = await LatestAsync(db, [.. months.Select(m => m.DepartmentId).Distinct()], ct);
        var totals = await TotalsAsync(
            db,
            [.. months.Select(m => m.Balance.CustomerId).Distinct()],
            [.. latest.Values.Select(p => p.Id)],
            ct
        );
        return new InvoicePlaces(
            months.GroupBy(m => m.Balance.InvoiceId).ToDictionary(g => g.Key, g => PlaceOf(g, latest, totals))
        );
    }

    private static InvoicePlace PlaceOf(
        IEnumerable<BalanceMonth> months,
        Dictionary<(int, string), LatestPosition> latest,
        HashSet<(int, int)> totals
    )
    {
        var newest = months.OrderBy(m => m.Period).ThenBy(m => m.Balance.OutstandingPaise != 0).Last();
        var position = latest[(newest.DepartmentId, newest.Region)];
        return new InvoicePlace(
            newest.Balance,
            position.Id,
            Period.FromNumber(position.Period),
            totals.Contains((position.Id, newest.Balance.CustomerId))
        );
    }

    private static Task<List<BalanceMonth>> MonthsAsync(
        ReportsDb db,
        IReadOnlyCollection<int> invoiceIds,
        CancellationToken ct
    ) =>
        db.Set<InvoiceBalance>()
            .AsTracking()
            .Where(b => invoiceIds.Contains(b.InvoiceId))
            .Join(
                db.Set<Snapshot>(),
                b => b.SnapshotId,
                s => s.Id,
                (b, s) => new BalanceMonth(b, s.DepartmentId, s.Region, s.Period)
            )
            .ToListAsync(ct);

    /// <summary>The latest position of each region of some departments.</summary>
    private static async Task<Dictionary<(int, string), LatestPosition>> LatestAsync(
        ReportsDb db,
        List<int> departments,
        CancellationToken ct
    )
    {
        var positions = await db.Set<Snapshot>()
            .Where(s => departments.Contains(s.DepartmentId))
            .Select(s => new
            {
                s.DepartmentId,
                s.Region,
                Position = new LatestPosition(s.Id, s.Period),
            })
            .ToListAsync(ct);
        return positions
            .GroupBy(p => (p.DepartmentId, p.Region))
            .ToDictionary(g => g.Key, g => g.Select(p => p.Position).MaxBy(p => p.Period)!);
    }

    /// <summary>Position and customer where the position has a total of the customer instead of their invoices.</summary>
    private static async Task<HashSet<(int, int)>> TotalsAsync(
        ReportsDb db,
        List<int> customers,
        List<int> positions,
        CancellationToken ct
    )
    {
        var rows = await db.Set<InvoiceBalance>()
            .Where(b =>
                customers.Contains(b.CustomerId)
                && positions.Contains(b.SnapshotId)
                && b.Kind == InvoiceKind.Summary
                && b.OutstandingPaise != 0
            )
            .Select(b => new { b.SnapshotId, b.CustomerId })
            .ToListAsync(ct);
        return [.. rows.Select(r => (r.SnapshotId, r.CustomerId))];
    }

    private sealed record BalanceMonth(InvoiceBalance Balance, int DepartmentId, string Region, int Period);

    private sealed record LatestPosition(int Id, int Period);

    /// <summary>
    /// Makes the latest balances say what people said of the invoices: after an undo a payment that a person marked is still
    /// one. Answers the snapshots whose sums changed with it.
    /// </summary>
    public static async Task<IReadOnlyCollection<int>> AlignAsync(
        ReportsDb db,
        IReadOnlyCollection<int> invoiceIds,
        CancellationToken ct
    )
    {
        var places = await LoadAsync(db, invoiceIds, ct);
        var invoices = await db.Set<Invoice>().Where(i => invoiceIds.Contains(i.Id)).ToListAsync(ct);
        var changed = invoices.Where(i => places.Find(i.Id) is { } place && place.Align(i)).ToList();
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        return [.. changed.Select(i => places.Find(i.Id)!.Current).Distinct()];
    }
}

/// <param name="Balance">The newest balance; in an older position when the latest no longer has the invoice.</param>
/// <param name="Current">The latest position of the department and region.</param>
/// <param name="InTotal">The latest position has a total of the customer instead of their invoices.</param>
internal sealed record InvoicePlace(InvoiceBalance Balance, int Current, Period Month, bool InTotal)
{
    private InvoiceBalance? carried;

    private bool IsCurrent => Balance.SnapshotId == Current;

    /// <summary>What is owed in the latest position; 0 when it no longer has the invoice.</summary>
    public long OwedPaise => Standing?.OutstandingPaise ?? 0;

    /// <summary>The balance in the latest position, also one that an action has just carried there; null when it has none.</summary>
    public InvoiceBalance? Standing => IsCurrent ? Balance : carried;

    /// <summary>Changes the invoice and what is owed on it in the latest position; earlier months stay as they were.</summary>
    public ActionOutcome Apply(ReportsDb db, Invoice invoice, InvoiceAction action) =>
        action switch
        {
            InvoiceAction.Dispute => SetDisputed(invoice, true),
            InvoiceAction.ResolveDispute => SetDisputed(invoice, false),
            InvoiceAction.MarkPaid => MarkPaid(invoice),
            _ => Reverse(db, invoice),
        };

    /// <summary>True when the balance did not agree with the invoice.</summary>
    public bool Align(Invoice invoice)
    {
        if (!IsCurrent)
            return false;
        var before = (Balance.OutstandingPaise, Balance.Disputed);
        if (Balance.Disputed != invoice.Disputed)
            (Balance.Disputed, Balance.DisputePaise) = (invoice.Disputed, null);
        if (invoice.Paid)
            Settle();
        else
            Unsettle();
        return before != (Balance.OutstandingPaise, Balance.Disputed);
    }

    private ActionOutcome SetDisputed(Invoice invoice, bool disputed)
    {
        if (invoice.Disputed == disputed && (!IsCurrent || Balance.Disputed == disputed))
            return new ActionOutcome(false);
        invoice.Disputed = disputed;
        if (IsCurrent)
            (Balance.Disputed, Balance.DisputePaise) = (disputed, null);
        return new ActionOutcome(true);
    }

    private ActionOutcome MarkPaid(Invoice invoice)
    {
        if (invoice is { Paid: true, Disputed: false })
            return new ActionOutcome(false);
        if (!invoice.Paid && !IsCurrent)
            return new ActionOutcome(
                false,
                $"{Month} has no outstanding amount of invoice {invoice.Number}, so there is nothing to mark as paid."
            );
        if (!invoice.Paid)
            Settle();
        SetDisputed(invoice, false);
        invoice.Paid = true;
        return new ActionOutcome(true);
    }

    private ActionOutcome Reverse(ReportsDb db, Invoice invoice)
    {
        if (!invoice.Paid)
            return new ActionOutcome(false);
        var owed = Balance.OutstandingPaise + Balance.SettledPaise;
        if (owed == 0)
            return new ActionOutcome(
                false,
                $"The sheet of upload #{Balance.BatchId.ToString(CultureInfo.InvariantCulture)} says that nothing is owed on invoice {invoice.Number}. Upload a corrected sheet to change that."
            );
        if (InTotal)
            return new ActionOutcome(
                false,
                $"The sheet of {Month} gives this customer's total without invoices, so invoice {invoice.Number} cannot be owed beside it."
            );
        invoice.Paid = false;
        if (IsCurrent)
            Unsettle();
        else
            db.Add(carried = Carried(owed, invoice.Disputed));
        return new ActionOutcome(true);
    }

    private void Settle()
    {
        if (Balance.OutstandingPaise != 0)
            (Balance.SettledPaise, Balance.OutstandingPaise) = (Balance.SettledPaise + Balance.OutstandingPaise, 0);
    }

    private void Unsettle() =>
        (Balance.SettledPaise, Balance.OutstandingPaise) = (0, Balance.OutstandingPaise + Balance.SettledPaise);

    /// <summary>A later position left the paid invoice out; owed again, it is carried there like any open invoice.</summary>
    private InvoiceBalance Carried(long owed, bool disputed) =>
        new()
        {
            SnapshotId = Current,
            InvoiceId = Balance.InvoiceId,
            CustomerId = Balance.CustomerId,
            OutstandingPaise = owed,
            InvoiceDate = Balance.InvoiceDate,
            DueDate = Balance.DueDate,
            Bucket = Balance.Bucket,
            Kind = Balance.Kind,
            Disputed = disputed,
            Origin = BalanceOrigin.Carried,
            BatchId = Balance.BatchId,
            RowNumber = Balance.RowNumber,
        };
}
