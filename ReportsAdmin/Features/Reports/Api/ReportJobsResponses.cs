using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>The body of spec 004's create.</summary>
public sealed record CreateJobRequest(
    string? ReportType = null,
    string? Name = null,
    string? Description = null,
    ParametersRequest? Parameters = null,
    OutputRequest? Output = null,
    string? Priority = null,
    string? ScheduledFor = null,
    string? TemplateId = null,
    string? Visibility = null,
    string? DepartmentId = null
)
{
    public CreateReportJob ToRequest() =>
        new(ReportType, Name, Parameters?.ToRequest(), Output?.Format)
        {
            Description = Description,
            FileName = string.IsNullOrWhiteSpace(Output?.Filename) ? null : Output.Filename,
            Priority = Priority,
            ScheduledFor = ScheduledFor is null ? null : ApiTime.Instant(ScheduledFor, "scheduledFor"),
            TemplateId = TemplateId is null ? null : ApiTime.Key(ReportJobIds.Template, TemplateId, "templateId"),
            Visibility = Visibility,
            DepartmentId = DepartmentId is null
                ? null
                : ApiTime.Key(AccessIds.Department, DepartmentId, "departmentId"),
        };
}

public sealed record ParametersRequest(
    DateRangeRequest? DateRange = null,
    Dictionary<string, JsonElement>? Filters = null,
    IReadOnlyList<string>? GroupBy = null,
    IReadOnlyList<string>? Measures = null,
    bool? IncludeInactive = null
)
{
    public ReportRequest ToRequest() =>
        new()
        {
            Start = DateRange?.StartDate is { } start ? ApiTime.Day(start, "parameters.dateRange.startDate") : null,
            End = DateRange?.EndDate is { } end ? ApiTime.Day(end, "parameters.dateRange.endDate") : null,
            Filters = Filters is null
                ? ReportRequest.NoFilters
                : Filters
                    .Where(f => f.Value.ValueKind != JsonValueKind.Null)
                    .ToDictionary(f => f.Key, f => Values(f.Key, f.Value), StringComparer.Ordinal),
            GroupBy = GroupBy ?? [],
            Measures = Measures ?? [],
            IncludeInactive = IncludeInactive == true,
        };

    /// <summary>The request as the wire shows it again.</summary>
    public static object From(ReportRequest request) =>
        new
        {
            dateRange = request.Start is null && request.End is null
                ? null
                : new
                {
                    startDate = request.Start?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    endDate = request.End?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                },
            filters = request.Filters,
            groupBy = request.GroupBy,
            measures = request.Measures,
            includeInactive = request.IncludeInactive,
        };

    private static IReadOnlyList<string> Values(string key, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(v => Text(key, v))],
            _ => [Text(key, value)],
        };

    private static string Text(string key, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => value.GetRawText(),
            _ => throw DomainException.Invalid($"parameters.filters.{key}", "A filter is a text or a list of texts."),
        };
}

public sealed record DateRangeRequest(string? StartDate = null, string? EndDate = null);

public sealed record OutputRequest(string? Format = null, string? Filename = null);

public sealed record CancelJobRequest(string? Reason = null);

public sealed record BulkDeleteRequest(IReadOnlyList<string>? JobIds = null);

/// <summary>What is read from the address of the list.</summary>
public sealed record ListJobsQuery
{
    public string[]? Status { get; init; }

    public string[]? ReportType { get; init; }

    public string? RequestedBy { get; init; }

    public string? DepartmentId { get; init; }

    public string? FromDate { get; init; }

    public string? ToDate { get; init; }

    public string? Search { get; init; }

    public int? Page { get; init; }

    public int? Limit { get; init; }

    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    public ReportJobFilter ToFilter()
    {
        var descending = SortOrder?.ToLowerInvariant() switch
        {
            null or "desc" => true,
            "asc" => false,
            _ => throw DomainException.Invalid("sortOrder", "sortOrder is asc or desc."),
        };
        return new ReportJobFilter(
            Status,
            ReportType?.Select(t => ReportStatus.Plain(t)!).ToList(),
            RequestedBy is null ? null : ApiTime.Key(ApiId.User, RequestedBy, "requestedBy"),
            DepartmentId is null ? null : ApiTime.Key(AccessIds.Department, DepartmentId, "departmentId"),
            FromDate is null ? null : ApiTime.Instant(FromDate, "fromDate"),
            ToDate is null ? null : ApiTime.LastInstant(ToDate, "toDate"),
            Search,
            (descending ? "-" : "") + (SortBy ?? "createdAt")
        );
    }
}

/// <summary>A line of the list, as spec 004 has it.</summary>
public sealed record JobSummaryResponse(
    string Id,
    string Name,
    string ReportType,
    string Status,
    string Priority,
    ProgressResponse? Progress,
    PersonResponse RequestedBy,
    DateTime CreatedAt,
    DateTime? CompletedAt,
    OutputResponse Output
)
{
    public static JobSummaryResponse From(ReportJobRow r) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, r.Id),
            r.Name,
            r.ReportType,
            r.Status,
            r.Priority,
            ProgressResponse.From(r),
            new PersonResponse(ApiId.Of(ApiId.User, r.OwnerId), r.OwnerName, null),
            r.CreatedAt,
            r.FinishedAt,
            OutputResponse.From(r, null)
        );
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
    string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Filename,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DownloadUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? FileSizeBytes
)
{
    public static OutputResponse From(ReportJobRow r, string? fileName) =>
        new(
            r.Format,
            fileName,
            r.HasFile ? $"/api/v2/reports/jobs/{ApiId.Of(ReportJobIds.ReportJob, r.Id)}/download" : null,
            r.HasFile ? r.ExpiresAt : null,
            r.HasFile ? r.FileSize : null
        );
}

public sealed record ErrorResponse(string Code, string Message);

/// <summary>A job in full, as spec 004 has it.</summary>
public sealed record JobDetailsResponse(
    string Id,
    string Name,
    string? Description,
    string ReportType,
    string Status,
    string Priority,
    object Parameters,
    OutputResponse Output,
    string Visibility,
    ProgressResponse? Progress,
    PersonResponse RequestedBy,
    DateTime? ScheduledFor,
    DateTime? StartedAt,
    DateTime? CompletedAt,
    ErrorResponse? Error,
    int? QueuePosition,
    int? EstimatedWaitTime,
    int RetryCount,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static JobDetailsResponse From(ReportJobDetails d) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, d.Row.Id),
            d.Row.Name,
            d.Description,
            d.Row.ReportType,
            d.Row.Status,
            d.Row.Priority,
            ParametersRequest.From(d.Request),
            OutputResponse.From(d.Row, d.FileName),
            d.Visibility,
            ProgressResponse.From(d.Row),
            new PersonResponse(ApiId.Of(ApiId.User, d.Row.OwnerId), d.Row.OwnerName, d.OwnerEmail),
            d.ScheduledFor,
            d.Row.StartedAt,
            d.Row.FinishedAt,
            d.Row.ErrorCode is { } code ? new ErrorResponse(code, d.Row.ErrorMessage ?? "") : null,
            d.Row.Position,
            (int?)d.Row.Wait?.TotalSeconds,
            d.Retries,
            d.Row.CreatedAt,
            d.Row.UpdatedAt
        );
}

public sealed record CreatedJobResponse(
    string Id,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimatedWaitTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuePosition
)
{
    public static CreatedJobResponse From(CreatedReportJob job) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, job.Id),
            job.Status,
            job.Wait is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
            job.Position
        );
}

/// <summary>What the job client polls.</summary>
public sealed record JobStatusResponse(
    string Id,
    string State,
    string Status,
    int Progress,
    string? CurrentStep,
    int? EstimatedTimeRemaining,
    string? FileUrl,
    string? Message,
    ErrorResponse? Error
)
{
    public static JobStatusResponse From(ReportJobRow r) =>
        new(
            ApiId.Of(ReportJobIds.ReportJob, r.Id),
            r.Status,
            r.Status,
            r.Status == ReportStatus.Completed ? 100 : r.Percent,
            r.Step,
            (int?)(r.Remaining ?? r.Wait)?.TotalSeconds,
            r.HasFile ? $"/api/v2/reports/jobs/{ApiId.Of(ReportJobIds.ReportJob, r.Id)}/download" : null,
            r.ErrorMessage ?? r.Step,
            r.ErrorCode is { } code ? new ErrorResponse(code, r.ErrorMessage ?? "") : null
        );
}

public sealed record SaveTemplateRequest(
    string? Name = null,
    string? Description = null,
    string? ReportType = null,
    ParametersRequest? Parameters = null,
    OutputRequest? Output = null,
    string? Priority = null,
    string? Visibility = null,
    string? DepartmentId = null
)
{
    public SaveTemplate ToRequest() =>
        new(
            Name,
            Description,
            ReportType,
            Parameters?.ToRequest(),
            Output?.Format,
            Priority,
            Visibility,
            DepartmentId is null ? null : ApiTime.Key(AccessIds.Department, DepartmentId, "departmentId")
        );
}

public sealed record TemplateResponse(
    string Id,
    string Name,
    string? Description,
    string ReportType,
    object Parameters,
    OutputResponse Output,
    string Priority,
    string Visibility,
    string? DepartmentId,
    PersonResponse Owner,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static TemplateResponse From(TemplateRow t) =>
        new(
            ApiId.Of(ReportJobIds.Template, t.Id),
            t.Name,
            t.Description,
            t.ReportType,
            ParametersRequest.From(t.Request),
            new OutputResponse(t.Format, null, null, null, null),
            t.Priority,
            t.Visibility,
            t.DepartmentId is { } department ? ApiId.Of(AccessIds.Department, department) : null,
            new PersonResponse(ApiId.Of(ApiId.User, t.OwnerId), t.OwnerName, null),
            t.CreatedAt,
            t.UpdatedAt
        );
}

public sealed record SaveScheduleRequest(
    string? Name = null,
    string? TemplateId = null,
    string? Cron = null,
    string? TimeZone = null,
    bool Enabled = true,
    IReadOnlyList<string>? Recipients = null
)
{
    public SaveSchedule ToRequest() =>
        new(
            Name,
            TemplateId is null
                ? throw DomainException.Invalid("templateId", "templateId is required.")
                : ApiTime.Key(ReportJobIds.Template, TemplateId, "templateId"),
            Cron,
            TimeZone,
            Enabled,
            [.. (Recipients ?? []).Select(r => ApiTime.Key(ApiId.User, r, "recipients"))]
        );
}

public sealed record ScheduleResponse(
    string Id,
    string Name,
    string TemplateId,
    string TemplateName,
    string Cron,
    string TimeZone,
    bool Enabled,
    DateTime? NextRunAt,
    DateTime? LastRunAt,
    IReadOnlyList<DateTime> NextRuns,
    IReadOnlyList<string> Recipients,
    PersonResponse Owner
)
{
    public static ScheduleResponse From(ScheduleRow s) =>
        new(
            ApiId.Of(ReportJobIds.Schedule, s.Id),
            s.Name,
            ApiId.Of(ReportJobIds.Template, s.TemplateId),
            s.TemplateName,
            s.Cron,
            s.TimeZone,
            s.Enabled,
            s.NextAt,
            s.LastAt,
            s.NextTimes,
            [.. s.RecipientIds.Select(r => ApiId.Of(ApiId.User, r))],
            new PersonResponse(ApiId.Of(ApiId.User, s.OwnerId), s.OwnerName, null)
        );
}
