using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>The six routes of spec 004, and what its client asks for besides: status, delete, bulk delete.</summary>
[ApiController]
[Route("api/v2/reports/jobs")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class ReportJobsController(ReportJobCommands commands, ReportJobQueries queries) : ControllerBase
{
    private const int DefaultLimit = 20;

    [HttpPost]
    [Idempotent]
    [RequestExample(ReportsExamples.Create)]
    [ResponseExample(201, ReportsExamples.Created)]
    public async Task<IActionResult> Create(CreateJobRequest body, CancellationToken ct)
    {
        var job = CreatedJobResponse.From(await commands.CreateAsync(HttpContext.CurrentUser(), body.ToRequest(), ct));
        return Created($"/api/v2/reports/jobs/{job.Id}", JobsFormat.Answer(job, "Report job created."));
    }

    [HttpGet]
    [ResponseExample(200, ReportsExamples.List)]
    public async Task<object> List([FromQuery] ListJobsQuery query, CancellationToken ct) =>
        JobsFormat.List(
            await queries.ListAsync(HttpContext.CurrentUser(), query.ToFilter(), Window(query), ct),
            JobSummaryResponse.From
        );

    [HttpGet("{jobId}")]
    [ResponseExample(200, ReportsExamples.Details)]
    public async Task<object> Details(string jobId, CancellationToken ct) =>
        JobsFormat.Answer(
            JobDetailsResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(jobId), ct))
        );

    [HttpGet("{jobId}/status")]
    [ResponseExample(200, ReportsExamples.Status)]
    public async Task<object> Status(string jobId, CancellationToken ct) =>
        JobsFormat.Answer(
            JobStatusResponse.From((await queries.DetailsAsync(HttpContext.CurrentUser(), Key(jobId), ct)).Row)
        );

    [HttpPost("{jobId}/cancel")]
    [RequestExample("""{"reason":"Wrong month"}""")]
    [ResponseExample(200, ReportsExamples.Cancelled)]
    public async Task<object> Cancel(
        string jobId,
        CancellationToken ct,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
            CancelJobRequest? body = null
    )
    {
        var (at, by) = await commands.CancelAsync(HttpContext.CurrentUser(), Key(jobId), body?.Reason, ct);
        return JobsFormat.Answer(
            new
            {
                id = jobId,
                status = ReportStatus.Cancelled,
                cancelledAt = at,
                cancelledBy = by,
            },
            "Report job cancelled."
        );
    }

    [HttpPost("{jobId}/retry")]
    [ResponseExample(200, ReportsExamples.Retried)]
    public async Task<object> Retry(string jobId, CancellationToken ct) =>
        JobsFormat.Answer(
            new
            {
                id = jobId,
                status = ReportStatus.Pending,
                retryCount = await commands.RetryAsync(HttpContext.CurrentUser(), Key(jobId), ct),
            },
            "Report job queued again."
        );

    /// <summary>The file; for <c>Accept: application/json</c> where it is.</summary>
    [HttpGet("{jobId}/download")]
    public async Task<IActionResult> Download(string jobId, CancellationToken ct, bool inline = false)
    {
        var file = await queries.FileAsync(HttpContext.CurrentUser(), Key(jobId), ct);
        if (
            Request.GetTypedHeaders().Accept is [{ MediaType.Value: "application/json" }]
            && !file.ContentType.StartsWith("application/json", StringComparison.Ordinal)
        )
        {
            await file.Content.DisposeAsync();
            return Ok(
                JobsFormat.Answer(
                    new
                    {
                        downloadUrl = Request.Path.Value,
                        fileName = file.FileName,
                        contentType = file.ContentType,
                        fileSizeBytes = file.Size,
                        expiresAt = file.ExpiresAt,
                    }
                )
            );
        }

        return this.Send(file, inline);
    }

    [HttpDelete("{jobId}")]
    [ResponseExample(200, ReportsExamples.Deleted)]
    public async Task<object> Delete(string jobId, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), Key(jobId), ct);
        return JobsFormat.Answer(new { id = jobId, deleted = true });
    }

    /// <summary>Deletes what may be deleted and says for the rest why not.</summary>
    [HttpPost("bulk-delete")]
    [RequestExample("""{"jobIds":["7265706a0000000000000001"]}""")]
    [ResponseExample(200, ReportsExamples.BulkDeleted)]
    public async Task<object> BulkDelete(BulkDeleteRequest body, CancellationToken ct)
    {
        if (body.JobIds is not { Count: > 0 and <= PageRequest.MaxSize } ids)
            throw DomainException.Invalid("jobIds", $"jobIds has 1 to {PageRequest.MaxSize} ids.");
        var failed = new List<object>();
        foreach (var id in ids)
        {
            try
            {
                await commands.DeleteAsync(HttpContext.CurrentUser(), Key(id), ct);
            }
            catch (DomainException error)
            {
                failed.Add(new { id, message = error.Message });
            }
        }

        return JobsFormat.Answer(new { deleted = ids.Count - failed.Count, failed });
    }

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
