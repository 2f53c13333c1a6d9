using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

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
    [property: JsonPropertyName("_id")] string MongoId,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    string ReportType,
    ParametersResponse Parameters,
    OutputResponse Output,
    string Priority,
    string Visibility,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DepartmentId,
    PersonResponse Owner,
    DateTime CreatedAt,
    DateTime UpdatedAt
)
{
    public static TemplateResponse From(TemplateRow t) =>
        new(
            ApiId.Of(ReportJobIds.Template, t.Id),
            ApiId.Of(ReportJobIds.Template, t.Id),
            t.Name,
            t.Description,
            t.ReportType,
            ParametersResponse.From(t.Request),
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
    [property: JsonPropertyName("_id")] string MongoId,
    string Name,
    string TemplateId,
    string TemplateName,
    string Cron,
    string TimeZone,
    bool Enabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? NextRunAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? LastRunAt,
    IReadOnlyList<DateTime> NextRuns,
    IReadOnlyList<string> Recipients,
    PersonResponse Owner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem
)
{
    public static ScheduleResponse From(ScheduleRow s) =>
        new(
            ApiId.Of(ReportJobIds.Schedule, s.Id),
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
            new PersonResponse(ApiId.Of(ApiId.User, s.OwnerId), s.OwnerName, null),
            s.Problem
        );
}
