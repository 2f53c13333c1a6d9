using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>
/// Every morning: the owner of an open dispute whose day is over is told, once for each day that was named; the engineer of the customer
/// where nobody owns it. What became overdue while the application did not run is caught up for a week.
/// </summary>
public sealed class DisputeReminders(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    BusinessClock clock
) : MorningReminders(contexts, notifications)
{
    public const string JobKind = "receivables.dispute-reminders";

    public static readonly NightlyJob EveryMorning = new(JobKind, "Reminders of disputes", "10 7 * * *");

    internal static readonly NotificationKind NotificationKind = new(
        "receivables.dispute-overdue",
        "Answer to a dispute overdue",
        "The day is over by which a dispute of yours was to be answered."
    )
    {
        Group = "Receivables",
        Permission = ReceivablesQueries.ReadPermission,
    };

    private const int CaughtUpDays = 7;

    public override string Kind => JobKind;

    private protected override async Task<IReadOnlyList<DueReminder>> DueAsync(ReportsDb db, CancellationToken ct)
    {
        var (today, since) = (clock.Today, clock.Today.AddDays(-CaughtUpDays));
        var overdue = await (
            from d in db.Set<Dispute>()
            where d.ClosedAt == null && d.AnswerBy < today && d.AnswerBy >= since
            join c in db.Set<Customer>() on d.CustomerId equals c.Id
            join i in db.Set<Invoice>() on d.InvoiceId equals i.Id
            orderby d.Id
            select new
            {
                d.Id,
                d.AnswerBy,
                OwnerId = d.OwnerId ?? c.EngineerId ?? 0,
                i.Number,
                c.Name,
            }
        ).ToListAsync(ct);
        return
        [
            .. overdue.Select(d => new DueReminder(
                new NewNotification(
                    NotificationKind.Key,
                    $"Answer overdue: dispute of invoice {d.Number}",
                    $"{d.Name} was to be answered by {Dates.Day(d.AnswerBy)}.",
                    DisputeLedger.HrefOf(d.Id)
                )
                {
                    UniqueKey = string.Create(
                        CultureInfo.InvariantCulture,
                        $"dispute-overdue:{d.Id}:{d.AnswerBy:yyyyMMdd}"
                    ),
                },
                [d.OwnerId]
            )),
        ];
    }
}
