using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>A job's progress as server-sent events, for clients that would rather listen than poll.</summary>
[ApiController]
[Tags("Report jobs")]
[Route("api/v2/reports/jobs")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class ReportJobEventsController(
    ReportJobQueries queries,
    DownloadLinks links,
    ChangeNotifier notifier,
    TimeProvider time
) : ControllerBase
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>
    /// One event per change: <c>event</c> is the status, <c>data</c> as in <c>…/status</c>, <c>id</c> the instant of the change. With <c>Last-Event-ID</c> the
    /// state that was heard already is not repeated. The stream ends with the job; comments keep it open in between.
    /// </summary>
    [HttpGet("{jobId}/events")]
    [EndpointSummary("Progress of a report job as server-sent events")]
    [FileAnswer(ReportTypes.Events, HasRanges = false)]
    [NotAudited("Progress of a job, no file.")]
    [AlwaysAnswered]
    public async Task Events(string jobId, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var id = ReportJobsController.Key(jobId);
        var row = (await queries.DetailsAsync(currentUser, id, ct)).Row;
        var hints = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        using var listening = notifier.Subscribe(JobQueue.TopicOf(row.JobId), () =>
        {
            hints.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no";
        var heard = Request.Headers["Last-Event-ID"].ToString();
        while (true)
        {
            // Read after subscribing, and again after every hint: a hint may be lost, the row is the truth.
            if (await queries.RowAsync(currentUser, id, ct) is not { } now)
                return;
            var version = string.Create(
                CultureInfo.InvariantCulture,
                $"{now.UpdatedAt.Ticks}-{now.Percent}-{now.RowsDone}"
            );
            if (version != heard)
            {
                var files = await links.OfAsync(HttpContext, currentUser, ct);
                var data = JsonSerializer.Serialize(JobStatusResponse.From(now, files), HttpContext.ApiFormat().Json);
                await WriteAsync($"id: {version}\nevent: {now.Status}\ndata: {data}\n\n", ct);
            }

            heard = version;
            if (!now.IsOpen)
                return;
            try
            {
                await hints.Reader.ReadAsync(ct).AsTask().WaitAsync(Silence, time, ct);
            }
            catch (TimeoutException)
            {
                await WriteAsync(": still here\n\n", ct);
            }
        }
    }

    private async Task WriteAsync(string text, CancellationToken ct)
    {
        await Response.WriteAsync(text, ct);
        await Response.Body.FlushAsync(ct);
    }
}
