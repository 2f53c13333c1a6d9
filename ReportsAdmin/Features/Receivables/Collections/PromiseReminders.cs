using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Notifications;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>
/// Every morning: who took a promise for today and who is responsible for the customer are reminded, once. A promise that is
/// missed while the application does not run is not caught up: the worklist has it.
/// </summary>
public sealed class PromiseReminders(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    BusinessClock clock
) : MorningReminders(contexts, notifications)
{
    public const string JobKind = "receivables.promise-reminders";

    public static readonly NightlyJob EveryMorning = new(JobKind, "Reminders of promises", "0 7 * * *");

    internal static readonly NotificationKind NotificationKind = new(
        "receivables.promise-due",
        "Promise due today",
        "A customer promised to pay by today: yours, or one whose promise you took."
    )
    {
        Group = "Receivables",
        Permission = ReceivablesQueries.ReadPermission,
    };

    public override string Kind => JobKind;

    private protected override async Task<IReadOnlyList<DueReminder>> DueAsync(ReportsDb db, CancellationToken ct)
    {
        var today = clock.Today;
        var due = await db.Set<Promise>()
            .Where(p => p.Status == PromiseStatus.Open && p.DueOn == today)
            .Join(
                db.Set<Customer>(),
                p => p.CustomerId,
                c => c.Id,
                (p, c) =>
                    new
                    {
                        p.Id,
                        p.ById,
                        p.AmountPaise,
                        CustomerId = c.Id,
                        c.Name,
                        c.EngineerId,
                    }
            )
            .OrderBy(p => p.Id)
            .ToListAsync(ct);
        return
        [
            .. due.Select(p => new DueReminder(
                new NewNotification(
                    NotificationKind.Key,
                    $"Promise due today: {p.Name}",
                    $"{new Money(p.AmountPaise).ToRupeeText()} was promised by today.",
                    string.Create(CultureInfo.InvariantCulture, $"/customers/{p.CustomerId}")
                )
                {
                    UniqueKey = string.Create(CultureInfo.InvariantCulture, $"promise-due:{p.Id}"),
                },
                [p.ById, p.EngineerId ?? 0]
            )),
        ];
    }
}
