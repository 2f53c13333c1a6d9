using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>What a person asked for, completed by the template that they named.</summary>
/// <param name="Format">As written; not checked yet, like the report type.</param>
internal sealed record JobRequest(
    CreateReportJob Asked,
    string Name,
    string? Description,
    string? ReportType,
    string? Format,
    ReportRequest Request,
    Visibility Visibility,
    short Priority
)
{
    private const int MaxName = 200;
    private const int MaxDescription = 1000;

    /// <exception cref="DomainException">An unknown visibility or priority.</exception>
    public static JobRequest Of(CreateReportJob asked, TemplateRow? template) =>
        new(
            asked,
            (asked.Name ?? template?.Name ?? "").Trim(),
            string.IsNullOrWhiteSpace(asked.Description) ? template?.Description : asked.Description.Trim(),
            ReportStatus.Plain(asked.ReportType) ?? template?.ReportType,
            ReportStatus.Plain(asked.Format) ?? template?.Format,
            asked.Request is null || (template is not null && IsEmpty(asked.Request))
                ? template?.Request ?? new ReportRequest()
                : asked.Request,
            asked.Visibility is null && template is not null
                ? Visibility.Private
                : ReportStatus.VisibilityOf(asked.Visibility),
            ReportStatus.PriorityOf(asked.Priority ?? template?.Priority)
        );

    /// <summary>One message for each field that cannot be used.</summary>
    public Dictionary<string, string> Problems(ReportCatalog catalog, CurrentUser currentUser, DateTime now)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Name.Length is 0 or > MaxName)
            problems["name"] = $"name has 1 to {MaxName} characters.";
        if (Asked.Description?.Length > MaxDescription)
            problems["description"] = $"description has at most {MaxDescription} characters.";
        if (ReportFormat.Find(Format) is null)
            problems["output.format"] = Format is null
                ? "output.format is required."
                : $"'{Format}' is not a format. Use one of: {string.Join(", ", ReportFormat.All.Select(f => f.Key))}.";
        if (catalog.Find(ReportType) is null)
            problems["reportType"] = ReportType is null
                ? "reportType is required."
                : $"'{ReportType}' is not a report type. Use one of: {string.Join(", ", catalog.Of(currentUser).Select(t => t.Info.Key))}.";
        if (Asked.FileName is { } fileName && ReportJobCommands.CleanFileName(fileName) is null)
            problems["output.filename"] = "filename has 1 to 100 characters that file systems allow.";
        if (Asked.ScheduledFor is { } at && (at < now.AddMinutes(-5) || at > now.AddYears(1)))
            problems["scheduledFor"] = "scheduledFor is in the future, within a year.";
        return problems;
    }

    private static bool IsEmpty(ReportRequest request) =>
        request
            is {
                Start: null,
                End: null,
                Filters.Count: 0,
                GroupBy.Count: 0,
                Measures.Count: 0,
                IncludeInactive: false
            };
}
