using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>A report to make. What is null comes from the template when one is named.</summary>
/// <param name="ReportType">With or without <c>report-type.</c> in front; likewise format and priority.</param>
public sealed record CreateReportJob(string? ReportType, string? Name, ReportRequest? Request, string? Format)
{
    public string? Description { get; init; }

    public string? FileName { get; init; }

    public string? Priority { get; init; }

    public DateTime? ScheduledFor { get; init; }

    public int? TemplateId { get; init; }

    public string? Visibility { get; init; }

    public int? DepartmentId { get; init; }
}

/// <param name="Position">1 for the next to start; null when it does not wait.</param>
public sealed record CreatedReportJob(long Id, string Status, int? Position, TimeSpan? Wait);

/// <summary>What a list of report jobs is narrowed to.</summary>
/// <param name="Sort"><c>createdAt</c>, <c>updatedAt</c>, <c>status</c> or <c>priority</c>, with a minus for descending.</param>
public sealed record ReportJobFilter(
    IReadOnlyList<string>? Statuses = null,
    IReadOnlyList<string>? ReportTypes = null,
    int? OwnerId = null,
    int? DepartmentId = null,
    DateTime? From = null,
    DateTime? To = null,
    string? Search = null,
    string Sort = "-createdAt"
);

/// <summary>A line of the list of report jobs.</summary>
/// <param name="Status">scheduled, pending, running, completed, failed, cancelled or expired.</param>
/// <param name="Remaining">Of a running job, from its pace so far.</param>
/// <param name="Wait">Of a pending job, until it starts.</param>
public sealed record ReportJobRow(
    long Id,
    long JobId,
    string Name,
    string ReportType,
    string ReportTitle,
    string Status,
    string Priority,
    int Percent,
    string? Step,
    long RowsDone,
    long? RowsTotal,
    int OwnerId,
    string OwnerName,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    DateTime RunAt,
    string Format,
    long? FileSize,
    DateTime? ExpiresAt,
    string? ErrorCode,
    string? ErrorMessage,
    int? Position,
    TimeSpan? Wait,
    TimeSpan? Remaining,
    bool MayCancel,
    bool MayRetry,
    bool MayDelete
)
{
    public required string? Description { get; init; }

    public required ReportRequest Request { get; init; }

    public required string Visibility { get; init; }

    /// <summary>Of the file; null while there is none.</summary>
    public required string? FileName { get; init; }

    public bool IsOpen => Status is ReportStatus.Scheduled or ReportStatus.Pending or ReportStatus.Running;

    public bool HasFile => Status == ReportStatus.Completed && FileSize is not null;
}

/// <summary>Everything about one report job.</summary>
public sealed record ReportJobDetails(
    ReportJobRow Row,
    string? Description,
    ReportRequest Request,
    IReadOnlyList<Fact> Parameters,
    string? FileName,
    string? Hash,
    string Visibility,
    int? DepartmentId,
    string OwnerEmail,
    int Attempt,
    int MaxAttempts,
    int Retries,
    string? CancelledBy,
    string? CancelReason,
    DateTime? ScheduledFor,
    IReadOnlyList<AttemptError> Errors,
    ReportOutcome? Outcome
);

public sealed record AttemptError(int Attempt, DateTime At, string Code, string Message);

/// <summary>What a finished run says of its file.</summary>
/// <param name="ReusedFrom">The run whose file this is a copy of, when an identical one was there.</param>
public sealed record ReportOutcome(
    long Rows,
    int? Pages,
    string DataAsOf,
    IReadOnlyList<string> Warnings,
    long? ReusedFrom = null
);

/// <summary>The first rows of a report that is not made yet.</summary>
public sealed record ReportPreview(ReportDocument Document, IReadOnlyList<PreviewTable> Tables);

/// <param name="Rows">Texts as the report shows them.</param>
/// <param name="Total">How many rows the whole table has.</param>
public sealed record PreviewTable(
    string Title,
    IReadOnlyList<ReportColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    long Total
);

public sealed record TemplateRow(
    int Id,
    string Name,
    string? Description,
    string ReportType,
    string ReportTitle,
    ReportRequest Request,
    string Format,
    string Priority,
    string Visibility,
    int? DepartmentId,
    int OwnerId,
    string OwnerName,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    bool MayChange
);

/// <summary>A template to save.</summary>
public sealed record SaveTemplate(
    string? Name,
    string? Description,
    string? ReportType,
    ReportRequest? Request,
    string? Format,
    string? Priority = null,
    string? Visibility = null,
    int? DepartmentId = null
);

/// <param name="Problem">Why the last run brought no report, or that a run is overdue; null when all is well.</param>
public sealed record ScheduleRow(
    int Id,
    string Name,
    int TemplateId,
    string TemplateName,
    string Cron,
    string TimeZone,
    bool Enabled,
    DateTime? NextAt,
    DateTime? LastAt,
    IReadOnlyList<DateTime> NextTimes,
    IReadOnlyList<int> RecipientIds,
    IReadOnlyList<string> RecipientNames,
    int OwnerId,
    string OwnerName,
    bool MayChange,
    string? Problem
);

/// <summary>A schedule to save.</summary>
public sealed record SaveSchedule(
    string? Name,
    int TemplateId,
    string? Cron,
    string? TimeZone,
    bool Enabled,
    IReadOnlyList<int> RecipientIds
);

/// <summary>News for the bell: a report that was finished, or a notification of any room.</summary>
public sealed record ReportNews(
    long Id,
    string Name,
    string Status,
    string Format,
    DateTime At,
    string? Message,
    bool Unseen
)
{
    /// <summary>Where to go; null for the report itself.</summary>
    public string? Href { get; init; }

    /// <summary>Whether it tells of something that went wrong.</summary>
    public bool IsProblem { get; init; } = Status == ReportStatus.Failed;
}

public sealed record Lookup(string Key, string Value, string DisplayName, string? Description, int Order);
