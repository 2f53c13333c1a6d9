using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>The six routes of spec 004, and what its client asks for besides: status, delete, bulk delete, and files without a token.</summary>
[ApiController]
[Tags("Report jobs")]
[Route("api/v2/reports/jobs")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class ReportJobsController(ReportJobCommands commands, ReportJobQueries queries, DownloadLinks links)
    : ControllerBase
{
    private const int DefaultLimit = 20;

    [HttpPost]
    [EndpointSummary("Create a report job")]
    [ProducesResponseType<JobsAnswer<CreatedJobResponse>>(201)]
    [Idempotent]
    [RequestExample(ReportsExamples.Create)]
    [ResponseExample(201, ReportsExamples.Created)]
    public async Task<IActionResult> Create(CreateJobRequest body, CancellationToken ct)
    {
        var created = await commands.CreateAsync(HttpContext.CurrentUser(), body.ToRequest(), ct);
        return Created(
            JobFileLinks.PathOf(created.Id),
            JobsFormat.Answer(
                CreatedJobResponse.From(created, await SummaryAsync(created.Id, ct)),
                "Report job created."
            )
        );
    }

    [HttpGet]
    [EntityTagged]
    [EndpointSummary("List report jobs")]
    [ResponseExample(200, ReportsExamples.List)]
    public async Task<ActionResult<JobsPage<IEnumerable<JobSummaryResponse>>>> List(
        [FromQuery] ListJobsQuery query,
        CancellationToken ct
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var page = await queries.ListAsync(currentUser, query.ToFilter(), Window(query), ct);
        var files = await LinksAsync(ct);
        if (HttpContext.HasFreshContent(currentUser, page.Total, page.Rows, files.Stamp))
            return StatusCode(StatusCodes.Status304NotModified);
        return JobsFormat.List(page, row => JobSummaryResponse.From(row, files));
    }

    [HttpGet("{jobId}")]
    [EntityTagged]
    [EndpointSummary("A report job")]
    [ResponseExample(200, ReportsExamples.Details)]
    public async Task<ActionResult<JobsAnswer<JobDetailsResponse>>> Details(string jobId, CancellationToken ct)
    {
        var job = await DetailsAsync(Key(jobId), ct);
        var files = await LinksAsync(ct);
        return HttpContext.HasFreshContent(HttpContext.CurrentUser(), job, files.Stamp)
            ? StatusCode(StatusCodes.Status304NotModified)
            : JobsFormat.Answer(JobDetailsResponse.From(job, files));
    }

    [HttpGet("{jobId}/status")]
    [EntityTagged]
    [EndpointSummary("Status of a report job, for polling")]
    [ResponseExample(200, ReportsExamples.Status)]
    public async Task<ActionResult<JobsAnswer<JobStatusResponse>>> Status(string jobId, CancellationToken ct)
    {
        var job = await RowAsync(Key(jobId), ct);
        var files = await LinksAsync(ct);
        return HttpContext.HasFreshContent(HttpContext.CurrentUser(), job, files.Stamp)
            ? StatusCode(StatusCodes.Status304NotModified)
            : JobsFormat.Answer(JobStatusResponse.From(job, files));
    }

    [HttpPost("{jobId}/cancel")]
    [EndpointSummary("Cancel a report job")]
    [RequestExample("""{"reason":"Wrong month"}""")]
    [ResponseExample(200, ReportsExamples.Cancelled)]
    public async Task<JobsAnswer<CancelledJobResponse>> Cancel(
        string jobId,
        CancellationToken ct,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
            CancelJobRequest? body = null
    )
    {
        var key = Key(jobId);
        var (at, by) = await commands.CancelAsync(HttpContext.CurrentUser(), key, body?.Reason, ct);
        return JobsFormat.Answer(
            new CancelledJobResponse(jobId, ReportStatus.Cancelled, at, by, await SummaryAsync(key, ct)),
            "Report job cancelled."
        );
    }

    [HttpPost("{jobId}/retry")]
    [EndpointSummary("Queue a failed report job again")]
    [ResponseExample(200, ReportsExamples.Retried)]
    public async Task<JobsAnswer<RetriedJobResponse>> Retry(string jobId, CancellationToken ct)
    {
        var key = Key(jobId);
        var retries = await commands.RetryAsync(HttpContext.CurrentUser(), key, ct);
        return JobsFormat.Answer(
            new RetriedJobResponse(jobId, ReportStatus.Pending, retries, await SummaryAsync(key, ct)),
            "Report job queued again."
        );
    }

    /// <summary>The file; where it is for a caller that asks for JSON.</summary>
    [HttpGet("{jobId}/download")]
    [EndpointSummary("Download the file of a report job, or its address")]
    [FileAnswer(ReportTypes.Excel, ReportTypes.Pdf, ReportTypes.Word, ReportTypes.Csv, ReportTypes.Json)]
    [AuditedDownload(ReportsAudit.Job, "jobId")]
    [ProducesResponseType<JobsAnswer<JobFileResponse>>(200)]
    [ResponseExample(200, ReportsExamples.FileAddress)]
    public async Task<IActionResult> Download(string jobId, CancellationToken ct, bool inline = false)
    {
        var key = Key(jobId);
        var file = await queries.FileAsync(HttpContext.CurrentUser(), key, ct);
        if (!AsksForAddress(file))
            return this.Send(file, inline);
        await file.Content.DisposeAsync();
        var files = await LinksAsync(ct);
        return Ok(
            JobsFormat.Answer(
                new JobFileResponse(
                    files.Signed(key),
                    file.FileName,
                    file.ContentType,
                    file.Size,
                    file.ExpiresAt < files.ExpiresAt ? file.ExpiresAt.Value : files.ExpiresAt
                )
            )
        );
    }

    /// <summary>The file, for whoever holds an address that was given out for it.</summary>
    [HttpGet("{jobId}/file")]
    [EndpointSummary("Download the file of a report job by a signed address")]
    [CanFailSignIn]
    [FileAnswer(ReportTypes.Excel, ReportTypes.Pdf, ReportTypes.Word, ReportTypes.Csv, ReportTypes.Json)]
    [AuditedDownload(ReportsAudit.Job, "jobId")]
    [AllowAnonymous]
    public async Task<IActionResult> File(string jobId, string? token, CancellationToken ct)
    {
        var key = Key(jobId);
        return this.Send(await queries.FileAsync(await links.CallerAsync(key, token, ct), key, ct), inline: false);
    }

    [HttpDelete("{jobId}")]
    [EndpointSummary("Delete a report job")]
    [ResponseExample(200, ReportsExamples.Deleted)]
    public async Task<JobsAnswer<DeletedResponse>> Delete(string jobId, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), Key(jobId), ct);
        return JobsFormat.Answer(new DeletedResponse(jobId, true));
    }

    /// <summary>Deletes what may be deleted and says for the rest why not.</summary>
    [HttpPost("bulk-delete")]
    [EndpointSummary("Delete several report jobs")]
    [RequestExample("""{"jobIds":["7265706a0000000000000001"]}""")]
    [ResponseExample(200, ReportsExamples.BulkDeleted)]
    public async Task<JobsAnswer<BulkDeletedResponse>> BulkDelete(BulkDeleteRequest body, CancellationToken ct)
    {
        if (body.JobIds is not { Count: > 0 and <= PageRequest.MaxSize } ids)
            throw DomainException.Invalid("jobIds", $"jobIds has 1 to {PageRequest.MaxSize} ids.");
        var failed = new List<NotDeletedResponse>();
        foreach (var id in ids)
        {
            try
            {
                await commands.DeleteAsync(HttpContext.CurrentUser(), Key(id), ct);
            }
            catch (DomainException error)
            {
                failed.Add(new NotDeletedResponse(id, error.Message));
            }
        }

        return JobsFormat.Answer(new BulkDeletedResponse(ids.Count - failed.Count, failed));
    }

    /// <summary><c>application/json, text/plain, */*</c> is what axios says; JSON alone, of a report in JSON, means the report itself.</summary>
    private bool AsksForAddress(OpenFile file) =>
        Request.GetTypedHeaders().Accept switch
        {
            [{ MediaType.Value: MediaTypeNames.Application.Json }] => !file.ContentType.StartsWith(
                MediaTypeNames.Application.Json,
                StringComparison.Ordinal
            ),
            [{ MediaType.Value: MediaTypeNames.Application.Json }, ..] => true,
            _ => false,
        };

    private Task<JobFileLinks> LinksAsync(CancellationToken ct) =>
        links.OfAsync(HttpContext, HttpContext.CurrentUser(), ct);

    private Task<ReportJobDetails> DetailsAsync(long key, CancellationToken ct) =>
        queries.DetailsAsync(HttpContext.CurrentUser(), key, ct);

    private async Task<JobSummaryResponse> SummaryAsync(long key, CancellationToken ct) =>
        JobSummaryResponse.From(await RowAsync(key, ct), await LinksAsync(ct));

    /// <summary>The row alone, which is polled; the details say why there is none.</summary>
    private async Task<ReportJobRow> RowAsync(long key, CancellationToken ct) =>
        await queries.RowAsync(HttpContext.CurrentUser(), key, ct) ?? (await DetailsAsync(key, ct)).Row;

    private static PageRequest Window(ListJobsQuery query)
    {
        try
        {
            return new PageRequest(query.Page ?? 1, query.Limit ?? DefaultLimit);
        }
        catch (DomainException error) when (error.Fields.ContainsKey("pageSize"))
        {
            throw DomainException.Invalid("limit", "limit is 1 to 100.");
        }
    }

    internal static long Key(string id) =>
        ApiId.KeyOf(ReportJobIds.ReportJob, id)
        ?? (
            id.Length == 24 && id.All(char.IsAsciiHexDigit)
                ? throw DomainException.NotFound("Report job not found.")
                : throw DomainException.Invalid("jobId", "An id has 24 hexadecimal characters.")
        );
}
