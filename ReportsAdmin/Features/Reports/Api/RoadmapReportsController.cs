using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>
/// Export and preview of spec 000. Without a <c>reportType</c> they speak of the list of reports; with one, of any report of the
/// catalogue. A large export is a job, asked for under <c>/api/reports/jobs/{id}</c>.
/// </summary>
[ApiController]
[Tags("Reports")]
[Route("api/reports")]
[ApiFormat<RoadmapFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class RoadmapReportsController(
    ReportExportCommands exports,
    ReportPreviewQueries previews,
    ReportJobQueries jobs
) : ControllerBase
{
    private const int DefaultPreviewRows = 25;

    [HttpPost("export")]
    [EndpointSummary("Export the list of reports or a report: the file, or a job when it is large")]
    [FileAnswer(ReportTypes.Csv, ReportTypes.Excel, ReportTypes.Pdf, ReportTypes.Word, ReportTypes.Json)]
    [AuditedDownload("report")]
    [ProducesResponseType<RoadmapAnswer<QueuedExportResponse>>(202)]
    [Idempotent]
    [RequestExample("""{"filters":{"status":"completed"},"format":"csv","from":"2025-01-01","to":"2025-01-31"}""")]
    [ResponseExample(202, """{"data":{"jobId":"7265706a0000000000000001","status":"pending"}}""")]
    public async Task<IActionResult> Export(RoadmapExportRequest body, CancellationToken ct)
    {
        var exported = await exports.ExportAsync(
            HttpContext.CurrentUser(),
            body.ReportType ?? RoadmapExportRequest.ListOfReports,
            body.ToRequest(),
            FormatOf(body.Format),
            ct
        );
        if (exported.File is { } file)
            return this.Send(file, inline: false);
        var id = ApiId.Of(ReportJobIds.ReportJob, exported.Job!.Id);
        return Accepted(
            $"/api/reports/jobs/{id}",
            RoadmapFormat.Answer(new QueuedExportResponse(id, exported.Job.Status))
        );
    }

    [HttpPost("preview")]
    [EndpointSummary("The first rows of a report")]
    [RequestExample("""{"reportType":"outstanding-ageing","filters":{"month":"Apr-25"},"perPage":10}""")]
    [ResponseExample(
        200,
        """{"data":[{"group":"Mumbai","total":"1,000.00"}],"meta":{"total":18,"page":1,"perPage":10,"title":"Outstanding by ageing","columns":[{"key":"group","title":"Region"},{"key":"total","title":"Total (₹)"}]}}"""
    )]
    public async Task<ReportPreviewAnswer> Preview(RoadmapExportRequest body, CancellationToken ct)
    {
        var rows = new PageRequest(1, body.PerPage ?? DefaultPreviewRows).Size;
        var preview = await previews.PreviewAsync(
            HttpContext.CurrentUser(),
            body.ReportType ?? RoadmapExportRequest.ListOfReports,
            body.ToRequest(),
            rows,
            ct
        );
        var table = preview.Tables.Count > 0 ? preview.Tables[0] : null;
        return new ReportPreviewAnswer(
            table?.Rows.Select(r =>
                r.Select((text, i) => (table.Columns[i].Key, text))
                    .ToDictionary(x => x.Key, x => x.text, StringComparer.Ordinal)
            )
                ?? [],
            new ReportPreviewMeta(
                table?.Total ?? 0,
                1,
                rows,
                preview.Document.Title,
                table?.Columns.Select(c => new ReportPreviewColumn(c.Key, c.Header)) ?? []
            )
        );
    }

    [HttpGet("jobs/{id}")]
    [EndpointSummary("Status of an export job")]
    [ResponseExample(
        200,
        """{"data":{"id":"7265706a0000000000000001","status":"completed","progress":100,"downloadUrl":"/api/v2/reports/jobs/7265706a0000000000000001/download","error":null}}"""
    )]
    public async Task<RoadmapAnswer<ExportJobResponse>> Job(string id, CancellationToken ct)
    {
        var details = await jobs.DetailsAsync(HttpContext.CurrentUser(), ReportJobsController.Key(id), ct);
        var row = details.Row;
        return RoadmapFormat.Answer(
            new ExportJobResponse(
                id,
                row.Status,
                row.Status == ReportStatus.Completed ? 100 : row.Percent,
                row.HasFile ? $"/api/v2/reports/jobs/{id}/download" : null,
                row.Status == ReportStatus.Failed ? details.Errors.FirstOrDefault()?.Message : null
            )
        );
    }

    /// <summary>An unknown format is told in the words of spec 000's reference server.</summary>
    private static string FormatOf(string? format) =>
        ReportFormat.Find(format ?? "csv")?.Key
        ?? throw DomainException.Invalid(
            "format",
            $"The format '{format}' is not supported. Use csv, pdf, excel, docx or json."
        );
}

/// <summary>What is exported or previewed. What narrows the list of reports may stand in the filters or beside them.</summary>
/// <param name="Filters">An object, or the same as text: filter → value or values.</param>
/// <param name="Format">CSV when none is named.</param>
/// <param name="From">A day, included.</param>
/// <param name="User">An id, or a part of a name.</param>
/// <param name="Status">A word, or several.</param>
public sealed record RoadmapExportRequest(
    JsonElement? Filters = null,
    string? Format = null,
    string? ReportType = null,
    string? From = null,
    string? To = null,
    string? User = null,
    JsonElement? Status = null,
    int? PerPage = null
)
{
    public const string ListOfReports = "generated-reports";

    public ReportRequest ToRequest()
    {
        var filters = Read();
        if (User is not null)
            filters.TryAdd("user", JsonSerializer.SerializeToElement(User));
        if (Status is { ValueKind: not JsonValueKind.Null } status)
            filters.TryAdd("status", status);
        var (from, to) = (Take(filters, "from") ?? From, Take(filters, "to") ?? To);
        return new ParametersRequest(
            from is null && to is null ? null : new DateRangeRequest(from, to),
            filters
        ).ToRequest();
    }

    private static string? Take(Dictionary<string, JsonElement> filters, string name) =>
        filters.Remove(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;

    private Dictionary<string, JsonElement> Read()
    {
        if (Filters is not { ValueKind: not JsonValueKind.Null } given)
            return [];
        try
        {
            var filters =
                given.ValueKind == JsonValueKind.String ? JsonDocument.Parse(given.GetString()!).RootElement : given;
            if (filters.ValueKind == JsonValueKind.Object)
                return filters.EnumerateObject().ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            // Told below, in the same words as any other text.
        }

        throw DomainException.Invalid("filters", "filters is a JSON object.");
    }
}
