using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Features.Receivables.Reminders.Statements;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reminders;

/// <summary>Who would be reminded on a day, of what, and who is left out and why.</summary>
public sealed class ReminderQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReminderPlanner planner,
    CompanyBrand brand,
    MailOutbox outbox,
    BusinessClock clock
)
{
    public const string SendPermission = "reminders:send";

    /// <summary>Topic of the data version that the ladder, runs and bounces raise, and of their signals.</summary>
    public const string Topic = "reminders";

    /// <summary>How far ahead a day can be simulated.</summary>
    public const int MaxDaysAhead = 31;

    /// <param name="verdicts">Which rows are shown; null for all.</param>
    public async Task<ReminderSimulation> SimulateAsync(
        CurrentUser currentUser,
        ReminderFilter filter,
        IReadOnlyCollection<ReminderVerdict>? verdicts,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SendPermission);
        RequireDay(filter.Day);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var plan = await planner.PlanAsync(snapshot.Db, currentUser, OwnOnly(currentUser, filter), ct);
        var shown = plan.Rows.Where(r => verdicts?.Contains(r.Verdict) != false).ToList();
        return new ReminderSimulation(
            new Page<PlannedReminder>([.. shown.Skip(page.Skip).Take(page.Size)], shown.Count, page),
            [
                .. plan
                    .Rows.GroupBy(r => r.Verdict)
                    .OrderBy(g => g.Key)
                    .Select(g => new VerdictSum(g.Key, g.Count(), new Money(g.Sum(r => r.Amount.Paise)))),
            ],
            plan.Rows.Aggregate(ReminderSums.None, (sums, row) => sums + row.Sums),
            plan.Token,
            filter.Day,
            plan.Month,
            plan.Ladder.Ladder,
            plan.OldPlaces,
            outbox.IsSetUp
        );
    }

    /// <summary>The mail of a customer on a day, exactly as it would be sent.</summary>
    /// <param name="step">Another step than the one that is due: the mail then names every overdue invoice.</param>
    /// <exception cref="DomainException">Not found outside the scope; a conflict when there is nothing to name, or the step is a call.</exception>
    public async Task<ReminderPreview> PreviewAsync(
        CurrentUser currentUser,
        int customerId,
        DateOnly day,
        StepDraft? step,
        CancellationToken ct
    )
    {
        currentUser.Require(SendPermission);
        RequireDay(day);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var filter = OwnOnly(currentUser, new ReminderFilter(day));
        var plan = await planner.PlanAsync(snapshot.Db, currentUser, filter, ct, customerId);
        if (plan.Rows is not [var row])
            throw DomainException.NotFound("This customer is not found, or owes nothing.");
        var shown = step ?? row.Step;
        var named = step is null ? row.Invoices : row.AllOverdue;
        if (shown is null || named.Count == 0)
            throw DomainException.Conflict($"{row.Name} has no overdue invoice for a mail to name.");
        if (shown.Action == ReminderAction.Call)
            throw DomainException.Conflict(
                $"The step of day {shown.Days} sends no mail: the engineer is told to call."
            );
        var mail = ReminderText.Compose(shown, row.Facts(brand.Branding.Company, day, named));
        return new ReminderPreview(
            row,
            shown,
            row.Addresses,
            shown.CopiesEngineer ? row.EngineerEmail : null,
            mail.Subject,
            mail.AsHtml(brand.Branding.Company),
            mail.AsText(brand.Branding.Company),
            StatementFiles.NameOf(shown.Statement, row.Code, plan.Month)
        );
    }

    /// <summary>Who changes only their own customers reminds only these.</summary>
    internal static ReminderFilter OwnOnly(CurrentUser currentUser, ReminderFilter filter) =>
        currentUser.Scope.ChangesOnlyAssigned ? filter with { EngineerId = currentUser.UserId } : filter;

    private void RequireDay(DateOnly day)
    {
        if (day < clock.Today || day > clock.Today.AddDays(MaxDaysAhead))
            throw DomainException.Invalid("day", $"Choose today or a day within {MaxDaysAhead} days.");
    }
}
