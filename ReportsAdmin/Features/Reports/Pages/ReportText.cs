using System.Globalization;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Reports.Pages;

/// <summary>States, formats and durations as the pages say them.</summary>
internal static class ReportText
{
    public static readonly Option[] Formats =
    [
        new("excel", "Excel"),
        new("pdf", "PDF"),
        new("docx", "Word"),
        new("csv", "CSV"),
        new("json", "JSON"),
    ];
    public static readonly Option[] Priorities =
    [
        new("critical", "Critical"),
        new("high", "High"),
        new("normal", "Normal"),
        new("low", "Low"),
    ];
    public static readonly Option[] Visibilities =
    [
        new("private", "Only me"),
        new("department", "My department"),
        new("organization", "Everyone in scope"),
    ];

    public static (string Text, Tone Tone) Status(string status) =>
        status switch
        {
            ReportStatus.Scheduled => ("Scheduled", Tone.Info),
            ReportStatus.Pending => ("Waiting", Tone.Neutral),
            ReportStatus.Running => ("Running", Tone.Accent),
            ReportStatus.Completed => ("Ready", Tone.Good),
            ReportStatus.Failed => ("Failed", Tone.Bad),
            ReportStatus.Cancelled => ("Cancelled", Tone.Warn),
            _ => ("Expired", Tone.Neutral),
        };

    public static string Format(string format) => Formats.FirstOrDefault(f => f.Value == format)?.Text ?? format;

    public static string FormatIcon(string format) =>
        format switch
        {
            "pdf" => "picture_as_pdf",
            "excel" or "csv" => "table_view",
            _ => "description",
        };

    public static string Href(long id) => "/jobs/" + ApiId.Of(ReportJobIds.ReportJob, id);

    public static string Download(long id) => $"/api/v2/reports/jobs/{ApiId.Of(ReportJobIds.ReportJob, id)}/download";

    /// <summary><c>about 40 s</c>, <c>about 3 min</c>, <c>about 2 h</c>.</summary>
    public static string About(TimeSpan span) =>
        span.TotalSeconds switch
        {
            < 1 => "a moment",
            < 90 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(span.TotalSeconds):0} s"),
            < 5400 => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(span.TotalMinutes):0} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"about {Math.Ceiling(span.TotalHours):0} h"),
        };

    /// <summary>How long something took: <c>0.4 s</c>, <c>12 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Took(TimeSpan span) =>
        span.TotalSeconds switch
        {
            < 10 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.0} s"),
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        };

    /// <summary>The line below a job's name: its step, its queue position or its result.</summary>
    public static string Line(ReportJobRow row, BusinessClock clock) =>
        row.Status switch
        {
            ReportStatus.Scheduled => $"Starts {Dates.Moment(clock.ToLocal(row.RunAt))}",
            ReportStatus.Pending when row.Position is { } place =>
                $"{(place == 1 ? "Next in the queue" : $"Number {place} in the queue")}{(row.Wait is { } wait ? $", starts in {About(wait)}" : "")}",
            ReportStatus.Pending => row.ErrorMessage is null
                ? "Waiting"
                : $"Next attempt {Dates.Moment(clock.ToLocal(row.RunAt))}: {row.ErrorMessage}",
            ReportStatus.Running =>
                $"{row.Step}{(row.RowsTotal is > 0 and { } total ? $", {Money.GroupWhole(row.RowsDone)} of {Money.GroupWhole(total)} rows" : "")}{(row.Remaining is { } left ? $", {About(left)} left" : "")}",
            ReportStatus.Completed =>
                $"{Format(row.Format)}, {Counts.Bytes(row.FileSize ?? 0)}{(row.FinishedAt is { } end && row.StartedAt is { } start ? $", created in {Took(end - start)}" : "")}",
            ReportStatus.Failed => row.ErrorMessage ?? "The report failed without an error message.",
            ReportStatus.Cancelled => "Cancelled",
            _ => "The file has expired",
        };
}
