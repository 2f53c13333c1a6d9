using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>
/// Exports of every screen: any report type, its filters in the address. Small ones are the file itself; a large one becomes a
/// job, answered to programs with 202 and to people with the job's page.
/// </summary>
[ApiController]
[Route("api/v2/reports/export")]
[Dialect<JobsDialect>]
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
    [ResponseExample(202, ReportJobsExamples.ExportQueued)]
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
            Start = startDate is null ? null : WireTime.Day(startDate, "startDate"),
            End = endDate is null ? null : WireTime.Day(endDate, "endDate"),
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
        var exported = await exports.ExportAsync(HttpContext.Viewer(), type, request, format, ct);
        if (exported.File is { } file)
            return this.Send(file, inline: false);
        var id = WireId.Of(ReportJobIds.ReportJob, exported.Job!.Id);
        if (Request.GetTypedHeaders().Accept?.Any(a => a.MediaType == "text/html") == true)
            return Redirect($"/jobs/{id}");
        return Accepted(
            $"/api/v2/reports/jobs/{id}",
            JobsDialect.Answer(
                new { jobId = id, status = exported.Job.Status },
                "The export is large: it is being made as a job."
            )
        );
    }
}
