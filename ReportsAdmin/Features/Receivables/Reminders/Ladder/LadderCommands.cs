using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Receivables.Reminders.Ladder;

/// <summary>Changes the ladder, and with it the run of every day.</summary>
public sealed class LadderCommands(
    IDbContextFactory<ReportsDb> contexts,
    RecurringJobs recurring,
    ChangeNotifier notifier,
    BusinessClock clock
)
{
    public const string ManagePermission = "reminders:manage";

    /// <param name="expected">The version that the person saw.</param>
    /// <exception cref="DomainException">Invalid, with each field; a conflict when somebody else saved meanwhile.</exception>
    public async Task SaveAsync(CurrentUser currentUser, LadderDraft draft, int expected, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        draft.RequireValid();
        var ladder = draft.Tidied();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // First, because its row lock lets one at a time compare versions.
        await db.RaiseDataVersionAsync(ReminderQueries.Topic, ct);
        var before = await LadderQueries.ReadAsync(db, ct);
        if (before.Version != expected)
            throw DomainException.Conflict("Somebody else changed the ladder meanwhile. Open it again.");
        await db.Set<LadderSettings>().ExecuteDeleteAsync(ct);
        await db.Set<ReminderStep>().ExecuteDeleteAsync(ct);
        db.Add(
            new LadderSettings
            {
                IsOn = ladder.IsOn,
                Basis = ladder.Basis,
                CreditDays = ladder.CreditDays,
                PauseDays = ladder.PauseDays,
                DailyHour = ladder.DailyHour,
                Version = expected + 1,
                ChangedAt = clock.UtcNow,
                ChangedByName = currentUser.Name,
            }
        );
        db.AddRange(
            ladder.Steps.Select(s => new ReminderStep
            {
                Days = s.Days,
                Action = s.Action,
                Subject = s.Subject,
                Text = s.Text,
                Statement = s.Statement,
                CopiesEngineer = s.CopiesEngineer,
            })
        );
        db.Record(
            AuditActions.Changed,
            "reminder ladder",
            LadderSettings.OnlyId,
            "Reminders",
            Changes(before.Ladder, ladder)
        );
        await db.SaveChangesAsync(ct);
        await ScheduleAsync(db, ladder, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(ReminderQueries.Topic);
    }

    private async Task ScheduleAsync(ReportsDb db, LadderDraft ladder, CancellationToken ct)
    {
        var line = await db.Set<RecurringJob>().FirstOrDefaultAsync(r => r.Kind == DailyReminders.JobKind, ct);
        if (!ladder.IsOn || ladder.DailyHour is not { } hour)
        {
            if (line is not null)
                await recurring.RemoveAsync(db, line.Id, ct);
            return;
        }

        var cron = string.Create(CultureInfo.InvariantCulture, $"0 {hour} * * *");
        if (line is null)
        {
            await recurring.AddAsync(
                db,
                new RecurringJob
                {
                    Kind = DailyReminders.JobKind,
                    Title = "Reminders of the day",
                    Arguments = "{}",
                    OwnerId = CurrentUser.System.UserId,
                    Cron = cron,
                    TimeZone = clock.ZoneName,
                    Enabled = true,
                },
                ct
            );
            return;
        }

        (line.Cron, line.TimeZone, line.Enabled) = (cron, clock.ZoneName, true);
        await recurring.ChangeAsync(db, line, ct);
    }

    private static IEnumerable<AuditField> Changes(LadderDraft before, LadderDraft after)
    {
        yield return new AuditField("On", Text(before.IsOn), Text(after.IsOn));
        yield return new AuditField("Every day at", Hour(before.DailyHour), Hour(after.DailyHour));
        yield return new AuditField("Days count from", before.Basis.ToString(), after.Basis.ToString());
        yield return new AuditField("Days of credit", Number(before.CreditDays), Number(after.CreditDays));
        yield return new AuditField("Days between mails", Number(before.PauseDays), Number(after.PauseDays));
        yield return new AuditField("Steps", Steps(before), Steps(after));

        static string Text(bool on) => on ? "yes" : "no";
        static string Hour(int? hour) => hour is { } h ? $"{h:00}:00" : "never";
        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
        static string Steps(LadderDraft ladder) =>
            string.Join(
                "; ",
                ladder.Steps.Select(s => $"day {s.Days}: {(s.Action == ReminderAction.Call ? "call" : s.Subject)}")
            );
    }
}
