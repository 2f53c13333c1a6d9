using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Templates that run by themselves.</summary>
[ApiController]
[Route("api/v2/reports/schedules")]
[Dialect<JobsDialect>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class SchedulesController(ScheduleCommands commands, ScheduleQueries queries) : ControllerBase
{
    [HttpGet]
    [ResponseExample(200, ReportJobsExamples.Schedules)]
    public async Task<object> List(CancellationToken ct, int page = 1, int limit = 20) =>
        JobsDialect.List(
            await queries.ListAsync(HttpContext.Viewer(), new PageRequest(page, limit), ct),
            ScheduleWire.From
        );

    [HttpGet("{id}")]
    [ResponseExample(200, ReportJobsExamples.Schedule)]
    public async Task<object> Details(string id, CancellationToken ct) =>
        JobsDialect.Answer(ScheduleWire.From(await queries.DetailsAsync(HttpContext.Viewer(), Key(id), ct)));

    [HttpPost]
    [Idempotent]
    [RequestExample(ReportJobsExamples.SaveSchedule)]
    [ResponseExample(201, ReportJobsExamples.Schedule)]
    public async Task<IActionResult> Add(ScheduleBody body, CancellationToken ct)
    {
        var id = await commands.AddAsync(HttpContext.Viewer(), body.ToRequest(), ct);
        var schedule = ScheduleWire.From(await queries.DetailsAsync(HttpContext.Viewer(), id, ct));
        return Created($"/api/v2/reports/schedules/{schedule.Id}", JobsDialect.Answer(schedule));
    }

    [HttpPut("{id}")]
    [RequestExample(ReportJobsExamples.SaveSchedule)]
    [ResponseExample(200, ReportJobsExamples.Schedule)]
    public async Task<object> Change(string id, ScheduleBody body, CancellationToken ct)
    {
        await commands.ChangeAsync(HttpContext.Viewer(), Key(id), body.ToRequest(), ct);
        return await Details(id, ct);
    }

    [HttpDelete("{id}")]
    [ResponseExample(200, ReportJobsExamples.Deleted)]
    public async Task<object> Delete(string id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.Viewer(), Key(id), ct);
        return JobsDialect.Answer(new { id, deleted = true });
    }

    private static int Key(string id) =>
        WireId.KeyOf(ReportJobIds.Schedule, id) is { } key
            ? (int)key
            : throw Refusal.NotFound("There is no such schedule.");
}
