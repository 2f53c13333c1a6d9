using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>Starts runs: what was simulated is written down and sent by a job.</summary>
public sealed class ReminderRunCommands(
    IDbContextFactory<ReportsDb> contexts,
    ReminderPlanner planner,
    JobQueue queue,
    MailOutbox outbox,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    /// <summary>Starts a run of today with exactly what was simulated.</summary>
    /// <param name="token">Of the simulation (<see cref="ReminderSimulation.Token"/>).</param>
    /// <param name="customers">Those of the simulation that are reminded; null for all.</param>
    /// <returns>The key of the run.</returns>
    /// <exception cref="DomainException">
    /// A conflict when the ladder is off, when mail is not set up, when nobody would be reminded, and when the data has changed so
    /// that something else would be sent than was simulated.
    /// </exception>
    public async Task<int> StartAsync(
        CurrentUser currentUser,
        ReminderFilter filter,
        string token,
        IReadOnlyCollection<int>? customers,
        CancellationToken ct
    )
    {
        currentUser.Require(ReminderQueries.SendPermission);
        var today = filter with { Day = clock.Today };
        if (filter.Day != today.Day)
            throw DomainException.Conflict("Only what is due today can be sent.");
        return await StartAsync(
            currentUser,
            ReminderQueries.OwnOnly(currentUser, today),
            plan =>
            {
                if (plan.Token != token)
                    throw Changed();
                return customers is null ? plan.Rows : [.. plan.Rows.Where(r => customers.Contains(r.CustomerId))];
            },
            ct
        ) ?? throw DomainException.Conflict(NothingWords(customers));
    }

    /// <summary>Starts the run of the day for everybody; null when nobody would be reminded.</summary>
    public Task<int?> StartDailyAsync(CancellationToken ct) =>
        StartAsync(CurrentUser.System, new ReminderFilter(clock.Today), plan => plan.Rows, ct);

    internal static DomainException Changed() =>
        DomainException.Conflict(
            "The data has changed since this was simulated, so something else would be sent. Look at the new simulation and send again."
        );

    private async Task<int?> StartAsync(
        CurrentUser currentUser,
        ReminderFilter filter,
        Func<ReminderPlan, IReadOnlyList<PlannedReminder>> choose,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // First, because its row lock lets one at a time plan: the second of two sees what the first has taken.
        await db.RaiseDataVersionAsync(ReminderQueries.Topic, ct);
        await ReleaseAsync(db, ct);
        using var reads = db.ReadWithin();
        var plan = await planner.PlanAsync(db, currentUser, filter, ct);
        if (!plan.Ladder.Ladder.IsOn)
            throw DomainException.Conflict(
                "Reminders are switched off. An administrator switches them on with the ladder."
            );
        var due = choose(plan).Where(r => r.Verdict == ReminderVerdict.Due).ToList();
        if (due.Count == 0)
            return null;
        if (!outbox.IsSetUp && due.Any(d => d.Step!.Action == ReminderAction.Mail))
            throw DomainException.Conflict("Mail is not set up, so no reminder can be sent. Set Mail:Host first.");
        var run = await WriteAsync(db, currentUser, filter.Day, due, ct);
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(run.JobId, currentUser.UserId);
        await notifier.PublishAsync(ReminderQueries.Topic);
        return run.Id;
    }

    private async Task<ReminderRun> WriteAsync(
        ReportsDb db,
        CurrentUser currentUser,
        DateOnly day,
        List<PlannedReminder> due,
        CancellationToken ct
    )
    {
        var run = await db.AddRunAsync(currentUser, day, clock.UtcNow, ct);
        var reminders = due.Select(d => new Reminder
            {
                RunId = run.Id,
                CustomerId = d.CustomerId,
                Day = day,
                StepDays = d.Step!.Days,
                Action = d.Step.Action,
                AmountPaise = d.Amount.Paise,
                Invoices = d.Invoices.Count,
                Fingerprint = d.Fingerprint(),
                EngineerId = d.Step.Action == ReminderAction.Call ? d.EngineerId : null,
            })
            .ToList();
        db.AddRange(reminders);
        await db.SaveChangesAsync(ct);
        db.AddRange(
            reminders
                .Zip(due, (reminder, planned) => planned.Invoices.Select(i => new ReminderItem
                    {
                        ReminderId = reminder.Id,
                        InvoiceId = i.InvoiceId,
                        StepDays = reminder.StepDays,
                        AmountPaise = i.Amount.Paise,
                        Counts = true,
                    }))
                .SelectMany(i => i)
        );
        db.Record(
            AuditActions.Sent,
            "reminder run",
            run.Id,
            $"Reminders of {Dates.Day(day)}",
            AuditField.Fact("Customers", due.Count),
            AuditField.Fact("Amount", new Money(due.Sum(d => d.Amount.Paise)).ToRupeeText())
        );
        await db.SaveChangesAsync(ct);
        await db.QueueAsync(
            queue,
            run,
            new NewJob(
                ReminderRunHandler.JobKind,
                FormattableString.Invariant($"Reminders, run {run.Id}"),
                FormattableString.Invariant($"{{\"runId\":{run.Id}}}"),
                currentUser.UserId
            )
            {
                UniqueKey = FormattableString.Invariant($"reminders:{run.Id}"),
            },
            ct
        );
        return run;
    }

    /// <summary>What a run has planned and its job, which ended before, will never send may be planned again.</summary>
    private static async Task ReleaseAsync(ReportsDb db, CancellationToken ct)
    {
        var live = db.LiveRuns();
        var left = db.Set<Reminder>().Where(r => r.State == ReminderState.Planned && !live.Any(x => x.Id == r.RunId));
        await SkipAsync(db, left, "The run ended before it came to this customer.", ct);
    }

    internal static async Task SkipAsync(ReportsDb db, IQueryable<Reminder> reminders, string why, CancellationToken ct)
    {
        await db.Set<ReminderItem>()
            .Where(i => reminders.Any(r => r.Id == i.ReminderId))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Counts, false), ct);
        await reminders.ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, ReminderState.Skipped).SetProperty(r => r.SkippedWhy, why),
            ct
        );
    }

    private static string NothingWords(IReadOnlyCollection<int>? customers) =>
        customers is null ? "Nobody is to be reminded today." : "None of these customers is to be reminded today.";
}
