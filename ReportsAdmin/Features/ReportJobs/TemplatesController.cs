using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Saved report settings.</summary>
[ApiController]
[Route("api/v2/reports/templates")]
[Dialect<JobsDialect>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class TemplatesController(TemplateCommands commands, TemplateQueries queries) : ControllerBase
{
    [HttpGet]
    [ResponseExample(200, ReportJobsExamples.Templates)]
    public async Task<object> List(CancellationToken ct, int page = 1, int limit = 20) =>
        JobsDialect.List(
            await queries.ListAsync(HttpContext.Viewer(), new PageRequest(page, limit), ct),
            TemplateWire.From
        );

    [HttpGet("{id}")]
    [ResponseExample(200, ReportJobsExamples.Template)]
    public async Task<object> Details(string id, CancellationToken ct) =>
        JobsDialect.Answer(TemplateWire.From(await queries.DetailsAsync(HttpContext.Viewer(), Key(id), ct)));

    [HttpPost]
    [Idempotent]
    [RequestExample(ReportJobsExamples.SaveTemplate)]
    [ResponseExample(201, ReportJobsExamples.Template)]
    public async Task<IActionResult> Add(TemplateBody body, CancellationToken ct)
    {
        var id = await commands.AddAsync(HttpContext.Viewer(), body.ToRequest(), ct);
        var template = TemplateWire.From(await queries.DetailsAsync(HttpContext.Viewer(), id, ct));
        return Created($"/api/v2/reports/templates/{template.Id}", JobsDialect.Answer(template));
    }

    [HttpPut("{id}")]
    [RequestExample(ReportJobsExamples.SaveTemplate)]
    [ResponseExample(200, ReportJobsExamples.Template)]
    public async Task<object> Change(string id, TemplateBody body, CancellationToken ct)
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
        WireId.KeyOf(ReportJobIds.Template, id) is { } key
            ? (int)key
            : throw Refusal.NotFound("There is no such template.");
}
