using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>A line of the list, as spec 004 has it, and the same in the words of <see cref="LearningClient"/>.</summary>
public sealed record JobSummaryResponse(
    string Id,
    string Name,
    string ReportType,
    [property: JobStatus] string Status,
    [property: JobPriority] string Priority,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProgressResponse? Progress,
    PersonResponse RequestedBy,
    DateTime CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? CompletedAt,
    OutputResponse Output,
    [property: JsonPropertyName("_id")] string MongoId,
    [property: JobState] string State,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PredefinedType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CustomReportCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    [property: OutputFormat] string OutputFormat,
    [property: JobVisibility] string Visibility,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LearningDates? DateRange,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Filters,
    LearningMetrics Metrics,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LearningResult? Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobErrorResponse? Error,
    string CreatedBy,
    DateTime UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? StartedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt
)
{
    public static JobSummaryResponse From(ReportJobRow r, JobFileLinks links)
    {
        var id = ApiId.Of(ReportJobIds.ReportJob, r.Id);
        var owner = ApiId.Of(ApiId.User, r.OwnerId);
        var predefined = LearningClient.Types.Contains(r.ReportType);
        return new(
            id,
            r.Name,
            r.ReportType,
            r.Status,
            r.Priority,
            ProgressResponse.From(r),
            new PersonResponse(owner, r.OwnerName, null),
            r.CreatedAt,
            r.FinishedAt,
            OutputResponse.From(r),
            id,
            LearningClient.StateOf(r.Status),
            predefined ? LearningClient.Predefined : LearningClient.Custom,
            predefined ? r.ReportType : null,
            predefined ? null : r.ReportType,
            r.Description,
            r.Format,
            r.Visibility,
            LearningDates.From(r.Request),
            r.Request.Filters,
            LearningMetrics.From(r),
            r.HasFile ? LearningResult.From(r, links) : null,
            JobErrorResponse.From(r),
            owner,
            r.UpdatedAt,
            r.StartedAt,
            r.ExpiresAt
        );
    }
}

public sealed record ProgressResponse(
    int Percentage,
    string CurrentStep,
    long RecordsProcessed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TotalRecords
)
{
    /// <summary>Null before the job has started.</summary>
    public static ProgressResponse? From(ReportJobRow r) =>
        r.StartedAt is null
            ? null
            : new(r.Status == ReportStatus.Completed ? 100 : r.Percent, r.Step ?? "", r.RowsDone, r.RowsTotal);
}

public sealed record PersonResponse(
    string Id,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email
);

public sealed record OutputResponse(
    [property: OutputFormat] string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Filename,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DownloadUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? FileSizeBytes
)
{
    public static OutputResponse From(ReportJobRow r) =>
        new(
            r.Format,
            r.FileName,
            r.HasFile ? JobFileLinks.PathOf(r.Id) + "/download" : null,
            r.HasFile ? r.ExpiresAt : null,
            r.HasFile ? r.FileSize : null
        );
}

/// <summary>A job in full, as spec 004 has it; <c>job</c> for <see cref="LearningClient"/>.</summary>
public sealed record JobDetailsResponse(
    string Id,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    string ReportType,
    [property: JobStatus] string Status,
    [property: JobPriority] string Priority,
    ParametersResponse Parameters,
    OutputResponse Output,
    [property: JobVisibility] string Visibility,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProgressResponse? Progress,
    PersonResponse RequestedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ScheduledFor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? StartedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? CompletedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobErrorResponse? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuePosition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimatedWaitTime,
    int RetryCount,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    JobSummaryResponse Job
)
{
    public static JobDetailsResponse From(ReportJobDetails d, JobFileLinks links) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, d.Row.Id),
            d.Row.Name,
            d.Description,
            d.Row.ReportType,
            d.Row.Status,
            d.Row.Priority,
            ParametersResponse.From(d.Request),
            OutputResponse.From(d.Row),
            d.Visibility,
            ProgressResponse.From(d.Row),
            new PersonResponse(ApiId.Of(ApiId.User, d.Row.OwnerId), d.Row.OwnerName, d.OwnerEmail),
            d.ScheduledFor,
            d.Row.StartedAt,
            d.Row.FinishedAt,
            JobErrorResponse.From(d.Row),
            d.Row.Position,
            (int?)d.Row.Wait?.TotalSeconds,
            d.Retries,
            d.Row.CreatedAt,
            d.Row.UpdatedAt,
            JobSummaryResponse.From(d.Row, links)
        );
}

public sealed record CreatedJobResponse(
    string Id,
    [property: JobStatus] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimatedWaitTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuePosition,
    JobSummaryResponse Job
)
{
    public static CreatedJobResponse From(CreatedReportJob job, JobSummaryResponse summary) =>
        new(
            summary.Id,
            job.Status,
            job.Wait is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
            job.Position,
            summary
        );
}

public sealed record CancelledJobResponse(
    string Id,
    [property: JobStatus] string Status,
    DateTime CancelledAt,
    string CancelledBy,
    JobSummaryResponse Job
);

public sealed record RetriedJobResponse(
    string Id,
    [property: JobStatus] string Status,
    int RetryCount,
    JobSummaryResponse Job
);

/// <summary>Where a file is, for a client that fetches it itself.</summary>
/// <param name="DownloadUrl">Absolute; needs no token.</param>
/// <param name="ExpiresAt">Until when the address works.</param>
public sealed record JobFileResponse(
    string DownloadUrl,
    string FileName,
    string ContentType,
    long FileSizeBytes,
    DateTime ExpiresAt
);

/// <summary>What a client polls.</summary>
/// <param name="EstimatedTimeRemaining">Seconds.</param>
/// <param name="FileUrl">Absolute; needs no token.</param>
public sealed record JobStatusResponse(
    string Id,
    [property: JobState] string State,
    [property: JobStatus] string Status,
    int Progress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CurrentStep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimatedTimeRemaining,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FileUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JobErrorResponse? Error
)
{
    public static JobStatusResponse From(ReportJobRow r, JobFileLinks links) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, r.Id),
            LearningClient.StateOf(r.Status),
            r.Status,
            r.Status == ReportStatus.Completed ? 100 : r.Percent,
            r.Step,
            (int?)(r.Remaining ?? r.Wait)?.TotalSeconds,
            r.HasFile ? links.Signed(r.Id) : null,
            r.ErrorMessage ?? r.Step,
            JobErrorResponse.From(r)
        );
}

/// <summary>The parameters of a report as the wire shows them again.</summary>
public sealed record ParametersResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateRangeResponse? DateRange,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Filters,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<string> Measures,
    bool IncludeInactive
)
{
    public static ParametersResponse From(ReportRequest request) =>
        new(
            request.Start is null && request.End is null ? null : new(request.Start, request.End),
            request.Filters,
            request.GroupBy,
            request.Measures,
            request.IncludeInactive
        );
}

public sealed record DateRangeResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? StartDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? EndDate
);
