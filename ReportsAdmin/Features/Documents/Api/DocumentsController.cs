using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>Generate, watch, edit and download reports (spec 002).</summary>
[ApiController]
[Route("api/reports")]
[ApiFormat<GenerationFormat>]
[Permission(DocumentQueries.ReadPermission)]
public sealed class DocumentsController(DocumentQueries queries, DocumentCommands commands) : ControllerBase
{
    [HttpPost("generate")]
    [Idempotent]
    [RequestSizeLimit(ReportContent.MaxBytes * 2)]
    [RequestExample(DocumentsExamples.Generate)]
    [ResponseExample(202, DocumentsExamples.Generated)]
    public async Task<IActionResult> Generate(GenerateDocumentRequest body, CancellationToken ct)
    {
        var wire = GenerationResponse.From(
            await commands.GenerateAsync(HttpContext.CurrentUser(), body.ToRequest(), ct)
        );
        return Accepted(FormattableString.Invariant($"/api/reports/{wire.ReportId}/status"), wire);
    }

    [HttpGet("{id:int}/status")]
    [ResponseExample(200, DocumentsExamples.Status)]
    public async Task<object> Status(int id, CancellationToken ct)
    {
        var row = await queries.RowAsync(HttpContext.CurrentUser(), id, ct);
        return new
        {
            success = true,
            report = DocumentResponse.From(row),
            status = row.Status,
            generation_progress = row.Progress,
        };
    }

    /// <summary>200 also while the report is being made: the client draws its progress from this answer.</summary>
    [HttpGet("{id:int}/preview")]
    [ResponseExample(200, DocumentsExamples.Preview)]
    public async Task<object> Preview(int id, CancellationToken ct) =>
        new
        {
            success = true,
            preview = PreviewResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), id, null, ct)),
        };

    [HttpPut("{id:int}/edit")]
    [RequestSizeLimit(ReportContent.MaxBytes * 2)]
    [RequestExample(DocumentsExamples.Edit)]
    [ResponseExample(200, DocumentsExamples.Edited)]
    public async Task<object> Edit(int id, EditDocumentRequest body, CancellationToken ct)
    {
        var queued = await commands.EditAsync(HttpContext.CurrentUser(), id, body.ToEdit(), ct);
        return new
        {
            success = true,
            message = "Report updated. Its files are being made again.",
            report_id = queued.ReportId,
            status = DocumentStatus.Pending,
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
            ReportFormat.Find(fileType) is { } found && ReportConfig.Offered.Contains(found)
                ? found
                : throw DomainException.Invalid(
                    "file_type",
                    $"'{fileType}' is not a file type. Use pdf, docx or excel."
                );
        return this.Send(await queries.FileAsync(HttpContext.CurrentUser(), id, format.Key, version, ct), inline);
    }

    [HttpDelete("{id:int}")]
    [ResponseExample(200, """{"success":true,"message":"Report deleted"}""")]
    public async Task<object> Delete(int id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), id, ct);
        return new { success = true, message = "Report deleted" };
    }
}
