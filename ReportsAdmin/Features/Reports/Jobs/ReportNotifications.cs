using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>What the room tells people.</summary>
internal static class ReportNotifications
{
    public const string Ready = "reports.ready";
    public const string Failed = "reports.failed";
    public const string Scheduled = "schedules.report";
    public const string Paused = "schedules.paused";

    private const string Group = "Reports";

    public static readonly IReadOnlyList<NotificationKind> Kinds =
    [
        new(Ready, "Report is ready", "A report that you asked for can be downloaded.") { Group = Group },
        new(Failed, "Report failed", "A report that you asked for could not be made.") { Group = Group },
        new(Scheduled, "Scheduled report", "A report that a schedule makes for you is ready. At once, it is attached.")
        {
            Group = Group,
            Mail = MailChoice.AtOnce,
        },
        new(Paused, "Schedule paused", "A schedule of yours, of your team, or for you no longer runs.")
        {
            Group = Group,
            Mail = MailChoice.AtOnce,
        },
    ];

    public static readonly WebhookEvent ReadyEvent = new(
        "report.ready",
        "Report ready",
        "The file of a report was made: its id, type and format. A report that is tried again may be told twice."
    );

    public static string PathOf(ReportRun run) => "/jobs/" + ApiId.Of(ReportJobIds.ReportJob, run.Id);
}
