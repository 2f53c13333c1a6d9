using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Lists;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>
/// What people do about disputes. Who may change the customer may do all of it; the owner of a dispute may, too, but for opening another.
/// </summary>
public sealed partial class DisputeCommands(
    IDbContextFactory<ReportsDb> contexts,
    CustomerCommands customers,
    AccessQueries access,
    ValueLists lists,
    DisputeLedger ledger,
    NotificationOutbox notifications,
    ChangeNotifier notifier,
    FileStore store,
    Limits limits,
    DisputeOptions options,
    BusinessClock clock
)
{
    /// <summary>Topic of the data version that conversations and changes raise, and of its signals; figures have <see cref="ReceivablesImport.DataTopic"/>.</summary>
    public const string Topic = "disputes";

    /// <summary>The list of reasons.</summary>
    public const string ReasonList = "dispute-reason";

    /// <summary>How far ahead the day of an answer may be.</summary>
    public const int MaxDaysAhead = 366;

    internal static readonly NotificationKind NewMessage = new(
        "receivables.dispute-message",
        "New message in a dispute",
        "Somebody wrote about a dispute that is yours, that you opened or in which you wrote."
    )
    {
        Group = "Receivables",
        Permission = ReceivablesQueries.ReadPermission,
    };

    /// <summary>Opens the dispute of an invoice and marks it as disputed.</summary>
    /// <returns>The key of the dispute.</returns>
    /// <exception cref="DomainException">
    /// Not found outside the scope; forbidden for a customer who is assigned to somebody else, when the current user changes only their
    /// own; a conflict when the invoice is in dispute already, or when nothing is owed on it.
    /// </exception>
    public async Task<int> OpenAsync(CurrentUser currentUser, int invoiceId, NewDispute opening, CancellationToken ct)
    {
        currentUser.Require(CustomerCommands.EditPermission);
        await RequireValidAsync(opening, null, ct);
        await using var db = contexts.CreateDbContext();
        var found = await db.Set<Invoice>()
            .Where(i => i.Id == invoiceId && i.Kind == InvoiceKind.Invoice)
            .Join(db.Set<Customer>().VisibleTo(currentUser), i => i.CustomerId, c => c.Id, (i, c) => new { i, c })
            .SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Invoice not found.");
        if (!CustomerCommands.MayChange(currentUser, found.c))
            throw DomainException.Forbidden("You may change only customers that are assigned to you.");
        if (opening.OwnerId is { } owner)
            await RequireSeesAsync(owner, [(found.c.Region, found.c.DepartmentId)], ct);
        var result = await customers.ChangeInvoicesAsync(
            currentUser,
            [invoiceId],
            InvoiceAction.Dispute,
            DisputeTerms.Bare with
            {
                Opening = opening,
            },
            _ => false,
            ct
        );
        if (result.Changed.Count == 0)
            throw DomainException.Conflict(
                result.Unchanged > 0
                    ? $"Invoice {found.i.Number} is in dispute already."
                    : $"The latest sheet says that nothing is owed on invoice {found.i.Number}, so there is nothing to dispute."
            );
        return await db.Set<Dispute>()
            .Where(d => d.InvoiceId == invoiceId && d.ClosedAt == null)
            .Select(d => d.Id)
            .SingleAsync(ct);
    }

    /// <summary>Opens disputes of many invoices with the same words, each about all that is owed. Each is checked as if it were opened alone.</summary>
    public async Task<BulkResult> OpenManyAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        NewDispute opening,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        if (opening.Amount is not null)
            throw DomainException.Invalid("amount", "Several disputes are about all that is owed.");
        await RequireValidAsync(opening, null, ct);
        if (opening.OwnerId is { } owner)
        {
            await using var db = contexts.CreateDbContext();
            var places = await db.Set<Customer>()
                .VisibleTo(currentUser)
                .Where(c => db.Set<Invoice>().Any(i => invoiceIds.Contains(i.Id) && i.CustomerId == c.Id))
                .Select(c => new { c.Region, c.DepartmentId })
                .Distinct()
                .ToListAsync(ct);
            await RequireSeesAsync(owner, [.. places.Select(p => (p.Region, p.DepartmentId))], ct);
        }

        return await customers.ChangeInvoicesAsync(
            currentUser,
            invoiceIds,
            InvoiceAction.Dispute,
            DisputeTerms.Bare with
            {
                Opening = opening,
            },
            _ => false,
            ct
        );
    }

    /// <summary>Goes on with the last dispute of each invoice: takes back that it ended.</summary>
    public Task<BulkResult> ReopenAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        CancellationToken ct
    ) =>
        customers.ChangeInvoicesAsync(
            currentUser,
            invoiceIds,
            InvoiceAction.Dispute,
            DisputeTerms.Bare with
            {
                Again = true,
            },
            _ => false,
            ct
        );

    /// <summary>Ends the dispute and takes the mark off the invoice. What is owed does not change: a credit note comes with a sheet.</summary>
    /// <exception cref="DomainException">A conflict when it has ended already.</exception>
    public async Task SettleAsync(
        CurrentUser currentUser,
        int disputeId,
        DisputeSettlement settlement,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        RequireValid(settlement);
        int invoiceId;
        await using (var db = contexts.CreateDbContext())
        {
            var (dispute, _) = await ActableAsync(db, currentUser, disputeId, ct);
            RequireOpen(dispute);
            invoiceId = dispute.InvoiceId;
        }

        var result = await customers.ChangeInvoicesAsync(
            currentUser,
            [invoiceId],
            InvoiceAction.ResolveDispute,
            DisputeTerms.Bare with
            {
                Ending = settlement,
            },
            id => id == invoiceId,
            ct
        );
        if (result.Changed.Count == 0)
            throw Ended();
    }

    /// <summary>Ends the disputes of many invoices in the same way. Each is checked as if it were ended alone.</summary>
    public Task<BulkResult> SettleManyAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> invoiceIds,
        DisputeSettlement settlement,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        if (settlement.Outcome == DisputeOutcome.AcceptedInPart)
            throw DomainException.Invalid("outcome", "Name the accepted part of each dispute on its own page.");
        RequireValid(settlement);
        return customers.ChangeInvoicesAsync(
            currentUser,
            invoiceIds,
            InvoiceAction.ResolveDispute,
            DisputeTerms.Bare with
            {
                Ending = settlement,
            },
            _ => false,
            ct
        );
    }

    /// <summary>Changes reason, owner, amount and day of an open dispute.</summary>
    /// <returns>False when it is so already.</returns>
    /// <exception cref="DomainException">A conflict when it has ended, or when somebody else changed it since the person saw it.</exception>
    public async Task<bool> ChangeAsync(
        CurrentUser currentUser,
        int disputeId,
        DisputeChange change,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        using var reads = db.ReadWithin();
        await db.RaiseDataVersionAsync(ReceivablesImport.DataTopic, ct);
        var (dispute, customer) = await ActableAsync(db, currentUser, disputeId, ct);
        RequireOpen(dispute);
        if (change.Revision is { } seen && seen != dispute.Revision)
            throw DomainException.Conflict(
                "Someone else changed this dispute in the meantime. Review it and save again."
            );
        await RequireValidAsync(
            new NewDispute(change.Reason, change.OwnerId, change.Amount, change.AnswerBy),
            dispute,
            ct
        );
        if (change.OwnerId is { } owner && owner != dispute.OwnerId)
            await RequireSeesAsync(owner, [(customer.Region, customer.DepartmentId)], ct);
        var place = (await InvoicePlaces.LoadAsync(db, [dispute.InvoiceId], ct)).Find(dispute.InvoiceId);
        var words = await ApplyAsync(dispute, change, place?.OwedPaise ?? 0, ct);
        if (words.Count == 0)
            return false;
        var told = new List<WrittenNotifications>();
        dispute.Revision++;
        var invoice = await db.Set<Invoice>().SingleAsync(i => i.Id == dispute.InvoiceId, ct);
        DisputeLedger.Place(new ChangedInvoice(invoice, customer, place, 0), dispute);
        var text = string.Join("; ", words.Select(w => w.Text));
        ledger.Say(db, currentUser, customer, dispute.Id, DisputeMessageKind.Changed, text);
        if (words.Exists(w => w.Owner) && dispute.OwnerId is { } assigned && assigned != currentUser.UserId)
            told.Add(await ledger.TellOwnerAsync(db, dispute, invoice.Number, customer.Name, assigned, ct));
        await db.SaveChangesAsync(ct);
        if (place is not null)
            await SnapshotSums.DeriveAsync(db, [place.Current], ct);
        await db.RaiseDataVersionAsync(Topic, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
        await notifier.PublishAsync(ReceivablesImport.DataTopic);
        await ledger.AnnounceAsync(told);
        return true;
    }

    /// <summary>Adds a line to the conversation, also of a dispute that has ended.</summary>
    public async Task<long> SayAsync(CurrentUser currentUser, int disputeId, string text, CancellationToken ct)
    {
        currentUser.Require(CustomerCommands.EditPermission);
        if (ProblemOf(text, isRequired: true) is { } problem)
            throw DomainException.Invalid("text", problem);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        using var reads = db.ReadWithin();
        var (dispute, customer) = await ActableAsync(db, currentUser, disputeId, ct);
        var line = ledger.Say(db, currentUser, customer, dispute.Id, DisputeMessageKind.Said, text.Trim());
        await db.SaveChangesAsync(ct);
        var told = await TellAsync(db, currentUser, dispute, customer, ct);
        await db.RaiseDataVersionAsync(Topic, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
        await notifications.AnnounceAsync(told);
        return line.Id;
    }

    /// <summary>Who takes part and still sees the customer; what was said is for the page, not for mails.</summary>
    private async Task<WrittenNotifications> TellAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Dispute dispute,
        Customer customer,
        CancellationToken ct
    )
    {
        var wrote = await db.Set<DisputeMessage>()
            .Where(m => m.DisputeId == dispute.Id && m.Kind == DisputeMessageKind.Said)
            .Select(m => m.ById)
            .Distinct()
            .ToListAsync(ct);
        var sees = (
            await access.WhoSeeAsync(ReceivablesQueries.ReadPermission, customer.Region, customer.DepartmentId, ct)
        )
            .Select(p => p.Id)
            .ToHashSet();
        var number = await db.Set<Invoice>()
            .Where(i => i.Id == dispute.InvoiceId)
            .Select(i => i.Number)
            .SingleAsync(ct);
        return await notifications.WriteAsync(
            db,
            new NewNotification(
                NewMessage.Key,
                $"New message: dispute of invoice {number}",
                $"{currentUser.Name} wrote about invoice {number} of {customer.Name}.",
                DisputeLedger.HrefOf(dispute.Id)
            ),
            [
                .. wrote
                    .Append(dispute.OpenedById)
                    .Append(dispute.OwnerId ?? 0)
                    .Distinct()
                    .Where(id => id != currentUser.UserId && sees.Contains(id)),
            ],
            ct
        );
    }

    /// <summary>Writes the change; answers what is otherwise, in words.</summary>
    private async Task<List<(string Text, bool Owner)>> ApplyAsync(
        Dispute dispute,
        DisputeChange change,
        long owed,
        CancellationToken ct
    )
    {
        var words = new List<(string, bool)>();
        var reason = change.Reason.Trim();
        if (reason != dispute.Reason)
        {
            words.Add(($"Reason: {(dispute.Reason.Length > 0 ? dispute.Reason : "none")} → {reason}", false));
            dispute.Reason = reason;
        }

        if (change.OwnerId != dispute.OwnerId)
        {
            var ids = new[] { change.OwnerId, dispute.OwnerId }.OfType<int>().ToList();
            var names = await access.PeopleAsync(ids, ct);
            string Name(int? id) => id is { } key && names.TryGetValue(key, out var person) ? person.Name : "nobody";
            words.Add(($"Owner: {Name(dispute.OwnerId)} → {Name(change.OwnerId)}", true));
            dispute.OwnerId = change.OwnerId;
        }

        if (change.AnswerBy != dispute.AnswerBy)
        {
            words.Add(($"Answer by: {Dates.Day(dispute.AnswerBy)} → {Dates.Day(change.AnswerBy)}", false));
            dispute.AnswerBy = change.AnswerBy;
        }

        var whole = change.Amount is not { } named || named.Paise == owed;
        if (whole == dispute.IsWhole && (whole || change.Amount!.Value.Paise == dispute.AmountPaise))
            return words;
        if (change.Amount is { } amount && amount.Paise > owed)
            throw DomainException.Invalid(
                "amount",
                $"{new Money(owed).ToRupeeText()} is owed on the invoice; a dispute cannot be about more."
            );
        var before = DisputeLedger.AmountWords(dispute);
        (dispute.IsWhole, dispute.AmountPaise) = (whole, change.Amount?.Paise ?? Math.Max(0, owed));
        words.Add(($"Amount: {before} → {DisputeLedger.AmountWords(dispute)}", false));
        return words;
    }

    /// <param name="stored">What keeps a reason that is no longer offered, and a day that is over.</param>
    private async Task RequireValidAsync(NewDispute opening, Dispute? stored, CancellationToken ct)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var reason = opening.Reason.Trim();
        if (reason.Length == 0 && stored?.Reason != reason)
            problems["reason"] = "Choose a reason.";
        else if (reason.Length > Dispute.MaxReason)
            problems["reason"] = $"A reason may have {Dispute.MaxReason} characters; this has {reason.Length}.";
        else if (reason != stored?.Reason)
        {
            var offered = await lists.OfAsync(ReasonList, ct);
            // A company without a list writes its reasons freely.
            if (offered.Count > 0 && !offered.Contains(reason, StringComparer.Ordinal))
                problems["reason"] = $"Use one of: {string.Join(", ", offered)}.";
        }

        if (opening.Amount is { Paise: <= 0 })
            problems["amount"] = "Name an amount above 0.";
        var (today, last) = (clock.Today, clock.Today.AddDays(MaxDaysAhead));
        if (opening.AnswerBy is { } day && day != stored?.AnswerBy && (day < today || day > last))
            problems["answerBy"] = "Answer today or within a year.";
        if (ProblemOf(opening.Message, isRequired: false) is { } problem)
            problems["message"] = problem;
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }

    private static void RequireValid(DisputeSettlement settlement)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((settlement.Outcome == DisputeOutcome.AcceptedInPart) != (settlement.Accepted is not null))
            problems["accepted"] = settlement.Accepted is null
                ? "Name the amount that was accepted."
                : "Only a dispute that was accepted in part has an accepted amount.";
        else if (settlement.Accepted is { Paise: <= 0 })
            problems["accepted"] = "Name an amount above 0.";
        if (ProblemOf(settlement.Message, isRequired: false) is { } problem)
            problems["message"] = problem;
        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }

    private static string? ProblemOf(string text, bool isRequired) =>
        isRequired && string.IsNullOrWhiteSpace(text) ? "Write a message."
        : text.Length > DisputeMessage.MaxText
            ? $"A message may have {DisputeMessage.MaxText} characters; this has {text.Length}."
        : null;

    private async Task RequireSeesAsync(
        int ownerId,
        IReadOnlyCollection<(string Region, int DepartmentId)> places,
        CancellationToken ct
    )
    {
        if (!await access.SeesAsync(ownerId, ReceivablesQueries.ReadPermission, places, ct))
            throw DomainException.Invalid("owner", "The owner is an active person who sees this customer.");
    }

    private static void RequireOpen(Dispute dispute)
    {
        if (dispute.ClosedAt is not null)
            throw Ended();
    }

    private static DomainException Ended() => DomainException.Conflict("This dispute has ended already.");

    /// <summary>The dispute, tracked, of a customer whom the current user sees and may act on.</summary>
    private static async Task<(Dispute Dispute, Customer Customer)> ActableAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int disputeId,
        CancellationToken ct
    )
    {
        var dispute = await db.Set<Dispute>().AsTracking().SingleOrDefaultAsync(d => d.Id == disputeId, ct);
        var customer = dispute is null
            ? null
            : await db.Set<Customer>()
                .AsTracking()
                .VisibleTo(currentUser)
                .SingleOrDefaultAsync(c => c.Id == dispute.CustomerId, ct);
        if (dispute is null || customer is null)
            throw DomainException.NotFound("Dispute not found.");
        if (!MayAct(currentUser, customer, dispute.OwnerId))
            throw DomainException.Forbidden(
                "You may change only disputes that are yours, and those of customers assigned to you."
            );
        return (dispute, customer);
    }

    /// <summary>True when the current user may change the dispute, write and settle.</summary>
    internal static bool MayAct(CurrentUser currentUser, Customer customer, int? ownerId) =>
        CustomerCommands.MayChange(currentUser, customer)
        || (
            currentUser.Can(CustomerCommands.EditPermission)
            && ownerId is not null
            && currentUser.ActsFor(ownerId, CustomerCommands.EditPermission, customer.Region, customer.DepartmentId)
        );
}
