using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>Saved report settings.</summary>
[ApiController]
[Tags("Templates")]
[Route("api/v2/reports/templates")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class TemplatesController(TemplateCommands commands, TemplateQueries queries) : ControllerBase
{
    [HttpGet]
    [EntityTagged]
    [EndpointSummary("List templates")]
    [ResponseExample(200, ReportsExamples.Templates)]
    public async Task<ActionResult<JobsPage<IEnumerable<TemplateResponse>>>> List(
        CancellationToken ct,
        int page = 1,
        int limit = 20
    )
    {
        var rows = await queries.ListAsync(
            HttpContext.CurrentUser(),
            TemplateOwner.Anyone,
            new PageRequest(page, limit),
            ct
        );
        return HttpContext.HasFreshContent(HttpContext.CurrentUser(), rows.Total, rows.Rows)
            ? StatusCode(StatusCodes.Status304NotModified)
            : JobsFormat.List(rows, TemplateResponse.From);
    }

    /// <summary>The caller's own, as <c>data.templates</c>.</summary>
    [HttpGet("my")]
    [EndpointSummary("List the caller's templates")]
    [ResponseExample(200, ReportsExamples.NamedTemplates)]
    public Task<JobsPage<NamedTemplates>> Own(CancellationToken ct, int page = 1, int limit = 20) =>
        NamedAsync(TemplateOwner.CurrentUser, page, limit, ct);

    /// <summary>Those that others share with everyone, as <c>data.templates</c>.</summary>
    [HttpGet("system")]
    [EndpointSummary("List templates that others share with everyone")]
    [ResponseExample(200, ReportsExamples.NamedTemplates)]
    public Task<JobsPage<NamedTemplates>> Shared(CancellationToken ct, int page = 1, int limit = 20) =>
        NamedAsync(TemplateOwner.Others, page, limit, ct);

    [HttpGet("{id}")]
    [EndpointSummary("A template")]
    [ResponseExample(200, ReportsExamples.Template)]
    public async Task<JobsAnswer<TemplateResponse>> Details(string id, CancellationToken ct) =>
        JobsFormat.Answer(TemplateResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(id), ct)));

    [HttpPost]
    [EndpointSummary("Create a template")]
    [ProducesResponseType<JobsAnswer<TemplateResponse>>(201)]
    [Idempotent]
    [RequestExample(ReportsExamples.SaveTemplate)]
    [ResponseExample(201, ReportsExamples.Template)]
    public async Task<IActionResult> Add(SaveTemplateRequest body, CancellationToken ct)
    {
        var id = await commands.AddAsync(HttpContext.CurrentUser(), body.ToRequest(), ct);
        var template = TemplateResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), id, ct));
        return Created($"/api/v2/reports/templates/{template.Id}", JobsFormat.Answer(template));
    }

    [HttpPut("{id}")]
    [EndpointSummary("Change a template")]
    [RequestExample(ReportsExamples.SaveTemplate)]
    [ResponseExample(200, ReportsExamples.Template)]
    public async Task<JobsAnswer<TemplateResponse>> Change(string id, SaveTemplateRequest body, CancellationToken ct)
    {
        await commands.ChangeAsync(HttpContext.CurrentUser(), Key(id), body.ToRequest(), ct);
        return await Details(id, ct);
    }

    [HttpDelete("{id}")]
    [EndpointSummary("Delete a template")]
    [ResponseExample(200, ReportsExamples.Deleted)]
    public async Task<JobsAnswer<DeletedResponse>> Delete(string id, CancellationToken ct)
    {
        await commands.DeleteAsync(HttpContext.CurrentUser(), Key(id), ct);
        return JobsFormat.Answer(new DeletedResponse(id, true));
    }

    private async Task<JobsPage<NamedTemplates>> NamedAsync(
        TemplateOwner owner,
        int page,
        int limit,
        CancellationToken ct
    )
    {
        var rows = await queries.ListAsync(HttpContext.CurrentUser(), owner, new PageRequest(page, limit), ct);
        return JobsFormat.Named(rows, new NamedTemplates(rows.Rows.Select(TemplateResponse.From)));
    }

    private static int Key(string id) =>
        ApiId.KeyOf(ReportJobIds.Template, id) is { } key and <= int.MaxValue
            ? (int)key
            : throw DomainException.NotFound("Template not found.");
}
