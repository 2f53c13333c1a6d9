namespace ReportsAdmin.Features.Reports.Api;

public sealed record DeletedResponse(string Id, bool Deleted);

/// <param name="Deleted">How many.</param>
public sealed record BulkDeletedResponse(int Deleted, IReadOnlyList<NotDeletedResponse> Failed);

public sealed record NotDeletedResponse(string Id, string Message);

/// <summary>A large export, which runs as a job.</summary>
public sealed record QueuedExportResponse(string JobId, string Status);

public sealed record NamedTemplates(IEnumerable<TemplateResponse> Templates);

public sealed record NamedSchedules(IEnumerable<ScheduleResponse> Schedules);

/// <summary>The first rows of a report, each as column → text.</summary>
public sealed record ReportPreviewAnswer(IEnumerable<Dictionary<string, string>> Data, ReportPreviewMeta Meta);

public sealed record ReportPreviewMeta(
    long Total,
    int Page,
    int PerPage,
    string Title,
    IEnumerable<ReportPreviewColumn> Columns
);

public sealed record ReportPreviewColumn(string Key, string Title);

/// <param name="Progress">0 to 100.</param>
/// <param name="DownloadUrl">Null until the file is there.</param>
/// <param name="Error">Null unless the job has failed.</param>
public sealed record ExportJobResponse(string Id, string Status, int Progress, string? DownloadUrl, string? Error);
