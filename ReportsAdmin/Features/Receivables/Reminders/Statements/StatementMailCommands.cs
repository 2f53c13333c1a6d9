using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;

namespace ReportsAdmin.Features.Receivables.Reminders.Statements;

/// <summary>Sends customers their statements of account by mail, outside of the ladder; the log of reminders has them.</summary>
public sealed class StatementMailCommands(
    IDbContextFactory<ReportsDb> contexts,
    JobQueue queue,
    MailOutbox outbox,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    /// <summary>Starts a job that sends one mail to each address of each customer.</summary>
    /// <returns>The key of the run in the log.</returns>
    /// <exception cref="DomainException">Without the permission to send; invalid for more than <see cref="CustomerCommands.MaxBulk"/> customers or no file; a conflict when mail is not set up, or none of the customers is visible.</exception>
    public async Task<int> SendAsync(
        CurrentUser currentUser,
        IReadOnlyCollection<int> customerIds,
        StatementFile file,
        CancellationToken ct
    )
    {
        currentUser.Require(ReminderQueries.SendPermission);
        if (customerIds.Count > CustomerCommands.MaxBulk)
            throw DomainException.Invalid(
                "customers",
                $"At most {CustomerCommands.MaxBulk} statements are sent at once."
            );
        if (file is not (StatementFile.Pdf or StatementFile.Excel))
            throw DomainException.Invalid("file", "A statement is a PDF or an Excel file.");
        if (!outbox.IsSetUp)
            throw DomainException.Conflict("Mail is not set up, so no statement can be sent. Set Mail:Host first.");
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.RaiseDataVersionAsync(ReminderQueries.Topic, ct);
        var seen = db.Set<Customer>().VisibleTo(currentUser).Where(c => customerIds.Contains(c.Id));
        if (currentUser.Scope.ChangesOnlyAssigned)
            seen = seen.OfEngineer(currentUser.UserId);
        var customers = await seen.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        if (customers.Count == 0)
            throw DomainException.Conflict("You may send no statement to these customers.");
        var run = await db.AddRunAsync(currentUser, clock.Today, clock.UtcNow, ct);
        db.AddRange(
            customers.Select(id => new Reminder
            {
                RunId = run.Id,
                CustomerId = id,
                Day = run.Day,
                Action = ReminderAction.Statement,
                Fingerprint = "",
            })
        );
        db.Record(
            AuditActions.Sent,
            "reminder run",
            run.Id,
            "Statements",
            AuditField.Fact("Customers", customers.Count)
        );
        await db.SaveChangesAsync(ct);
        await db.QueueAsync(
            queue,
            run,
            new NewJob(
                StatementMailHandler.JobKind,
                FormattableString.Invariant($"Statements, run {run.Id}"),
                FormattableString.Invariant($"{{\"runId\":{run.Id},\"file\":\"{file}\"}}"),
                currentUser.UserId
            )
            {
                UniqueKey = FormattableString.Invariant($"statements:{run.Id}"),
            },
            ct
        );
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(run.JobId, currentUser.UserId);
        await notifier.PublishAsync(ReminderQueries.Topic);
        return run.Id;
    }
}
