using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Health.Pages;

/// <summary>The state of the installation in words.</summary>
internal static class HealthWords
{
    public static (string Text, Tone Tone) State(HealthState state) =>
        state switch
        {
            HealthState.Healthy => ("Healthy", Tone.Good),
            HealthState.Degraded => ("Degraded", Tone.Warn),
            _ => ("Unhealthy", Tone.Bad),
        };

    public static IEnumerable<(string Name, HealthState State, string Detail)> Parts(HealthReport report) =>
        [
            ("Database", report.Database.State, report.Database.Problem ?? report.Database.Provider),
            ("Workers", report.Workers.State, report.Workers.Problem ?? Of(report.Workers)),
            (
                "Files",
                report.Filesystem.State,
                report.Filesystem.Problem
                    ?? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Money.GroupWhole(report.Filesystem.FreeMegabytes)} MB free"
                    )
            ),
            (
                "Uploads and reports",
                report.Files.State,
                report.Files.Problem ?? (report.Files.Place == "s3" ? "In the S3 bucket" : "In the storage folder")
            ),
            (
                "Protection of stored data",
                report.Storage.State,
                report.Storage.Problem ?? "Closed to other accounts of the computer"
            ),
            (
                "Cache",
                report.Cache.State,
                report.Cache.Problem ?? (report.Cache.Store == "redis" ? "Memory and Redis" : "Memory of this node")
            ),
        ];

    public static (string Text, Tone Tone) State(AlertRuleRow row) =>
        row switch
        {
            { Enabled: false } => ("Off", Tone.Neutral),
            { RaisedSince: not null } => ("Raised", Tone.Bad),
            { CheckedAt: null } => ("Not checked yet", Tone.Neutral),
            { Value: null } => ("Nothing to check", Tone.Neutral),
            _ => ("OK", Tone.Good),
        };

    /// <summary>The label of the threshold: "jobs, at least".</summary>
    public static string Threshold(AlertRuleRow row) =>
        $"{char.ToUpperInvariant(row.Unit[0])}{row.Unit[1..]}, {(row.IsLowerBound ? "at most" : "at least")}";

    public static string Bound(AlertRuleRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.DefaultThreshold:0.##}");

    public static string Sentence(string title) =>
        title.Length == 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];

    private static string Of(WorkersHealth workers) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{workers.Running} running, {workers.Pending} waiting, {workers.FailedLastDay} failed in the last day"
        );
}
