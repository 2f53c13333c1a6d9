using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Logs contacts with customers and what they promised. Nothing that was logged is changed; a mistake is taken back by another line.</summary>
public sealed class CollectionCommands(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    Mentions mentions,
    BusinessClock clock
)
{
    /// <summary>Topic of the data version that the contact log raises, and of its signals.</summary>
    public const string Topic = "collections";

    /// <summary>How far ahead a promise or a follow-up may be.</summary>
    public const int MaxDaysAhead = 366;

    /// <exception cref="DomainException">
    /// Without the permission to edit; not found outside the scope; forbidden for a customer who is assigned to somebody else, when
    /// the current user changes only their own; a conflict when the customer owes nothing or has a promise whose day is to come.
    /// </exception>
    public async Task<LoggedContact> LogAsync(
        CurrentUser currentUser,
        int customerId,
        NewContact contact,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        RequireValid(contact);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customer = await EditableAsync(db, currentUser, customerId, ct);
        // First, because its row lock lets one at a time ask whether a promise is open.
        await db.RaiseDataVersionAsync(Topic, ct);
        var entry = new ContactEntry
        {
            CustomerId = customer.Id,
            At = clock.UtcNow,
            ById = currentUser.UserId,
            ByName = NameOf(currentUser, customer),
            Outcome = contact.Outcome,
            Note = contact.Note.Trim(),
            FollowUpOn = contact.FollowUpOn,
        };
        db.Add(entry);
        await db.SaveChangesAsync(ct);
        var promise = contact.Promise is { } terms ? await PromiseAsync(db, customer, entry, terms, ct) : null;
        var mentioned = await mentions.WriteAsync(db, currentUser, customer, entry, ct);
        await transaction.CommitAsync(ct);
        await mentions.AnnounceAsync(mentioned, currentUser);
        await notifier.PublishAsync(Topic);
        return new LoggedContact(entry.Id, promise?.Id);
    }

    /// <summary>Takes a line of the log back, and with it the promise that came with it.</summary>
    /// <exception cref="DomainException">Not found; a conflict when it was taken back already, or when the ledger has decided its promise.</exception>
    public async Task CorrectAsync(CurrentUser currentUser, long entryId, CancellationToken ct)
    {
        currentUser.Require(CustomerCommands.EditPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var entry = await db.Set<ContactEntry>()
            .SingleOrDefaultAsync(e => e.Id == entryId && e.Outcome != ContactOutcome.Corrected, ct)
            ?? throw NoEntry();
        var customer = await VisibleAsync(db, currentUser, entry.CustomerId, ct) ?? throw NoEntry();
        RequireEditable(currentUser, customer);
        await db.RaiseDataVersionAsync(Topic, ct);
        if (await db.Set<ContactEntry>().AnyAsync(e => e.CorrectsId == entryId, ct))
            throw DomainException.Conflict("This entry was taken back already.");
        await WithdrawAsync(db, currentUser, customer, entryId, ct);
        db.Add(
            new ContactEntry
            {
                CustomerId = customer.Id,
                At = clock.UtcNow,
                ById = currentUser.UserId,
                ByName = NameOf(currentUser, customer),
                Outcome = ContactOutcome.Corrected,
                CorrectsId = entryId,
            }
        );
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(Topic);
    }

    private async Task WithdrawAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Customer customer,
        long entryId,
        CancellationToken ct
    )
    {
        var promise = await db.Set<Promise>().AsTracking().SingleOrDefaultAsync(p => p.EntryId == entryId, ct);
        if (promise is null)
            return;
        if (promise.Status != PromiseStatus.Open)
            throw DomainException.Conflict("The ledger has decided this promise already, so it cannot be taken back.");
        (promise.Status, promise.WithdrawnAt, promise.WithdrawnByName) = (
            PromiseStatus.Withdrawn,
            clock.UtcNow,
            NameOf(currentUser, customer)
        );
    }

    private async Task<Promise> PromiseAsync(
        ReportsDb db,
        Customer customer,
        ContactEntry entry,
        PromiseTerms terms,
        CancellationToken ct
    )
    {
        var today = clock.Today;
        var open = await db.Set<Promise>()
            .Where(p => p.CustomerId == customer.Id && p.Status == PromiseStatus.Open && p.DueOn >= today)
            .Select(p => new { p.AmountPaise, p.DueOn })
            .FirstOrDefaultAsync(ct);
        if (open is not null)
            throw DomainException.Conflict(
                $"There is a promise of {new Money(open.AmountPaise).ToRupeeText()} by {Dates.Day(open.DueOn)} already. Take it back first, or wait for its day."
            );
        var owed = await OwedAsync(db, customer.Id, ct);
        var sum = owed.Sum(o => o.Paise);
        if (sum <= 0)
            throw DomainException.Conflict("The latest sheet says that this customer owes nothing.");
        if (terms.Amount.Paise > sum)
            throw DomainException.Invalid(
                "promise.amount",
                $"The customer owes {new Money(sum).ToRupeeText()}; a promise cannot be of more."
            );
        var promise = new Promise
        {
            CustomerId = customer.Id,
            MadeAt = entry.At,
            ById = entry.ById,
            ByName = entry.ByName,
            EngineerId = customer.EngineerId,
            EntryId = entry.Id,
            AmountPaise = terms.Amount.Paise,
            DueOn = terms.DueOn,
            DuePeriod = Period.Of(terms.DueOn).Number,
            DecidableFrom = clock.StartOf(terms.DueOn.AddDays(1)),
            OwedPaise = sum,
            ByTotal = owed.Any(o => o.Kind == InvoiceKind.Summary),
        };
        db.Add(promise);
        await db.SaveChangesAsync(ct);
        db.AddRange(
            owed.Select(o => new PromiseItem
            {
                PromiseId = promise.Id,
                InvoiceId = o.InvoiceId,
                OwedPaise = o.Paise,
            })
        );
        await db.SaveChangesAsync(ct);
        return promise;
    }

    /// <summary>The debts of the latest position of each department and region.</summary>
    private static async Task<List<OwedItem>> OwedAsync(ReportsDb db, int customerId, CancellationToken ct)
    {
        var items = await db.Set<InvoiceBalance>()
            .Where(b =>
                b.CustomerId == customerId
                && db.Set<Snapshot>()
                    .Any(s =>
                        s.Id == b.SnapshotId
                        && !db.Set<Snapshot>()
                            .Any(n => n.DepartmentId == s.DepartmentId && n.Region == s.Region && n.Period > s.Period)
                    )
            )
            .Select(b => new
            {
                b.InvoiceId,
                b.OutstandingPaise,
                b.Kind,
            })
            .ToListAsync(ct);
        return
        [
            .. items
                .GroupBy(i => (i.InvoiceId, i.Kind))
                .Select(g => new OwedItem(g.Key.InvoiceId, g.Sum(i => i.OutstandingPaise), g.Key.Kind))
                .Where(i => i.Paise > 0),
        ];
    }

    private void RequireValid(NewContact contact)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var (today, last) = (clock.Today, clock.Today.AddDays(MaxDaysAhead));
        if (!ContactOutcomes.Loggable.Contains(contact.Outcome))
            problems["outcome"] = "This outcome cannot be logged.";
        if (contact.Note.Length > ContactEntry.MaxNote)
            problems["note"] = $"A note may have {ContactEntry.MaxNote} characters; this has {contact.Note.Length}.";
        if (contact.FollowUpOn is { } day && (day < today || day > last))
            problems["followUpOn"] = "Get in touch again today or within a year.";
        if ((contact.Outcome == ContactOutcome.Promised) != (contact.Promise is not null))
            problems["promise"] = contact.Promise is null
                ? "Name the amount and the day that were promised."
                : "Only the outcome promised has a promise.";
        if (contact.Promise is { } promise)
        {
            if (promise.Amount.Paise <= 0)
                problems["promise.amount"] = "Name an amount above 0.";
            if (promise.DueOn < today || promise.DueOn > last)
                problems["promise.dueOn"] = "A promise is for today or a day within a year.";
        }

        if (problems.Count > 0)
            throw DomainException.Invalid(problems);
    }

    private static async Task<Customer?> VisibleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    ) => await db.Set<Customer>().VisibleTo(currentUser).SingleOrDefaultAsync(c => c.Id == customerId, ct);

    private static async Task<Customer> EditableAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        var customer = await VisibleAsync(db, currentUser, customerId, ct)
            ?? throw DomainException.NotFound("Customer not found.");
        RequireEditable(currentUser, customer);
        return customer;
    }

    private static void RequireEditable(CurrentUser currentUser, Customer customer)
    {
        if (!CustomerCommands.MayChange(currentUser, customer))
            throw DomainException.Forbidden("You may change only customers that are assigned to you.");
    }

    private static string NameOf(CurrentUser currentUser, Customer customer) =>
        currentUser.NameFor(
            CustomerCommands.EditPermission,
            customer.Region,
            customer.DepartmentId,
            customer.EngineerId
        );

    private static DomainException NoEntry() => DomainException.NotFound("Entry not found.");

    private sealed record OwedItem(int InvoiceId, long Paise, InvoiceKind Kind);
}
