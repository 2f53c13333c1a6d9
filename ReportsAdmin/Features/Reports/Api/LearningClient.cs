using System.Globalization;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>
/// The words of the learning platform's client, which was written against another proposal than spec 004
/// (Docs/api/jobs.md). Its fields stand beside those of the spec and mean the same.
/// </summary>
internal static class LearningClient
{
    public const string Predefined = "predefined";
    public const string Custom = "custom";

    /// <summary>The report types it knows; those of other rooms are custom reports to it.</summary>
    public static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal)
    {
        "enrollment-summary",
        "completion-rates",
        "performance-analysis",
        "learner-activity",
        "course-analytics",
        "instructor-workload",
        "department-overview",
        "program-progress",
        "assessment-results",
        "scorm-attempts",
        "transcript",
        "certification-status",
    };

    /// <summary>What it calls our states.</summary>
    public static string StateOf(string status) =>
        status switch
        {
            ReportStatus.Scheduled => ReportStatus.Pending,
            ReportStatus.Running => "processing",
            ReportStatus.Completed => "ready",
            _ => status,
        };
}

/// <summary>Dates as <c>yyyy-MM-dd</c>.</summary>
public sealed record LearningDates(string? Start = null, string? End = null)
{
    public static LearningDates? From(ReportRequest request) =>
        request.Start is null && request.End is null ? null : new(Text(request.Start), Text(request.End));

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Progress">0 to 100.</param>
/// <param name="EstimatedTimeRemaining">Seconds.</param>
public sealed record LearningMetrics(
    int Progress,
    string? CurrentStep,
    long RowsProcessed,
    long? TotalRows,
    int? QueuePosition,
    int? EstimatedTimeRemaining
)
{
    public static LearningMetrics From(ReportJobRow r) =>
        new(
            r.Status == ReportStatus.Completed ? 100 : r.Percent,
            r.Step,
            r.RowsDone,
            r.RowsTotal,
            r.Position,
            (int?)(r.Remaining ?? r.Wait)?.TotalSeconds
        );
}

/// <summary>The file of a finished job, under an address that needs no token.</summary>
public sealed record LearningResult(
    string FileUrl,
    string DownloadUrl,
    string FileName,
    long FileSize,
    long RowCount,
    DateTime? ExpiresAt
)
{
    public static LearningResult From(ReportJobRow r, JobFileLinks links)
    {
        var url = links.Signed(r.Id);
        return new(url, url, r.FileName ?? r.Name, r.FileSize ?? 0, r.RowsDone, r.ExpiresAt);
    }
}

/// <summary>The error of spec 004, and whether and since when it may be tried again.</summary>
public sealed record JobErrorResponse(
    string Code,
    string Message,
    bool Retryable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? OccurredAt
)
{
    public static JobErrorResponse? From(ReportJobRow r) =>
        r.ErrorCode is { } code ? new(code, r.ErrorMessage ?? "", r.MayRetry, r.FinishedAt ?? r.UpdatedAt) : null;
}
