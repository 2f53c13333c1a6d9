using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>An invoice that an action changed, with where it is in the ledger.</summary>
/// <param name="Place">Null when no month has it any more.</param>
/// <param name="Owed">What was owed before the action.</param>
internal sealed record ChangedInvoice(Invoice Invoice, Customer Customer, InvoicePlace? Place, long Owed);

/// <summary>What an action that sets or takes the mark of a dispute says besides.</summary>
/// <param name="Again">Goes on with the last dispute of an invoice, where there is one, instead of opening another.</param>
internal sealed record DisputeTerms(NewDispute Opening, DisputeSettlement Ending, bool Again = false)
{
    /// <summary>Of an action that knows the mark alone: the API of spec 003, a payment.</summary>
    public static readonly DisputeTerms Bare = new(NewDispute.Bare, new DisputeSettlement(DisputeOutcome.Withdrawn));
}

/// <summary>
/// Keeps disputes and the marks of invoices one: whoever changes a mark calls this in the same transaction
/// (Decisions/0049-disputes.md). That an invoice has at most one open dispute is held by an index, too.
/// </summary>
public sealed class DisputeLedger(DisputeOptions options, NotificationOutbox notifications, BusinessClock clock)
{
    internal static readonly NotificationKind Assigned = new(
        "receivables.dispute-assigned",
        "Dispute assigned to you",
        "A dispute became yours: opened for you, or handed over."
    )
    {
        Group = "Receivables",
        Permission = Dashboard.ReceivablesQueries.ReadPermission,
    };

    /// <summary>Opens and ends disputes after the marks of these invoices; answers who is to be told after the commit.</summary>
    internal async Task<IReadOnlyList<WrittenNotifications>> FollowAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<ChangedInvoice> changed,
        DisputeTerms terms,
        CancellationToken ct
    )
    {
        var ids = changed.Select(c => c.Invoice.Id).ToList();
        var open = await db.Set<Dispute>()
            .AsTracking()
            .Where(d => ids.Contains(d.InvoiceId) && d.ClosedAt == null)
            .ToDictionaryAsync(d => d.InvoiceId, ct);
        var opened = new List<(Dispute Dispute, ChangedInvoice Of, DisputeMessageKind Kind)>();
        foreach (var item in changed)
        {
            var dispute = open.GetValueOrDefault(item.Invoice.Id);
            if (item.Invoice.Disputed && dispute is null)
                opened.Add(await OpenAsync(db, currentUser, item, terms, ct));
            else if (!item.Invoice.Disputed && dispute is not null)
                End(db, currentUser, item, dispute, terms.Ending);
            else if (dispute is not null)
                Place(item, dispute);
        }

        await db.SaveChangesAsync(ct);
        var told = new List<WrittenNotifications>();
        foreach (var (dispute, item, kind) in opened)
        {
            Say(db, currentUser, item.Customer, dispute.Id, kind, OpenedWords(dispute));
            if (terms.Opening.Message.Trim() is { Length: > 0 } text)
                Say(db, currentUser, item.Customer, dispute.Id, DisputeMessageKind.Said, text);
            if (dispute.OwnerId is { } owner && owner != currentUser.UserId)
                told.Add(await TellOwnerAsync(db, dispute, item.Invoice.Number, item.Customer.Name, owner, ct));
        }

        await db.SaveChangesAsync(ct);
        return told;
    }

    private async Task<(Dispute, ChangedInvoice, DisputeMessageKind)> OpenAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ChangedInvoice item,
        DisputeTerms terms,
        CancellationToken ct
    )
    {
        var last = terms.Again
            ? await db.Set<Dispute>()
                .AsTracking()
                .Where(d => d.InvoiceId == item.Invoice.Id)
                .OrderByDescending(d => d.Id)
                .FirstOrDefaultAsync(ct)
            : null;
        if (last is not null)
        {
            (last.ClosedAt, last.ClosedById, last.ClosedByName, last.Outcome) = (null, null, null, null);
            (last.AcceptedPaise, last.ClosedPeriod, last.DaysOpen) = (0, null, null);
            last.Revision++;
            Place(item, last);
            return (last, item, DisputeMessageKind.Reopened);
        }

        var opening = terms.Opening;
        var whole = opening.Amount is not { } named || named.Paise == item.Owed;
        var dispute = new Dispute
        {
            InvoiceId = item.Invoice.Id,
            CustomerId = item.Customer.Id,
            Reason = opening.Reason.Trim(),
            OwnerId = opening.OwnerId
                ?? item.Customer.EngineerId
                ?? (currentUser.UserId == CurrentUser.System.UserId ? null : currentUser.UserId),
            AmountPaise = opening.Amount?.Paise ?? Math.Max(0, item.Owed),
            IsWhole = whole,
            OpenedAt = clock.UtcNow,
            OpenedById = currentUser.UserId,
            OpenedByName = NameOf(currentUser, item.Customer),
            AnswerBy = opening.AnswerBy ?? clock.Today.AddDays(options.AnswerDays),
        };
        db.Add(dispute);
        Place(item, dispute);
        return (dispute, item, DisputeMessageKind.Opened);
    }

    private void End(
        ReportsDb db,
        CurrentUser currentUser,
        ChangedInvoice item,
        Dispute dispute,
        DisputeSettlement ending
    )
    {
        // What a whole one was about at its end.
        if (dispute.IsWhole && item.Owed > 0)
            dispute.AmountPaise = item.Owed;
        var today = clock.Today;
        (dispute.ClosedAt, dispute.ClosedById, dispute.ClosedByName, dispute.Outcome) = (
            clock.UtcNow,
            currentUser.UserId,
            NameOf(currentUser, item.Customer),
            ending.Outcome
        );
        if (ending.Accepted is { } part && part.Paise >= dispute.AmountPaise)
            throw DomainException.Invalid(
                "accepted",
                $"The dispute is about {new Money(dispute.AmountPaise).ToRupeeText()}; a part of it is less."
            );
        dispute.AcceptedPaise = ending.Outcome switch
        {
            DisputeOutcome.Accepted => dispute.AmountPaise,
            DisputeOutcome.AcceptedInPart => ending.Accepted!.Value.Paise,
            _ => 0,
        };
        dispute.ClosedPeriod = Period.Of(today).Number;
        dispute.DaysOpen = Math.Max(0, today.DayNumber - DayOf(dispute.OpenedAt).DayNumber);
        dispute.Revision++;
        if (ending.Message.Trim() is { Length: > 0 } text)
            Say(db, currentUser, item.Customer, dispute.Id, DisputeMessageKind.Said, text);
        Say(db, currentUser, item.Customer, dispute.Id, DisputeMessageKind.Settled, EndedWords(dispute, item.Invoice));
    }

    /// <summary>What the latest position says of the amount.</summary>
    internal static void Place(ChangedInvoice item, Dispute dispute)
    {
        if (item.Place?.Standing is { } balance)
            balance.DisputePaise = dispute.IsWhole ? null : dispute.AmountPaise;
    }

    /// <summary>Adds a line to the conversation; it is saved with what else was changed.</summary>
    internal DisputeMessage Say(
        ReportsDb db,
        CurrentUser currentUser,
        Customer customer,
        int disputeId,
        DisputeMessageKind kind,
        string text
    ) =>
        db.Add(
            new DisputeMessage
            {
                DisputeId = disputeId,
                At = clock.UtcNow,
                ById = currentUser.UserId,
                ByName = NameOf(currentUser, customer),
                Kind = kind,
                Text = text,
            }
        ).Entity;

    internal Task<WrittenNotifications> TellOwnerAsync(
        ReportsDb db,
        Dispute dispute,
        string number,
        string customer,
        int ownerId,
        CancellationToken ct
    ) =>
        notifications.WriteAsync(
            db,
            new NewNotification(
                Assigned.Key,
                $"Dispute assigned to you: invoice {number} of {customer}",
                $"{(dispute.Reason.Length > 0 ? dispute.Reason + ". " : "")}Answer by {Dates.Day(dispute.AnswerBy)}.",
                HrefOf(dispute.Id)
            ),
            [ownerId],
            ct
        );

    internal async Task AnnounceAsync(IReadOnlyList<WrittenNotifications> told)
    {
        foreach (var written in told)
            await notifications.AnnounceAsync(written);
    }

    internal static string HrefOf(int disputeId) =>
        string.Create(CultureInfo.InvariantCulture, $"/disputes/{disputeId}");

    internal static string AmountWords(Dispute dispute) =>
        dispute.IsWhole ? "all that is owed" : new Money(dispute.AmountPaise).ToRupeeText();

    private DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(clock.ToLocal(utc));

    private static string OpenedWords(Dispute dispute) =>
        $"{(dispute.Reason.Length > 0 ? dispute.Reason : "No reason given")}, {AmountWords(dispute)}, answer by {Dates.Day(dispute.AnswerBy)}";

    private static string EndedWords(Dispute dispute, Invoice invoice) =>
        dispute.Outcome switch
        {
            DisputeOutcome.AcceptedInPart =>
                $"Accepted in part: {new Money(dispute.AcceptedPaise).ToRupeeText()} of {new Money(dispute.AmountPaise).ToRupeeText()}",
            DisputeOutcome.Withdrawn when invoice.Paid => "Withdrawn: the invoice was marked as paid",
            { } outcome => DisputeOutcomes.TextOf(outcome),
            null => "",
        };

    private static string NameOf(CurrentUser currentUser, Customer customer) =>
        currentUser.NameFor(
            CustomerCommands.EditPermission,
            customer.Region,
            customer.DepartmentId,
            customer.EngineerId
        );
}
