using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>
/// Exports of every screen: any report type, its filters in the address. Small ones are the file itself; a large one becomes a
/// job, answered to programs with 202 and to people with the job's page.
/// </summary>
[ApiController]
[Tags("Report exports")]
[Route("api/v2/reports/export")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class ReportExportsController(ReportExportCommands exports) : ControllerBase
{
    private static readonly string[] OwnNames =
    [
        "format",
        "groupBy",
        "measures",
        "startDate",
        "endDate",
        "includeInactive",
        "_",
    ];

    [HttpGet("{type}")]
    [EndpointSummary("Export a report: the file, or a job when it is large")]
    [FileAnswer(ReportTypes.Excel, ReportTypes.Pdf, ReportTypes.Word, ReportTypes.Csv, ReportTypes.Json)]
    [AuditedDownload("report", "type")]
    [ProducesResponseType<JobsAnswer<QueuedExportResponse>>(202)]
    [ProducesResponseType(302)]
    [ResponseExample(202, ReportsExamples.ExportQueued)]
    public async Task<IActionResult> Export(
        string type,
        CancellationToken ct,
        string format = "excel",
        [FromQuery] string[]? groupBy = null,
        [FromQuery] string[]? measures = null,
        string? startDate = null,
        string? endDate = null,
        bool includeInactive = false
    )
    {
        var request = new ReportRequest
        {
            Start = startDate is null ? null : ApiTime.Day(startDate, "startDate"),
            End = endDate is null ? null : ApiTime.Day(endDate, "endDate"),
            IncludeInactive = includeInactive,
            GroupBy = groupBy ?? [],
            Measures = measures ?? [],
            Filters = Request
                .Query.Where(q => !OwnNames.Contains(q.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(
                    q => q.Key,
                    q => (IReadOnlyList<string>)[.. q.Value.OfType<string>()],
                    StringComparer.Ordinal
                ),
        };
        var exported = await exports.ExportAsync(HttpContext.CurrentUser(), type, request, format, ct);
        if (exported.File is { } file)
            return this.Send(file, inline: false);
        var id = ApiId.Of(ReportJobIds.ReportJob, exported.Job!.Id);
        if (Request.GetTypedHeaders().Accept?.Any(a => a.MediaType == "text/html") == true)
            return Redirect($"/jobs/{id}");
        return Accepted(
            $"/api/v2/reports/jobs/{id}",
            JobsFormat.Answer(
                new QueuedExportResponse(id, exported.Job.Status),
                "The export is large and runs as a job."
            )
        );
    }
}
