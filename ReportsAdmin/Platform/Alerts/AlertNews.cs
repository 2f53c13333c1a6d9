using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Notifications;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>What was written about an alert, to be announced after the commit.</summary>
public sealed record WrittenNews(
    IReadOnlyList<WrittenMail> Mails,
    WrittenNotifications Notifications,
    IReadOnlyList<long> Webhooks
);

/// <summary>Tells of alerts: by mail to the addresses of the settings, to people as they chose, and to webhooks.</summary>
public sealed class AlertNews(
    AlertOptions options,
    MailOutbox outbox,
    MailTemplates templates,
    NotificationOutbox notifications,
    WebhookOutbox webhooks
)
{
    /// <summary>The kinds of notification; the room with the page registers them.</summary>
    public const string RuleKind = "health.rules";
    public const string AlertKindKey = "health.alerts";

    /// <summary>The events for webhooks; registered by the same room.</summary>
    public const string RaisedEvent = "alert.raised";
    public const string OverEvent = "alert.over";
    public const string JobFailedEvent = "job.failed";

    internal Task<WrittenNews> WriteRaisedAsync(
        ReportsDb db,
        AlertRule rule,
        AlertMeasure found,
        DateTime now,
        CancellationToken ct
    ) =>
        WriteAsync(
            db,
            new Told(RuleKind, rule.Title, found.Detail, rule.Href, IsProblem: true)
            {
                Mail = templates.Alert(rule.Title, found.Detail, ("Since (UTC)", Written(now))),
                // Mails about mails that fail would fail too, and webhooks about webhooks.
                ByMail = rule.Key != PlatformRules.Mails,
                Event =
                    rule.Key == PlatformRules.Webhooks
                        ? null
                        : (
                            RaisedEvent,
                            new
                            {
                                Rule = rule.Key,
                                rule.Title,
                                found.Detail,
                                found.Value,
                                rule.Unit,
                                At = now,
                            }
                        ),
            },
            ct
        );

    internal Task<WrittenNews> WriteOverAsync(ReportsDb db, AlertRule rule, TimeSpan took, CancellationToken ct)
    {
        var title = $"{rule.Title}: over";
        var detail = FormattableString.Invariant($"It lasted {Words(took)}.");
        return WriteAsync(
            db,
            new Told(RuleKind, title, detail, rule.Href, IsProblem: false)
            {
                Mail = templates.Alert(title, detail),
                ByMail = rule.Key != PlatformRules.Mails,
                Event = (
                    OverEvent,
                    new
                    {
                        Rule = rule.Key,
                        rule.Title,
                        Seconds = (long)took.TotalSeconds,
                    }
                ),
            },
            ct
        );
    }

    /// <summary>The first alert of its window.</summary>
    internal Task<WrittenNews> WriteAsync(
        ReportsDb db,
        long id,
        RaisedAlert alert,
        bool byMail,
        bool byWebhook,
        CancellationToken ct
    ) =>
        WriteAsync(
            db,
            new Told(AlertKindKey, Sentence(alert.Title), alert.Detail, "/admin/health", IsProblem: true)
            {
                Mail = templates.Alert(
                    alert.Title,
                    alert.Detail,
                    ("Time (UTC)", Written(alert.At)),
                    (
                        "Repetitions",
                        FormattableString.Invariant(
                            $"counted for {options.WindowMinutes} minutes, without another mail"
                        )
                    )
                ),
                ByMail = byMail,
                Event = byWebhook
                    ? (
                        RaisedEvent,
                        new
                        {
                            Id = id,
                            alert.Kind,
                            alert.Title,
                            alert.Detail,
                            alert.At,
                        }
                    )
                    : null,
            },
            ct
        );

    /// <summary>Tells webhooks of a job that failed; of their own deliveries they are not told.</summary>
    internal async Task WriteFailedJobAsync(
        ReportsDb db,
        long jobId,
        string kind,
        string? errorCode,
        CancellationToken ct
    )
    {
        if (kind.StartsWith("webhooks.", StringComparison.Ordinal))
            return;
        await webhooks.AnnounceAsync(
            await webhooks.WriteAsync(
                db,
                JobFailedEvent,
                new
                {
                    JobId = jobId,
                    Kind = kind,
                    ErrorCode = errorCode,
                },
                ct
            )
        );
    }

    /// <summary>Wakes the workers and tells watchers, after the commit.</summary>
    internal async Task AnnounceAsync(WrittenNews news)
    {
        if (news.Mails.Count > 0)
            await outbox.AnnounceAsync(news.Mails, CurrentUser.System.UserId);
        await notifications.AnnounceAsync(news.Notifications);
        await webhooks.AnnounceAsync(news.Webhooks);
    }

    private async Task<WrittenNews> WriteAsync(ReportsDb db, Told told, CancellationToken ct)
    {
        var mails = new List<WrittenMail>();
        foreach (var address in told.ByMail ? options.Emails : [])
            mails.Add(
                (
                    await outbox.WriteAsync(
                        db,
                        new NewMail(address, told.Mail!, told.Href, CurrentUser.System.UserId),
                        ct
                    )
                )!
            );
        var people = await notifications.WriteToAllAsync(
            db,
            new NewNotification(told.Kind, told.Title, told.Detail, told.Href)
            {
                IsProblem = told.IsProblem,
                IsNeverMailedAtOnce = !told.ByMail,
            },
            ct
        );
        var jobs = told.Event is { } e ? await webhooks.WriteAsync(db, e.Key, e.Data, ct) : [];
        return new WrittenNews(mails, people, jobs);
    }

    private static string Written(DateTime at) => FormattableString.Invariant($"{at:yyyy-MM-dd HH:mm:ss}");

    private static string Sentence(string title) =>
        title.Length == 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];

    private static string Words(TimeSpan took) =>
        took.TotalMinutes < 2 ? FormattableString.Invariant($"{(int)took.TotalSeconds} seconds")
        : took.TotalHours < 2 ? FormattableString.Invariant($"{(int)took.TotalMinutes} minutes")
        : took.TotalDays < 2 ? FormattableString.Invariant($"{(int)took.TotalHours} hours")
        : FormattableString.Invariant($"{(int)took.TotalDays} days");

    private sealed record Told(string Kind, string Title, string Detail, string Href, bool IsProblem)
    {
        public MailText? Mail { get; init; }

        public bool ByMail { get; init; } = true;

        public (string Key, object Data)? Event { get; init; }
    }
}
