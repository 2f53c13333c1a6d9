using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Schedules;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>Templates that run by themselves.</summary>
[ApiController]
[Tags("Schedules")]
[Route("api/v2/reports/schedules")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class SchedulesController(ScheduleCommands commands, ScheduleQueries queries) : ControllerBase
{
    /// <summary>As <c>data.schedules</c>, which is where its only client reads them.</summary>
    [HttpGet]
    [EntityTagged]
    [EndpointSummary("List schedules")]
    [ResponseExample(200, ReportsExamples.Schedules)]
    public async Task<ActionResult<JobsPage<NamedSchedules>>> List(CancellationToken ct, int page = 1, int limit = 20)
    {
        var rows = await queries.ListAsync(HttpContext.CurrentUser(), new PageRequest(page, limit), ct);
        if (HttpContext.HasFreshContent(HttpContext.CurrentUser(), rows.Total, rows.Rows))
            return StatusCode(StatusCodes.Status304NotModified);
        return JobsFormat.Named(rows, new NamedSchedules(rows.Rows.Select(ScheduleResponse.From)));
    }

    [HttpGet("{id}")]
    [EndpointSummary("A schedule")]
    [ResponseExample(200, ReportsExamples.Schedule)]
    public async Task<JobsAnswer<ScheduleResponse>> Details(string id, CancellationToken ct) =>
        JobsFormat.Answer(ScheduleResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(id), ct)));

    [HttpPost]
    [EndpointSummary("Create a schedule")]
    [ProducesResponseType<JobsAnswer<ScheduleResponse>>(201)]
    [Idempotent]
    [RequestExample(ReportsExamples.SaveSchedule)]
    [ResponseExample(201, ReportsExamples.Schedule)]
    public async Task<IActionResult> Add(SaveScheduleRequest body, CancellationToken ct)
    {
        var id = await commands.AddAsync(HttpContext.CurrentUser(), body.ToRequest(), ct);
        var schedule = ScheduleResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), id, ct));
        return Created($"/api/v2/reports/schedules/{schedule.Id}", JobsFormat.Answer(schedule));
    }

    [HttpPut("{id}")]
    [EndpointSummary("Change a schedule")]
    [RequestExample(ReportsExamples.SaveSchedule)]
    [ResponseExample(200, ReportsExamples.Schedule)]
    public async Task<JobsAnswer<ScheduleResponse>> Change(string id, SaveScheduleRequest body, CancellationToken ct)
    {
        await commands.ChangeAsync(HttpContext.CurrentUser(), Key(id), body.ToRequest(), ct);
        return await Details(id, ct);
    }

    [HttpDelete("{id}")]
    [EndpointSummary("Delete a schedule")]
    [ResponseExample(200, ReportsExamples.Deleted)]
    public async Task<JobsAnswer<DeletedResponse>> Delete(string id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), Key(id), ct);
        return JobsFormat.Answer(new DeletedResponse(id, true));
    }

    private static int Key(string id) =>
        ApiId.KeyOf(ReportJobIds.Schedule, id) is { } key and <= int.MaxValue
            ? (int)key
            : throw DomainException.NotFound("Schedule not found.");
}
