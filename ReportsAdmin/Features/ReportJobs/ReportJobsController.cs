using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>The six routes of spec 004, and what its client asks for besides: status, delete, bulk delete.</summary>
[ApiController]
[Route("api/v2/reports/jobs")]
[Dialect<JobsDialect>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class ReportJobsController(ReportJobCommands commands, ReportJobQueries queries) : ControllerBase
{
    private const int DefaultLimit = 20;

    [HttpPost]
    [Idempotent]
    [RequestExample(ReportJobsExamples.Create)]
    [ResponseExample(201, ReportJobsExamples.Created)]
    public async Task<IActionResult> Create(CreateJobBody body, CancellationToken ct)
    {
        var job = CreatedJobWire.From(await commands.CreateAsync(HttpContext.Viewer(), body.ToRequest(), ct));
        return Created($"/api/v2/reports/jobs/{job.Id}", JobsDialect.Answer(job, "Report job created."));
    }

    [HttpGet]
    [ResponseExample(200, ReportJobsExamples.List)]
    public async Task<object> List([FromQuery] ListJobsQuery query, CancellationToken ct) =>
        JobsDialect.List(
            await queries.ListAsync(HttpContext.Viewer(), query.ToFilter(), Window(query), ct),
            JobSummaryWire.From
        );

    [HttpGet("{jobId}")]
    [ResponseExample(200, ReportJobsExamples.Details)]
    public async Task<object> Details(string jobId, CancellationToken ct) =>
        JobsDialect.Answer(JobDetailsWire.From(await queries.DetailsAsync(HttpContext.Viewer(), Key(jobId), ct)));

    [HttpGet("{jobId}/status")]
    [ResponseExample(200, ReportJobsExamples.Status)]
    public async Task<object> Status(string jobId, CancellationToken ct) =>
        JobsDialect.Answer(JobStatusWire.From((await queries.DetailsAsync(HttpContext.Viewer(), Key(jobId), ct)).Row));

    [HttpPost("{jobId}/cancel")]
    [RequestExample("""{"reason":"Wrong month"}""")]
    [ResponseExample(200, ReportJobsExamples.Cancelled)]
    public async Task<object> Cancel(
        string jobId,
        CancellationToken ct,
        [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)]
            CancelBody? body = null
    )
    {
        var (at, by) = await commands.CancelAsync(HttpContext.Viewer(), Key(jobId), body?.Reason, ct);
        return JobsDialect.Answer(
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
    [ResponseExample(200, ReportJobsExamples.Retried)]
    public async Task<object> Retry(string jobId, CancellationToken ct) =>
        JobsDialect.Answer(
            new
            {
                id = jobId,
                status = ReportStatus.Pending,
                retryCount = await commands.RetryAsync(HttpContext.Viewer(), Key(jobId), ct),
            },
            "Report job queued again."
        );

    /// <summary>The file; for <c>Accept: application/json</c> where it is.</summary>
    [HttpGet("{jobId}/download")]
    public async Task<IActionResult> Download(string jobId, CancellationToken ct, bool inline = false)
    {
        var file = await queries.FileAsync(HttpContext.Viewer(), Key(jobId), ct);
        if (
            Request.GetTypedHeaders().Accept is [{ MediaType.Value: "application/json" }]
            && !file.ContentType.StartsWith("application/json", StringComparison.Ordinal)
        )
        {
            await file.Content.DisposeAsync();
            return Ok(
                JobsDialect.Answer(
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
    [ResponseExample(200, ReportJobsExamples.Deleted)]
    public async Task<object> Delete(string jobId, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.Viewer(), Key(jobId), ct);
        return JobsDialect.Answer(new { id = jobId, deleted = true });
    }

    /// <summary>Deletes what may be deleted and says for the rest why not.</summary>
    [HttpPost("bulk-delete")]
    [RequestExample("""{"jobIds":["7265706a0000000000000001"]}""")]
    [ResponseExample(200, ReportJobsExamples.BulkDeleted)]
    public async Task<object> BulkDelete(BulkDeleteBody body, CancellationToken ct)
    {
        if (body.JobIds is not { Count: > 0 and <= PageRequest.MaxSize } ids)
            throw Refusal.Invalid("jobIds", $"jobIds has 1 to {PageRequest.MaxSize} ids.");
        var failed = new List<object>();
        foreach (var id in ids)
        {
            try
            {
                await commands.DeleteAsync(HttpContext.Viewer(), Key(id), ct);
            }
            catch (Refusal refusal)
            {
                failed.Add(new { id, message = refusal.Message });
            }
        }

        return JobsDialect.Answer(new { deleted = ids.Count - failed.Count, failed });
    }

    private static PageRequest Window(ListJobsQuery query)
    {
        try
        {
            return new PageRequest(query.Page ?? 1, query.Limit ?? DefaultLimit);
        }
        catch (Refusal refusal) when (refusal.Fields.ContainsKey("pageSize"))
        {
            throw Refusal.Invalid("limit", "limit is 1 to 100.");
        }
    }

    internal static long Key(string id) =>
        WireId.KeyOf(ReportJobIds.ReportJob, id)
        ?? (
            id.Length == 24 && id.All(char.IsAsciiHexDigit)
                ? throw Refusal.NotFound("There is no such report job.")
                : throw Refusal.Invalid("jobId", "An id has 24 hexadecimal characters.")
        );
}
