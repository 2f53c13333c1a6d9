using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>
/// Notes that addresses take no mail. A mail server tells at once only that it refuses an address; a mail that comes back later comes to
/// the sender's mailbox, which nothing here reads, so a person or a mail gateway has to say it.
/// </summary>
public sealed class BounceCommands(IDbContextFactory<ReportsDb> contexts, ChangeNotifier notifier, BusinessClock clock)
{
    public const string ReportPermission = "reminders:bounce";

    private const int MaxMessageId = 200;

    /// <summary>A person says that mails to an address of the customer come back.</summary>
    /// <exception cref="DomainException">Not found outside the scope, or when the customer does not have the address; forbidden for somebody else's customer.</exception>
    public Task MarkAsync(CurrentUser currentUser, int customerId, string address, CancellationToken ct) =>
        OfCustomerAsync(
            currentUser,
            customerId,
            address,
            "bounced",
            async db =>
                await NoteAsync(
                    db,
                    await LastMailsAsync(db, address, ct),
                    address,
                    BounceSource.Person,
                    "",
                    currentUser,
                    ct
                ),
            ct
        );

    /// <summary>A person says that the address takes mail again.</summary>
    /// <exception cref="DomainException">As for <see cref="MarkAsync"/>.</exception>
    public Task ClearAsync(CurrentUser currentUser, int customerId, string address, CancellationToken ct) =>
        OfCustomerAsync(
            currentUser,
            customerId,
            address,
            "takes mail again",
            db => db.ClearBounceAsync(address, ct),
            ct
        );

    /// <summary>A mail gateway reports that a reminder came back.</summary>
    /// <param name="messageId">Of the mail that came back, with or without angle brackets; null when only the address is known.</param>
    /// <returns>How many reminders are marked.</returns>
    /// <exception cref="DomainException">Not found when no reminder that the current user sees was sent under the id, or to the address.</exception>
    public async Task<int> ReportAsync(
        CurrentUser currentUser,
        string? messageId,
        string? address,
        string reason,
        CancellationToken ct
    )
    {
        currentUser.Require(ReportPermission);
        if (string.IsNullOrWhiteSpace(messageId) == string.IsNullOrWhiteSpace(address))
            throw DomainException.Invalid(
                "messageId",
                "Name the message id or the address of the mail that came back."
            );
        if (messageId?.Length > MaxMessageId)
            throw DomainException.Invalid("messageId", $"A message id has at most {MaxMessageId} characters.");
        if (address is not null && MailAddresses.ProblemOf(address) is { } problem)
            throw DomainException.Invalid("address", problem);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.RaiseDataVersionAsync(ReminderQueries.Topic, ct);
        var seen = Seen(db, currentUser);
        var mails = address is not null
            ? await LastMailsAsync(seen, address, ct)
            : await ByMessageAsync(db, seen, messageId!.Trim().Trim('<', '>'), ct);
        if (mails.Count == 0)
            throw DomainException.NotFound("No reminder is known by this.");
        await NoteAsync(db, mails, mails[0].ToAddress, BounceSource.Gateway, reason, currentUser, ct);
        await AuditAsync(db, mails, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(ReminderQueries.Topic);
        return mails.Count;
    }

    private async Task OfCustomerAsync(
        CurrentUser currentUser,
        int customerId,
        string address,
        string what,
        Func<ReportsDb, Task> change,
        CancellationToken ct
    )
    {
        currentUser.Require(CustomerCommands.EditPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customer = await db.Set<Customer>().VisibleTo(currentUser).SingleOrDefaultAsync(c => c.Id == customerId, ct)
            ?? throw DomainException.NotFound("Customer not found.");
        if (!CustomerCommands.MayChange(currentUser, customer))
            throw DomainException.Forbidden("You may change only customers that are assigned to you.");
        if (!ContactAddresses.Of(customer.Email).Any(a => BouncedAddresses.Fold(a) == BouncedAddresses.Fold(address)))
            throw DomainException.NotFound("This customer does not have this address.");
        await db.RaiseDataVersionAsync(ReminderQueries.Topic, ct);
        await change(db);
        await db.RecordAsync(
            AuditActions.Changed,
            ReceivablesAudit.Customer,
            customer.Id,
            customer.Name,
            ct,
            AuditField.Fact("E-mail address", what)
        );
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(ReminderQueries.Topic);
    }

    private async Task NoteAsync(
        ReportsDb db,
        List<ReminderMail> mails,
        string address,
        BounceSource source,
        string reason,
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        var now = clock.UtcNow;
        await db.MarkAsync(
            new BouncedAddress
            {
                Address = address,
                Source = source,
                Reason = new string([.. reason.Trim().Select(c => char.IsControl(c) ? ' ' : c)]),
                At = now,
                ByName = currentUser.Name,
            },
            ct
        );
        foreach (var mail in mails)
            await db.Set<ReminderMail>()
                .Where(m => m.ReminderId == mail.ReminderId && m.Position == mail.Position)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.BouncedAt, now), ct);
    }

    private static async Task AuditAsync(ReportsDb db, List<ReminderMail> mails, CancellationToken ct)
    {
        var reminders = mails.Select(m => m.ReminderId).ToList();
        var customers = await db.Set<Reminder>()
            .Where(r => reminders.Contains(r.Id))
            .Join(db.Set<Customer>(), r => r.CustomerId, c => c.Id, (r, c) => new { c.Id, c.Name })
            .Distinct()
            .ToListAsync(ct);
        foreach (var customer in customers)
            db.Record(
                AuditActions.Changed,
                ReceivablesAudit.Customer,
                customer.Id,
                customer.Name,
                AuditField.Fact("E-mail address", "bounced, as a mail gateway reported")
            );
        await db.SaveChangesAsync(ct);
    }

    private static IQueryable<ReminderMail> Seen(ReportsDb db, CurrentUser currentUser)
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser);
        var reminders = db.Set<Reminder>().Where(r => customers.Any(c => c.Id == r.CustomerId));
        return db.Set<ReminderMail>().Where(m => reminders.Any(r => r.Id == m.ReminderId));
    }

    private static Task<List<ReminderMail>> ByMessageAsync(
        ReportsDb db,
        IQueryable<ReminderMail> seen,
        string messageId,
        CancellationToken ct
    ) => seen.Where(m => db.Set<OutgoingMail>().Any(o => o.Id == m.MailId && o.MessageId == messageId)).ToListAsync(ct);

    private static Task<List<ReminderMail>> LastMailsAsync(ReportsDb db, string address, CancellationToken ct) =>
        LastMailsAsync(db.Set<ReminderMail>(), address, ct);

    /// <summary>The last mail to the address: which one came back is not known, and the last one is the likeliest.</summary>
    private static Task<List<ReminderMail>> LastMailsAsync(
        IQueryable<ReminderMail> mails,
        string address,
        CancellationToken ct
    )
    {
        var folded = BouncedAddresses.Fold(address);
        return mails.Where(m => m.ToAddress == folded).OrderByDescending(m => m.MailId).Take(1).ToListAsync(ct);
    }
}
