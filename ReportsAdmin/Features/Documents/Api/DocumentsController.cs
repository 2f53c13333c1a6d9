using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Documents.Content;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>Generate, watch, edit and download reports (spec 002).</summary>
[ApiController]
[Tags("Documents")]
[Route("api/reports")]
[ApiFormat<GenerationFormat>]
[Permission(DocumentQueries.ReadPermission)]
public sealed class DocumentsController(DocumentQueries queries, DocumentCommands commands) : ControllerBase
{
    [HttpPost("generate")]
    [EndpointSummary("Generate a document")]
    [EndpointDescription(DocumentsExamples.Limits)]
    [ProducesResponseType<GenerationResponse>(202)]
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
    [EndpointSummary("Status of a document")]
    [ResponseExample(200, DocumentsExamples.Status)]
    public async Task<DocumentStatusAnswer> Status(int id, CancellationToken ct)
    {
        var row = await queries.RowAsync(HttpContext.CurrentUser(), id, ct);
        return new DocumentStatusAnswer(true, DocumentResponse.From(row), row.Status, row.Progress);
    }

    /// <summary>200 also while the report is being made: the client draws its progress from this answer.</summary>
    [HttpGet("{id:int}/preview")]
    [EndpointSummary("Content of a document, also while its files are being written")]
    [ResponseExample(200, DocumentsExamples.Preview)]
    public async Task<PreviewAnswer> Preview(int id, CancellationToken ct) =>
        new(true, PreviewResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), id, null, ct)));

    [HttpPut("{id:int}/edit")]
    [EndpointSummary("Change a document and write its files again")]
    [EndpointDescription(DocumentsExamples.Limits)]
    [RequestSizeLimit(ReportContent.MaxBytes * 2)]
    [RequestExample(DocumentsExamples.Edit)]
    [ResponseExample(200, DocumentsExamples.Edited)]
    public async Task<EditedDocumentAnswer> Edit(int id, EditDocumentRequest body, CancellationToken ct)
    {
        var queued = await commands.EditAsync(HttpContext.CurrentUser(), id, body.ToEdit(), ct);
        return new EditedDocumentAnswer(
            true,
            "Report updated. Its files are being made again.",
            queued.ReportId,
            DocumentStatus.Pending,
            queued.Version
        );
    }

    [HttpGet("{id:int}/download/{fileType}")]
    [EndpointSummary("Download a file of a document")]
    [FileAnswer(ReportTypes.Pdf, ReportTypes.Word, ReportTypes.Excel)]
    [AuditedDownload(DocumentsAudit.Document, "id")]
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
    [EndpointSummary("Delete a document")]
    [ResponseExample(200, """{"success":true,"message":"Report deleted"}""")]
    public async Task<DeletedDocumentAnswer> Delete(int id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), id, ct);
        return new DeletedDocumentAnswer(true, "Report deleted");
    }
}
