using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>The body of spec 004's create.</summary>
public sealed record CreateJobBody(
    string? ReportType = null,
    string? Name = null,
    string? Description = null,
    ParametersBody? Parameters = null,
    OutputBody? Output = null,
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
            ScheduledFor = ScheduledFor is null ? null : WireTime.Instant(ScheduledFor, "scheduledFor"),
            TemplateId = TemplateId is null ? null : WireTime.Key(ReportJobIds.Template, TemplateId, "templateId"),
            Visibility = Visibility,
            DepartmentId = DepartmentId is null
                ? null
                : WireTime.Key(AccessIds.Department, DepartmentId, "departmentId"),
        };
}

public sealed record ParametersBody(
    DateRangeBody? DateRange = null,
    Dictionary<string, JsonElement>? Filters = null,
    IReadOnlyList<string>? GroupBy = null,
    IReadOnlyList<string>? Measures = null,
    bool? IncludeInactive = null
)
{
    public ReportRequest ToRequest() =>
        new()
        {
            Start = DateRange?.StartDate is { } start ? WireTime.Day(start, "parameters.dateRange.startDate") : null,
            End = DateRange?.EndDate is { } end ? WireTime.Day(end, "parameters.dateRange.endDate") : null,
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
            _ => throw Refusal.Invalid($"parameters.filters.{key}", "A filter is a text or a list of texts."),
        };
}

public sealed record DateRangeBody(string? StartDate = null, string? EndDate = null);

public sealed record OutputBody(string? Format = null, string? Filename = null);

public sealed record CancelBody(string? Reason = null);

public sealed record BulkDeleteBody(IReadOnlyList<string>? JobIds = null);

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
            _ => throw Refusal.Invalid("sortOrder", "sortOrder is asc or desc."),
        };
        return new ReportJobFilter(
            Status,
            ReportType?.Select(t => ReportStatus.Plain(t)!).ToList(),
            RequestedBy is null ? null : WireTime.Key(WireId.User, RequestedBy, "requestedBy"),
            DepartmentId is null ? null : WireTime.Key(AccessIds.Department, DepartmentId, "departmentId"),
            FromDate is null ? null : WireTime.Instant(FromDate, "fromDate"),
            ToDate is null ? null : WireTime.LastInstant(ToDate, "toDate"),
            Search,
            (descending ? "-" : "") + (SortBy ?? "createdAt")
        );
    }
}

/// <summary>A line of the list, as spec 004 has it.</summary>
public sealed record JobSummaryWire(
    string Id,
    string Name,
    string ReportType,
    string Status,
    string Priority,
    ProgressWire? Progress,
    PersonWire RequestedBy,
    DateTime CreatedAt,
    DateTime? CompletedAt,
    OutputWire Output
)
{
    public static JobSummaryWire From(ReportJobRow r) =>
        new(
            WireId.Of(ReportJobIds.ReportJob, r.Id),
            r.Name,
            r.ReportType,
            r.Status,
            r.Priority,
            ProgressWire.From(r),
            new PersonWire(WireId.Of(WireId.User, r.OwnerId), r.OwnerName, null),
            r.CreatedAt,
            r.FinishedAt,
            OutputWire.From(r, null)
        );
}

public sealed record ProgressWire(
    int Percentage,
    string CurrentStep,
    long RecordsProcessed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TotalRecords
)
{
    /// <summary>Null before the job has begun.</summary>
    public static ProgressWire? From(ReportJobRow r) =>
        r.StartedAt is null
            ? null
            : new(r.Status == ReportStatus.Completed ? 100 : r.Percent, r.Step ?? "", r.RowsDone, r.RowsTotal);
}

public sealed record PersonWire(
    string Id,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email
);

public sealed record OutputWire(
    string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Filename,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DownloadUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? FileSizeBytes
)
{
    public static OutputWire From(ReportJobRow r, string? fileName) =>
        new(
            r.Format,
            fileName,
            r.HasFile ? $"/api/v2/reports/jobs/{WireId.Of(ReportJobIds.ReportJob, r.Id)}/download" : null,
            r.HasFile ? r.ExpiresAt : null,
            r.HasFile ? r.FileSize : null
        );
}

public sealed record ErrorWire(string Code, string Message);

/// <summary>A job in full, as spec 004 has it.</summary>
public sealed record JobDetailsWire(
    string Id,
    string Name,
    string? Description,
    string ReportType,
    string Status,
    string Priority,
    object Parameters,
    OutputWire Output,
    string Visibility,
    ProgressWire? Progress,
    PersonWire RequestedBy,
    DateTime? ScheduledFor,
    DateTime? StartedAt,
    DateTime? CompletedAt,
    ErrorWire? Error,
    int? QueuePosition,
    int? EstimatedWaitTime,
    int RetryCount,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static JobDetailsWire From(ReportJobDetails d) =>
        new(
            WireId.Of(ReportJobIds.ReportJob, d.Row.Id),
            d.Row.Name,
            d.Description,
            d.Row.ReportType,
            d.Row.Status,
            d.Row.Priority,
            ParametersBody.From(d.Request),
            OutputWire.From(d.Row, d.FileName),
            d.Visibility,
            ProgressWire.From(d.Row),
            new PersonWire(WireId.Of(WireId.User, d.Row.OwnerId), d.Row.OwnerName, d.OwnerEmail),
            d.ScheduledFor,
            d.Row.StartedAt,
            d.Row.FinishedAt,
            d.Row.ErrorCode is { } code ? new ErrorWire(code, d.Row.ErrorMessage ?? "") : null,
            d.Row.Position,
            (int?)d.Row.Wait?.TotalSeconds,
            d.Retries,
            d.Row.CreatedAt,
            d.Row.UpdatedAt
        );
}

public sealed record CreatedJobWire(
    string Id,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? EstimatedWaitTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? QueuePosition
)
{
    public static CreatedJobWire From(CreatedReportJob job) =>
        new(
            WireId.Of(ReportJobIds.ReportJob, job.Id),
            job.Status,
            job.Wait is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null,
            job.Position
        );
}

/// <summary>What the job client polls.</summary>
public sealed record JobStatusWire(
    string Id,
    string State,
    string Status,
    int Progress,
    string? CurrentStep,
    int? EstimatedTimeRemaining,
    string? FileUrl,
    string? Message,
    ErrorWire? Error
)
{
    public static JobStatusWire From(ReportJobRow r) =>
        new(
            WireId.Of(ReportJobIds.ReportJob, r.Id),
            r.Status,
            r.Status,
            r.Status == ReportStatus.Completed ? 100 : r.Percent,
            r.Step,
            (int?)(r.Remaining ?? r.Wait)?.TotalSeconds,
            r.HasFile ? $"/api/v2/reports/jobs/{WireId.Of(ReportJobIds.ReportJob, r.Id)}/download" : null,
            r.ErrorMessage ?? r.Step,
            r.ErrorCode is { } code ? new ErrorWire(code, r.ErrorMessage ?? "") : null
        );
}

public sealed record TemplateBody(
    string? Name = null,
    string? Description = null,
    string? ReportType = null,
    ParametersBody? Parameters = null,
    OutputBody? Output = null,
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
            DepartmentId is null ? null : WireTime.Key(AccessIds.Department, DepartmentId, "departmentId")
        );
}

public sealed record TemplateWire(
    string Id,
    string Name,
    string? Description,
    string ReportType,
    object Parameters,
    OutputWire Output,
    string Priority,
    string Visibility,
    string? DepartmentId,
    PersonWire Owner,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static TemplateWire From(TemplateRow t) =>
        new(
            WireId.Of(ReportJobIds.Template, t.Id),
            t.Name,
            t.Description,
            t.ReportType,
            ParametersBody.From(t.Request),
            new OutputWire(t.Format, null, null, null, null),
            t.Priority,
            t.Visibility,
            t.DepartmentId is { } department ? WireId.Of(AccessIds.Department, department) : null,
            new PersonWire(WireId.Of(WireId.User, t.OwnerId), t.OwnerName, null),
            t.CreatedAt,
            t.UpdatedAt
        );
}

public sealed record ScheduleBody(
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
                ? throw Refusal.Invalid("templateId", "templateId is required.")
                : WireTime.Key(ReportJobIds.Template, TemplateId, "templateId"),
            Cron,
            TimeZone,
            Enabled,
            [.. (Recipients ?? []).Select(r => WireTime.Key(WireId.User, r, "recipients"))]
        );
}

public sealed record ScheduleWire(
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
    PersonWire Owner
)
{
    public static ScheduleWire From(ScheduleRow s) =>
        new(
            WireId.Of(ReportJobIds.Schedule, s.Id),
            s.Name,
            WireId.Of(ReportJobIds.Template, s.TemplateId),
            s.TemplateName,
            s.Cron,
            s.TimeZone,
            s.Enabled,
            s.NextAt,
            s.LastAt,
            s.NextTimes,
            [.. s.RecipientIds.Select(r => WireId.Of(WireId.User, r))],
            new PersonWire(WireId.Of(WireId.User, s.OwnerId), s.OwnerName, null)
        );
}
