using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Documents.Api;

/// <summary>Sends a report by mail (client of spec 002).</summary>
[ApiController]
[Route("api/reports")]
[ApiFormat<GenerationFormat>]
[Permission(DocumentQueries.ReadPermission)]
public sealed class DocumentMailController(DocumentMailCommands commands) : ControllerBase
{
    [HttpPost("{id:int}/email")]
    [EndpointSummary("Send the files of a document by email")]
    [Idempotent]
    [RateLimit(DocumentsFeature.MailLimit)]
    [RequestExample("""{"emails":["asha@example.com","ravi@example.com"]}""")]
    [ResponseExample(
        202,
        """{"success":true,"message":"The report is being sent to 2 addresses.","report_id":123,"queued":2,"mail_ids":[41,42],"attached":true,"status":"queued"}"""
    )]
    public async Task<IActionResult> Send(int id, MailDocumentRequest body, CancellationToken ct) =>
        Accepted(MailedDocumentResponse.From(await commands.SendAsync(HttpContext.CurrentUser(), id, body.Emails, ct)));
}

/// <param name="Emails">1 to 20 addresses.</param>
public sealed record MailDocumentRequest(IReadOnlyList<string?>? Emails = null);

/// <param name="Attached">Whether the files are in the mails; otherwise these have a link.</param>
/// <param name="Status"><c>queued</c>, or <c>held</c> while mail is not set up.</param>
public sealed record MailedDocumentResponse(
    bool Success,
    string Message,
    int ReportId,
    int Queued,
    IReadOnlyList<long> MailIds,
    bool Attached,
    string Status
)
{
    public static MailedDocumentResponse From(MailedDocument mailed)
    {
        var to =
            mailed.MailIds.Count == 1 ? "1 address" : FormattableString.Invariant($"{mailed.MailIds.Count} addresses");
        return new MailedDocumentResponse(
            true,
            mailed.Held
                ? $"Mail is not set up. The mails to {to} wait in the outbox."
                : $"The report is being sent to {to}.",
            mailed.ReportId,
            mailed.MailIds.Count,
            mailed.MailIds,
            mailed.Attached,
            mailed.Held ? "held" : "queued"
        );
    }
}
