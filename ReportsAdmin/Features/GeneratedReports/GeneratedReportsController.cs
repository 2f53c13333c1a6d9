using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Documents;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.GeneratedReports;

/// <summary>Generate, watch, edit and download reports (spec 002).</summary>
[ApiController]
[Route("api/reports")]
[Dialect<GenerationDialect>]
[Permission(GeneratedReportQueries.ReadPermission)]
public sealed class GeneratedReportsController(GeneratedReportQueries queries, GeneratedReportCommands commands)
    : ControllerBase
{
    [HttpPost("generate")]
    [Idempotent]
    [RequestSizeLimit(ReportContent.MaxBytes * 2)]
    [RequestExample(GeneratedExamples.Generate)]
    [ResponseExample(202, GeneratedExamples.Generated)]
    public async Task<IActionResult> Generate(GenerateBody body, CancellationToken ct)
    {
        var wire = GeneratedWire.From(await commands.GenerateAsync(HttpContext.Viewer(), body.ToRequest(), ct));
        return Accepted(FormattableString.Invariant($"/api/reports/{wire.ReportId}/status"), wire);
    }

    [HttpGet("{id:int}/status")]
    [ResponseExample(200, GeneratedExamples.Status)]
    public async Task<object> Status(int id, CancellationToken ct)
    {
        var row = await queries.RowAsync(HttpContext.Viewer(), id, ct);
        return new
        {
            success = true,
            report = GeneratedReportWire.From(row),
            status = row.Status,
            generation_progress = row.Progress,
        };
    }

    /// <summary>200 also while the report is being made: the client draws its progress from this answer.</summary>
    [HttpGet("{id:int}/preview")]
    [ResponseExample(200, GeneratedExamples.Preview)]
    public async Task<object> Preview(int id, CancellationToken ct) =>
        new
        {
            success = true,
            preview = PreviewWire.From(await queries.DetailsAsync(HttpContext.Viewer(), id, null, ct)),
        };

    [HttpPut("{id:int}/edit")]
    [RequestSizeLimit(ReportContent.MaxBytes * 2)]
    [RequestExample(GeneratedExamples.Edit)]
    [ResponseExample(200, GeneratedExamples.Edited)]
    public async Task<object> Edit(int id, EditBody body, CancellationToken ct)
    {
        var queued = await commands.EditAsync(HttpContext.Viewer(), id, body.ToEdit(), ct);
        return new
        {
            success = true,
            message = "Report updated. Its files are being made again.",
            report_id = queued.ReportId,
            status = GeneratedStatus.Pending,
            version = queued.Version,
        };
    }

    [HttpGet("{id:int}/download/{fileType}")]
    public async Task<IActionResult> Download(
        int id,
        string fileType,
        CancellationToken ct,
        int? version = null,
        bool inline = false
    )
    {
        var format =
            DocumentFormat.Find(fileType) is { } found && ReportConfig.Offered.Contains(found)
                ? found
                : throw Refusal.Invalid("file_type", $"'{fileType}' is not a file type. Use pdf, docx or excel.");
        return this.Send(await queries.FileAsync(HttpContext.Viewer(), id, format.Key, version, ct), inline);
    }

    [HttpDelete("{id:int}")]
    [ResponseExample(200, """{"success":true,"message":"Report deleted"}""")]
    public async Task<object> Delete(int id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.Viewer(), id, ct);
        return new { success = true, message = "Report deleted" };
    }
}
