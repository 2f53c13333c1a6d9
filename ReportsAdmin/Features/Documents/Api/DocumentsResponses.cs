using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>The body of <c>POST /api/reports/generate</c>. Absent members are told one by one, in the words of the server that its client knows.</summary>
public sealed record GenerateDocumentRequest(
    string? Title = null,
    string? Description = null,
    JsonElement? Data = null,
    JsonElement? Config = null,
    string? ReportType = null,
    bool? IsShared = null
)
{
    public GenerateReport ToRequest()
    {
        if (string.IsNullOrWhiteSpace(Title))
            throw Missing("title");
        if (Data is not { ValueKind: not JsonValueKind.Null } data)
            throw Missing("data");
        if (Config is not { ValueKind: not JsonValueKind.Null } config)
            throw Missing("config");
        return new GenerateReport(
            Title,
            Description,
            data,
            config,
            string.IsNullOrWhiteSpace(ReportType) ? GenerateReport.Custom : ReportType.Trim(),
            Shared: IsShared == true
        );
    }

    private static Platform.DomainException Missing(string field) =>
        Platform.DomainException.Invalid(field, $"Missing required field: {field}");
}

/// <summary>The body of <c>PUT /api/reports/{id}/edit</c>.</summary>
/// <param name="Version">The version that was edited; a later one is a conflict. Absent takes the newest.</param>
public sealed record EditDocumentRequest(
    JsonElement? GeneratedData = null,
    string? Title = null,
    string? Description = null,
    JsonElement? ReportConfig = null,
    string? Reason = null,
    int? Version = null
)
{
    public ReportEdit ToEdit() =>
        this is { GeneratedData: null, Title: null, Description: null, ReportConfig: null }
            ? throw Platform.DomainException.Invalid(
                "generated_data",
                "Nothing to change: send generated_data, title, description or report_config."
            )
        : GeneratedData is { ValueKind: not JsonValueKind.Object }
            ? throw Platform.DomainException.Invalid("generated_data", "generated_data must be a JSON object.")
        : new ReportEdit(GeneratedData, Title, Description, ReportConfig, Reason, Version);
}

/// <summary>What <c>generate</c> answers: the members of spec 002, and their twins that its page reads.</summary>
public sealed record GenerationResponse(
    bool Success,
    string Message,
    int ReportId,
    string Status,
    Dictionary<string, string> DownloadUrls,
    [property: JsonPropertyName("reportId")] int ReportIdTwin,
    [property: JsonPropertyName("reportTitle")] string Title,
    [property: JsonPropertyName("reportType")] string Type
)
{
    public static GenerationResponse From(QueuedReport r) =>
        new(
            true,
            "Report generation started",
            r.ReportId,
            DocumentStatus.Pending,
            r.Formats.ToDictionary(f => f, f => DownloadUrl.Of(r.ReportId, f), StringComparer.Ordinal),
            r.ReportId,
            r.Title,
            r.ReportType
        );
}

internal static class DownloadUrl
{
    public static string Of(int reportId, string format) =>
        FormattableString.Invariant($"/api/reports/{reportId}/download/{format}");

    public static string? Of(DocumentRow r, ReportFormat format) =>
        r.Files.Any(f => f.Format == format.Key) ? Of(r.Id, format.Key) : null;
}

/// <summary>A report as lists and <c>status</c> show it to the client of spec 002.</summary>
public sealed record DocumentResponse(
    [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("report_type")] string ReportType,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("generation_progress")] int Progress,
    [property: JsonPropertyName("version")] int Version,
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("user_name")] string UserName,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("updated_at")] DateTime UpdatedAt,
    [property: JsonPropertyName("pdf_download_url")] string? PdfUrl,
    [property: JsonPropertyName("docx_download_url")] string? DocxUrl,
    [property: JsonPropertyName("excel_download_url")] string? ExcelUrl
)
{
    public static DocumentResponse From(DocumentRow r) =>
        new(
            r.Id,
            r.Title,
            r.Description,
            r.ReportType,
            r.Status,
            r.Progress,
            r.Version,
            Platform.ApiId.Of(Platform.ApiId.User, r.OwnerId),
            r.OwnerName,
            r.CreatedAt,
            r.UpdatedAt,
            DownloadUrl.Of(r, ReportFormat.Pdf),
            DownloadUrl.Of(r, ReportFormat.Word),
            DownloadUrl.Of(r, ReportFormat.Excel)
        );
}

/// <summary>What <c>preview</c> answers, at all times and with 200.</summary>
public sealed record PreviewResponse(
    int Id,
    string Title,
    string? Description,
    string ReportType,
    string Status,
    int GenerationProgress,
    string? CurrentStep,
    string? ErrorMessage,
    JsonElement GeneratedData,
    JsonElement ReportConfig,
    int Version,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    string? PdfDownloadUrl,
    string? DocxDownloadUrl,
    string? ExcelDownloadUrl,
    Dictionary<string, long> FileSizes
)
{
    public static PreviewResponse From(DocumentDetails d) =>
        new(
            d.Row.Id,
            d.Title,
            d.Description,
            d.Row.ReportType,
            d.Row.Status,
            d.Row.Progress,
            d.Step,
            d.Error,
            d.Data,
            d.Config,
            d.Number,
            d.Row.CreatedAt,
            d.Row.UpdatedAt,
            DownloadUrl.Of(d.Row, ReportFormat.Pdf),
            DownloadUrl.Of(d.Row, ReportFormat.Word),
            DownloadUrl.Of(d.Row, ReportFormat.Excel),
            Documents.ReportConfig.Offered.ToDictionary(
                f => f.Key,
                f => d.Row.Files.FirstOrDefault(x => x.Format == f.Key)?.Size ?? 0,
                StringComparer.Ordinal
            )
        );
}

/// <summary>A line of spec 000's list. <c>params</c> is the report's settings, <c>filePath</c> where its file is.</summary>
public sealed record ReportListResponse(
    int Id,
    string Name,
    string Title,
    string? Description,
    string Type,
    string User,
    DateTime Date,
    string Status,
    int Progress,
    string CreatedBy,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    string? FilePath
)
{
    public static ReportListResponse From(DocumentRow r) =>
        new(
            r.Id,
            r.Title,
            r.Title,
            r.Description,
            r.ReportType,
            r.OwnerName,
            r.CreatedAt,
            r.Status,
            r.Progress,
            r.OwnerName,
            r.CreatedAt,
            r.UpdatedAt,
            r.Files.Count == 0 ? null : DownloadUrl.Of(r.Id, r.Files[0].Format)
        );
}

public sealed record ReportDetailResponse(
    int Id,
    string Name,
    string Title,
    string? Description,
    string Type,
    string User,
    DateTime Date,
    string Status,
    int Progress,
    JsonElement Params,
    JsonElement Data,
    int Version,
    string CreatedBy,
    DateTime CreatedAt,
    DateTime UpdatedAt,
    IReadOnlyList<string> Files
)
{
    public static ReportDetailResponse From(DocumentDetails d) =>
        new(
            d.Row.Id,
            d.Title,
            d.Title,
            d.Description,
            d.Row.ReportType,
            d.Row.OwnerName,
            d.Row.CreatedAt,
            d.Row.Status,
            d.Row.Progress,
            d.Config,
            d.Data,
            d.Number,
            d.Row.OwnerName,
            d.Row.CreatedAt,
            d.Row.UpdatedAt,
            [.. d.Row.Files.Select(f => DownloadUrl.Of(d.Row.Id, f.Format))]
        );
}
