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
    [property: JobPriority] string? Priority = null,
    string? ScheduledFor = null,
    string? TemplateId = null,
    [property: RequestedVisibility] string? Visibility = null,
    string? DepartmentId = null,
    string? Type = null,
    string? PredefinedType = null,
    string? CustomReportCode = null,
    LearningDates? DateRange = null,
    Dictionary<string, JsonElement>? Filters = null,
    [property: OutputFormat] string? OutputFormat = null
)
{
    public CreateReportJob ToRequest() =>
        new(TypeAsked(), Name, ParametersAsked()?.ToRequest(), Output?.Format ?? OutputFormat)
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

    private string? TypeAsked() =>
        ReportType
        ?? Type?.Trim().ToLowerInvariant() switch
        {
            null or LearningClient.Predefined => PredefinedType ?? CustomReportCode,
            LearningClient.Custom => CustomReportCode ?? PredefinedType,
            _ => throw DomainException.Invalid(
                "type",
                $"'{Type}' is not a type. Use {LearningClient.Predefined} or {LearningClient.Custom}."
            ),
        };

    private ParametersRequest? ParametersAsked() =>
        Parameters is null && (DateRange is not null || Filters is not null)
            ? new ParametersRequest(
                DateRange is null ? null : new DateRangeRequest(DateRange.Start, DateRange.End),
                Filters
            )
            : Parameters;
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

public sealed record OutputRequest([property: OutputFormat] string? Format = null, string? Filename = null);

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

    /// <summary>As <see cref="ReportType"/>, or <c>predefined</c>.</summary>
    public string? Type { get; init; }

    /// <summary>As <see cref="FromDate"/>.</summary>
    public string? DateFrom { get; init; }

    /// <summary>As <see cref="ToDate"/>.</summary>
    public string? DateTo { get; init; }

    /// <summary>As <see cref="SortBy"/> with a minus in front for descending.</summary>
    public string? Sort { get; init; }

    public ReportJobFilter ToFilter()
    {
        var descending = SortOrder?.ToLowerInvariant() switch
        {
            null or "desc" => true,
            "asc" => false,
            _ => throw DomainException.Invalid("sortOrder", "sortOrder is asc or desc."),
        };
        var (from, to) = (
            Instant(FromDate, "fromDate") ?? Instant(DateFrom, "dateFrom"),
            LastInstant(ToDate, "toDate") ?? LastInstant(DateTo, "dateTo")
        );
        if (from > to)
            throw DomainException.Invalid(
                FromDate is null ? "dateFrom" : "fromDate",
                "The first day is after the last."
            );
        return new ReportJobFilter(
            Status,
            Types(),
            RequestedBy is null ? null : ApiTime.Key(ApiId.User, RequestedBy, "requestedBy"),
            DepartmentId is null ? null : ApiTime.Key(AccessIds.Department, DepartmentId, "departmentId"),
            from,
            to,
            Search,
            SortBy is null && Sort is not null ? Sort : (descending ? "-" : "") + (SortBy ?? "createdAt")
        );
    }

    private IReadOnlyList<string>? Types() =>
        ReportType is { Length: > 0 } ? [.. ReportType.Select(t => ReportStatus.Plain(t)!)]
        : Type is null ? null
        : Type == LearningClient.Predefined ? [.. LearningClient.Types]
        : [ReportStatus.Plain(Type)!];

    private static DateTime? Instant(string? text, string field) => text is null ? null : ApiTime.Instant(text, field);

    private static DateTime? LastInstant(string? text, string field) =>
        text is null ? null : ApiTime.LastInstant(text, field);
}
