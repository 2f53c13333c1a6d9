using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Mail;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>The rules about what every installation has: jobs, disk, queries, mail, webhooks.</summary>
internal static class PlatformRules
{
    public const string Mails = "failed-mails";
    public const string Webhooks = "failing-webhooks";

    private const long Megabyte = 1024 * 1024;

    /// <summary>A webhook that fails for less is tried again and usually recovers.</summary>
    private static readonly TimeSpan WebhookPatience = TimeSpan.FromHours(1);

    /// <summary>In the order of the page.</summary>
    public static IReadOnlyList<AlertRule> All(StorageRoot root) =>
        [
            new(
                "failed-jobs",
                "Failed jobs",
                "Jobs that failed for good within the last hour.",
                "jobs",
                5,
                FailedJobsAsync
            )
            {
                Href = "/jobs",
            },
            new(
                "oldest-pending",
                "Jobs wait too long",
                "How long the oldest job that may run has waited.",
                "minutes",
                15,
                OldestPendingAsync
            ),
            new(
                "disk-space",
                "Little disk space",
                "Free space where files and the SQLite database are.",
                "megabytes",
                1024,
                (_, _, _) => Task.FromResult(FreeSpace(root))
            )
            {
                IsLowerBound = true,
            },
            new(
                "slow-queries",
                "Slow queries",
                "Statements over Alerts:SlowQueryMilliseconds within the last hour.",
                "statements",
                50,
                SlowQueriesAsync
            ),
            new(Mails, "Mails fail", "Mails that failed for good within the last day.", "mails", 3, FailedMailsAsync)
            {
                Href = "/admin/mail?state=failed",
            },
            new(
                Webhooks,
                "Webhooks fail",
                "Webhooks that have failed for an hour, or were switched off because of that.",
                "webhooks",
                1,
                WebhooksAsync
            )
            {
                Href = "/admin/webhooks",
            },
        ];

    private static async Task<AlertMeasure?> FailedJobsAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var since = now.AddHours(-1);
        var count = await db.Set<Job>().CountAsync(j => j.State == JobState.Failed && j.FinishedAt > since, ct);
        return Count(count, "job", "failed in the last hour");
    }

    private static async Task<AlertMeasure?> OldestPendingAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var oldest = await db.Set<Job>().Where(j => j.State == JobState.Pending).MinAsync(j => (DateTime?)j.RunAt, ct);
        var minutes = oldest is { } since && since < now ? Math.Floor((now - since).TotalMinutes) : 0;
        return new AlertMeasure(minutes, Text($"The oldest waiting job has waited {minutes} minutes."));
    }

    private static AlertMeasure? FreeSpace(StorageRoot root)
    {
        var free = new DriveInfo(root.Path).AvailableFreeSpace / Megabyte;
        return new AlertMeasure(free, Text($"{free} MB are free on the disk of the storage folder."));
    }

    private static async Task<AlertMeasure?> SlowQueriesAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var since = now.AddHours(-1);
        var count = await db.Set<Alert>()
            .Where(a => a.Kind == AlertKind.SlowQuery && a.LastAt > since)
            .SumAsync(a => a.Count, ct);
        return Count(count, "statement", "took too long in the last hour");
    }

    private static async Task<AlertMeasure?> FailedMailsAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var since = now.AddDays(-1);
        var count = await db.Set<OutgoingMail>()
            .CountAsync(m => m.State == MailState.Failed && m.CreatedAt > since, ct);
        return Count(count, "mail", "of the last day failed");
    }

    private static async Task<AlertMeasure?> WebhooksAsync(ReportsDb db, DateTime now, CancellationToken ct)
    {
        var before = now - WebhookPatience;
        var count = await db.Set<WebhookEndpoint>()
            .CountAsync(e => e.SwitchedOffAt != null || (e.Enabled && e.FailingSince < before), ct);
        return Count(count, "webhook", "failed for an hour or more, or switched off because of that");
    }

    private static AlertMeasure Count(int count, string noun, string what) =>
        new(count, Text($"{count} {noun}{(count == 1 ? "" : "s")} {what}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
