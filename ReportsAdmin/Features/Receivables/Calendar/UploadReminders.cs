using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs.Cron;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>
/// Tells who uploads which regional sheets of the last month are missing: three days before they are due, and on the day after. Only
/// departments and regions that uploaded within three months are waited for. What is missed while the application does not run is not caught up.
/// </summary>
public sealed class UploadReminders(
    IDbContextFactory<ReportsDb> contexts,
    NotificationOutbox notifications,
    AccessQueries access,
    Limits limits,
    BusinessClock clock
) : MorningReminders(contexts, notifications)
{
    public const string JobKind = "receivables.upload-reminders";

    public static readonly NightlyJob EveryMorning = new(JobKind, "Reminders of missing sheets", "20 7 * * *");

    internal static readonly NotificationKind NotificationKind = new(
        "receivables.upload-due",
        "Outstanding sheets missing",
        "Sheets of the last month that you can upload are due soon, or late."
    )
    {
        Group = "Receivables",
        Permission = ImportCommands.UploadPermission,
    };

    private const int DaysBefore = 3;
    private const int Named = 3;

    public override string Kind => JobKind;

    private protected override async Task<IReadOnlyList<DueReminder>> DueAsync(ReportsDb db, CancellationToken ct)
    {
        var month = Period.Of(clock.Today).AddMonths(-1);
        var due = UploadCalendar.DueOn(month, limits.Of(UploadCalendarQueries.DueLimit));
        var isLate = clock.Today == due.AddDays(1);
        if (!isLate && clock.Today != due.AddDays(-DaysBefore))
            return [];
        var missing = (await Positions.LoadAsync(db, CurrentUser.System, null, null, ct))
            .At(month)
            .Where(p => p.Period != month && p.IsWaitedFor(month))
            .Select(p => (p.Region, p.DepartmentId))
            .ToList();
        var sees = await access.WhoSeeAsync(ImportCommands.UploadPermission, missing, ct);
        return
        [
            .. sees.GroupBy(s => s.Person.Id, s => s.Place)
                .Select(g => new DueReminder(
                    new NewNotification(
                        NotificationKind.Key,
                        $"{(isLate ? "Late" : $"Due on {Dates.Day(due)}")}: {Counts.Of(g.Count(), "sheet")} of {month.ToLongText()}",
                        NamesOf([.. g.Select(p => Regions.Display(p.Region)).Distinct()]),
                        "/upload-calendar"
                    )
                    {
                        UniqueKey = string.Create(
                            CultureInfo.InvariantCulture,
                            $"upload-{(isLate ? "late" : "due")}:{month.Number}:{g.Key}"
                        ),
                    },
                    [g.Key]
                )),
        ];
    }

    private static string NamesOf(IReadOnlyList<string> regions) =>
        $"{string.Join(", ", regions.Take(Named))}{(regions.Count > Named ? " and more" : "")}";
}
