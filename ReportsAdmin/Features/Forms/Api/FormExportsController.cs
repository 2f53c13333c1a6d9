using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Forms.Automation;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Excel exports of forms, at once or as a job, and the report that tells of a form (spec 002).</summary>
[ApiController]
[Tags("Form exports")]
[ApiFormat<GenerationFormat>]
[Permission(FormCommands.MakePermission)]
public sealed class FormExportsController(
    FormExportCommands exports,
    SubmissionQueries submissions,
    FormAutomation automation,
    FormExportFiles files,
    BusinessClock clock
) : ControllerBase
{
    [HttpPost("api/forms/{id:int}/export-excel")]
    [EndpointSummary("Export the submissions of a form to Excel")]
    [RequestExample(FormsExamples.Export)]
    [ResponseExample(200, FormsExamples.Exported)]
    [ResponseExample(202, FormsExamples.ExportQueued)]
    public async Task<IActionResult> Export(
        int id,
        CancellationToken ct,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
            CreateExportRequest? body = null
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var run = (
            await exports.QueueAsync(currentUser, (body ?? new CreateExportRequest()).ToExport([id], clock), ct)
        )[0];
        if (body?.Immediate == true && await exports.AwaitAsync(currentUser, run, ct) is { Status: "completed" } done)
            return Ok(
                new
                {
                    success = true,
                    message = "Export completed",
                    form_id = id,
                    file_size = done.Size,
                    download_url = FileAt(id, run),
                    exported_at = done.FinishedAt,
                    task_id = Text(run),
                }
            );
        return Accepted(
            FormattableString.Invariant($"/api/forms/{id}/export-status?task_id={run}"),
            new
            {
                success = true,
                message = "Export started",
                form_id = id,
                task_id = Text(run),
                status = "processing",
            }
        );
    }

    /// <summary>All submissions at once: as JSON, or as a file for <c>csv</c> and <c>xlsx</c>.</summary>
    [HttpGet("api/forms/{id:int}/export")]
    [EndpointSummary("Export the submissions of a form at once")]
    [FileAnswer(ReportTypes.Csv, ReportTypes.Excel)]
    [AuditedDownload(FormsAudit.Form, "id")]
    [ResponseExample(200, FormsExamples.ExportedJson)]
    public async Task<IActionResult> ExportNow(int id, [FromQuery] FormExportQuery query, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var filter = query.ToFilter(clock);
        if (query.ReadFormat() is { } format)
            return this.Send(await files.RenderAsync(currentUser, id, filter, format, ct), inline: false);
        return this.Stream(
            async token => new
            {
                success = true,
                form_id = id,
                exported_at = clock.UtcNow,
                total = (await submissions.ListAsync(currentUser, id, filter, new PageRequest(1, 1), token)).Total,
            },
            "submissions",
            submissions.StreamAsync(id, filter, ct).Select(SubmissionResponse.From)
        );
    }

    /// <summary>The newest export, or the one that <c>task_id</c> names.</summary>
    [HttpGet("api/forms/{id:int}/download-excel")]
    [EndpointSummary("Download an export of a form")]
    [FileAnswer(ReportTypes.Excel, "application/zip")]
    [AuditedDownload(FormsAudit.Form, "id")]
    public async Task<IActionResult> Download(
        int id,
        CancellationToken ct,
        [FromQuery(Name = "task_id")] int? taskId = null
    ) => this.Send(await submissions.ExportFileAsync(HttpContext.CurrentUser(), id, taskId, ct), inline: false);

    [HttpGet("api/forms/{id:int}/export-status")]
    [EndpointSummary("Status of an export of a form")]
    [ResponseExample(200, FormsExamples.ExportStatus)]
    public async Task<object> Status(int id, CancellationToken ct, [FromQuery(Name = "task_id")] int? taskId = null)
    {
        var runs = await submissions.RunsAsync(HttpContext.CurrentUser(), id, FormExportHandler.RunKind, ct);
        var run = runs.FirstOrDefault(r => taskId is null || r.Id == taskId)
            ?? throw DomainException.NotFound("Export not found.");
        var wire = ExportRunResponse.From(id, run);
        return new
        {
            success = true,
            form_id = id,
            task_id = wire.TaskId,
            status = wire.Status,
            progress = wire.Progress,
            file_size = wire.FileSize,
            download_url = wire.DownloadUrl,
            exported_at = wire.ExportedAt,
            error = wire.Error,
        };
    }

    [HttpGet("api/forms/{id:int}/export-history")]
    [EndpointSummary("Exports of a form, newest first")]
    [ResponseExample(200, FormsExamples.ExportHistory)]
    public async Task<object> History(int id, CancellationToken ct) =>
        new
        {
            success = true,
            form_id = id,
            exports = (
                await submissions.RunsAsync(HttpContext.CurrentUser(), id, FormExportHandler.RunKind, ct)
            ).Select(r => ExportRunResponse.From(id, r)),
        };

    /// <summary>Several forms at once: a zip with a workbook for each.</summary>
    [HttpPost("api/forms/bulk-export")]
    [EndpointSummary("Export several forms as a zip")]
    [RequestExample("""{"form_ids":[7,8],"export_options":{"include_metadata":true}}""")]
    [ResponseExample(
        202,
        """{"success":true,"message":"Export started","form_ids":[7,8],"task_id":"12","status":"processing","download_url":"/api/forms/7/download-excel?task_id=12"}"""
    )]
    public async Task<IActionResult> Bulk(BulkExportRequest body, CancellationToken ct)
    {
        var ids = (body.FormIds ?? []).Distinct().ToList();
        var runs = await exports.QueueAsync(
            HttpContext.CurrentUser(),
            (body.ExportOptions ?? new CreateExportRequest()).ToExport(ids, clock),
            ct
        );
        return Accepted(
            FormattableString.Invariant($"/api/forms/{ids[0]}/export-status?task_id={runs[0]}"),
            new
            {
                success = true,
                message = "Export started",
                form_ids = ids,
                task_id = Text(runs[0]),
                status = "processing",
                download_url = FileAt(ids[0], runs[0]),
            }
        );
    }

    [HttpPost("api/reports/auto-generate/{formId:int}")]
    [EndpointSummary("Generate a report on a form")]
    [Idempotent]
    [ResponseExample(
        202,
        """{"success":true,"message":"Report generation started","form_id":7,"task_id":"12","report_id":123,"status":"pending"}"""
    )]
    public async Task<IActionResult> AutoGenerate(int formId, CancellationToken ct)
    {
        var (run, report) = await automation.ReportNowAsync(HttpContext.CurrentUser(), formId, ct);
        return Accepted(
            FormattableString.Invariant($"/api/reports/{report.ReportId}/status"),
            new
            {
                success = true,
                message = "Report generation started",
                form_id = formId,
                task_id = Text(run),
                report_id = report.ReportId,
                status = "pending",
            }
        );
    }

    private static string Text(int run) => run.ToString(CultureInfo.InvariantCulture);

    private static string FileAt(int formId, int run) =>
        FormattableString.Invariant($"/api/forms/{formId}/download-excel?task_id={run}");
}

/// <summary>What is exported, and in which format.</summary>
public sealed record FormExportQuery : SubmissionFilterQuery
{
    /// <summary><c>json</c>, <c>csv</c> or <c>xlsx</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Null for JSON.</summary>
    public ReportFormat? ReadFormat()
    {
        if (string.IsNullOrWhiteSpace(Format))
            return null;
        var format = ReportFormat.Find(Format);
        if (format == ReportFormat.Csv || format == ReportFormat.Excel)
            return format;
        return format == ReportFormat.Json
            ? null
            : throw DomainException.Invalid("format", "format is one of: json, csv, xlsx.");
    }
}
