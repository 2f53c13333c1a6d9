using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Statements;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Receivables.Reminders.Runs;

/// <summary>
/// Sends the reminders of a run, customer by customer: the mails of one, the note that they are written, and the check that they still
/// are what was simulated are one transaction. A second attempt goes on where the first one ended.
/// </summary>
public sealed class ReminderRunHandler(
    IDbContextFactory<ReportsDb> contexts,
    CurrentUserAccessor viewers,
    ReminderPlanner planner,
    StatementFiles statements,
    ReminderMails mails,
    NotificationOutbox notifications,
    CompanyBrand brand,
    ChangeNotifier notifier
) : IJobHandler
{
    public const string JobKind = "receivables.reminders";

    internal static readonly NotificationKind CallKind = new(
        "receivables.reminder-call",
        "Call instead of a reminder",
        "The reminder ladder asks you to call one of your customers."
    )
    {
        Group = "Receivables",
        Permission = ReceivablesQueries.ReadPermission,
    };

    public string Kind => JobKind;

    public int? MaxRunning => 1;

    public async Task RunAsync(JobContext context, CancellationToken ct)
    {
        var runId = context.Read<RunArguments>().RunId;
        var currentUser = await viewers.OfUserAsync(context.OwnerId, ct);
        currentUser.Require(ReminderQueries.SendPermission);
        var reminders = await mails.PlannedAsync(runId, ct);
        var simulated = await SimulatedAsync(currentUser, reminders, ct);
        for (var i = 0; i < reminders.Count; i++)
        {
            context.Report("Sending reminders", i * 100 / reminders.Count, i, reminders.Count);
            await SendAsync(context, currentUser, reminders[i], simulated, ct);
        }

        context.SetResult(await mails.FinishAsync(runId, ct));
    }

    private async Task SendAsync(
        JobContext context,
        CurrentUser currentUser,
        Reminder reminder,
        Simulated simulated,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var before = simulated.Rows.GetValueOrDefault(reminder.CustomerId);
        var wasSame = IsSame(before, reminder);
        Artifact? file = null;
        // The file is written before the transaction, which would hold others up meanwhile.
        if (wasSame && before!.Step!.Statement != StatementFile.None)
            file = await statements.WriteAsync(
                context,
                currentUser,
                (reminder.CustomerId, before.Code, simulated.Month),
                (before.Step.Statement, FormattableString.Invariant($"statement-{reminder.Id}")),
                ct
            );
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mine = db.Set<Reminder>().Where(r => r.Id == reminder.Id && r.State == ReminderState.Planned);
        if (await mine.ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReminderState.Written), ct) == 0)
            return;
        var plan = await PlanAsync(db, currentUser, reminder, reminder.CustomerId, ct);
        var now = plan.Ladder.Ladder.IsOn ? plan.Rows.FirstOrDefault() : null;
        var skipped =
            !wasSame || !IsSame(now, reminder) || plan.Month != simulated.Month
                ? "The data changed after it was simulated."
            : file is not null && !mails.CanAttach(file) ? ReminderMails.TooLarge
            : null;
        if (skipped is not null)
        {
            await ReminderRunCommands.SkipAsync(db, db.Set<Reminder>().Where(r => r.Id == reminder.Id), skipped, ct);
            await transaction.CommitAsync(ct);
            await notifier.PublishAsync(ReminderQueries.Topic);
            return;
        }

        if (reminder.Action == ReminderAction.Call)
        {
            var told = await TellAsync(db, reminder, now!, ct);
            var isTold = told.People.Count + told.Mails.Count > 0;
            if (!isTold)
                await ReminderRunCommands.SkipAsync(
                    db,
                    db.Set<Reminder>().Where(r => r.Id == reminder.Id),
                    "The engineer may not be told: their rights or notification settings do not allow it.",
                    ct
                );
            await transaction.CommitAsync(ct);
            await notifications.AnnounceAsync(told, currentUser.UserId);
        }
        else
        {
            var written = await WriteAsync(db, currentUser, reminder, now!, file, ct);
            await transaction.CommitAsync(ct);
            await mails.AnnounceAsync(written, currentUser);
        }

        await notifier.PublishAsync(ReminderQueries.Topic);
    }

    /// <summary>The whole run as it would be now, at once; what a file is written from. Whether it still holds is asked for each customer.</summary>
    private async Task<Simulated> SimulatedAsync(
        CurrentUser currentUser,
        IReadOnlyList<Reminder> reminders,
        CancellationToken ct
    )
    {
        if (reminders.Count == 0)
            return new Simulated(default, new Dictionary<int, PlannedReminder>());
        var wanted = reminders.Select(r => r.CustomerId).ToHashSet();
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var plan = await PlanAsync(snapshot.Db, currentUser, reminders[0], null, ct);
        return new Simulated(
            plan.Month,
            plan.Rows.Where(r => wanted.Contains(r.CustomerId)).ToDictionary(r => r.CustomerId)
        );
    }

    private Task<ReminderPlan> PlanAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Reminder reminder,
        int? customerId,
        CancellationToken ct
    ) =>
        planner.PlanAsync(
            db,
            currentUser,
            ReminderQueries.OwnOnly(currentUser, new ReminderFilter(reminder.Day)),
            ct,
            customerId,
            reminder.RunId
        );

    private static bool IsSame(PlannedReminder? row, Reminder reminder) =>
        row is { Verdict: ReminderVerdict.Due } && row.Fingerprint() == reminder.Fingerprint;

    private Task<List<WrittenMail>> WriteAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Reminder reminder,
        PlannedReminder row,
        Artifact? file,
        CancellationToken ct
    )
    {
        var text = ReminderText.Compose(row.Step!, row.Facts(brand.Branding.Company, reminder.Day, row.Invoices));
        var to = row.Addresses.Select(a => (Address: a, IsCopy: false)).ToList();
        if (row.Step!.CopiesEngineer && row.EngineerEmail is { } engineer && MailAddresses.ProblemOf(engineer) is null)
            to.Add((engineer, IsCopy: true));
        return mails.WriteAsync(db, currentUser, reminder, new ReminderContent(text, to, file), ct);
    }

    private Task<WrittenNotifications> TellAsync(
        ReportsDb db,
        Reminder reminder,
        PlannedReminder row,
        CancellationToken ct
    ) =>
        notifications.WriteAsync(
            db,
            new NewNotification(
                CallKind.Key,
                $"Please call {row.Name}",
                $"{row.Amount.ToRupeeText()} overdue since {row.Invoices.Max(i => i.DaysOver)} days.",
                string.Create(CultureInfo.InvariantCulture, $"/customers/{reminder.CustomerId}")
            )
            {
                UniqueKey = FormattableString.Invariant($"reminder-call:{reminder.Id}"),
            },
            [row.EngineerId!.Value],
            ct
        );

    private sealed record RunArguments(int RunId);

    private sealed record Simulated(Ledger.Period Month, IReadOnlyDictionary<int, PlannedReminder> Rows);
}
