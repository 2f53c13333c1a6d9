using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms;

/// <summary>Forms and their submissions (spec 002).</summary>
[ApiController]
[Route("api/forms")]
[Dialect<GenerationDialect>]
[Permission(FormQueries.ReadPermission)]
public sealed class FormsController(
    FormQueries forms,
    FormCommands commands,
    SubmissionQueries submissions,
    SubmissionCommands intake,
    BusinessClock clock
) : ControllerBase
{
    private const int DefaultSize = 10;

    // The client of spec 002 rejects without a word; a page asks for one.
    private const string Unexplained = "No reason was given.";

    [HttpGet]
    [ResponseExample(200, FormsExamples.List)]
    public async Task<object> List(
        CancellationToken ct,
        int page = 1,
        [FromQuery(Name = "per_page")] int perPage = DefaultSize,
        string? search = null
    )
    {
        var found = await forms.ListAsync(HttpContext.Viewer(), search, Window(page, perPage), ct);
        return new
        {
            success = true,
            forms = found.Rows.Select(FormWire.From),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    /// <summary>Makes a form; it takes submissions at once unless <c>is_active</c> is false.</summary>
    [HttpPost]
    [Idempotent]
    [RequestExample(FormsExamples.Create)]
    [ResponseExample(201, FormsExamples.Created)]
    public async Task<IActionResult> Create(CreateFormBody body, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var id = await commands.CreateAsync(viewer, body.ToRequest(), ct);
        return Created(
            FormattableString.Invariant($"/api/forms/{id}"),
            new
            {
                success = true,
                message = "Form created",
                id,
                form = FormWire.From(await forms.RowAsync(viewer, id, ct)),
            }
        );
    }

    [HttpGet("{id:int}")]
    [ResponseExample(200, FormsExamples.One)]
    public async Task<object> One(int id, CancellationToken ct) =>
        new { success = true, form = FormWire.From(await forms.RowAsync(HttpContext.Viewer(), id, ct)) };

    [HttpPost("{id:int}/submissions")]
    [Idempotent]
    [RequestExample(FormsExamples.Submit)]
    [ResponseExample(201, FormsExamples.Submitted)]
    public async Task<IActionResult> Submit(int id, SubmitBody body, CancellationToken ct) =>
        Taken(await intake.SubmitAsync(HttpContext.Viewer(), id, body.Answers, body.From, ct));

    /// <summary>The same with the form named in the body, as the document's diagram has it.</summary>
    [HttpPost("submit")]
    [Idempotent]
    [RequestExample("""{"form_id":7,"data":{"name":"Asha","rating":5},"email":"asha@example.com"}""")]
    [ResponseExample(201, FormsExamples.Submitted)]
    public async Task<IActionResult> Submit(SubmitBody body, CancellationToken ct) =>
        Taken(
            await intake.SubmitAsync(
                HttpContext.Viewer(),
                body.FormId ?? throw Refusal.Invalid("form_id", "Missing required field: form_id"),
                body.Answers,
                body.From,
                ct
            )
        );

    [HttpGet("{id:int}/submissions")]
    [ResponseExample(200, FormsExamples.Submissions)]
    public async Task<object> Submissions(
        int id,
        CancellationToken ct,
        int page = 1,
        [FromQuery(Name = "per_page")] int perPage = DefaultSize,
        string? status = null,
        [FromQuery(Name = "date_from")] string? from = null,
        [FromQuery(Name = "date_to")] string? to = null
    )
    {
        var (first, end) = new DateRangeWire(from, to).Read(clock, "date_from", "date_to");
        var filter = new SubmissionFilter(new ExportFiltersWire(status).Read("status"), first, end);
        var found = await submissions.ListAsync(HttpContext.Viewer(), id, filter, Window(page, perPage), ct);
        return new
        {
            success = true,
            submissions = found.Rows.Select(SubmissionWire.From),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    [HttpPut("submissions/{id:int}/status")]
    [RequestExample("""{"status":"approved","comment":"Checked with the site"}""")]
    [ResponseExample(200, """{"success":true,"message":"Submission approved","id":12,"status":"approved"}""")]
    public async Task<object> Review(int id, StatusBody body, CancellationToken ct)
    {
        var status = SubmissionWords.Parse(body.Status)
            ?? throw Refusal.Invalid("status", $"status is one of: {string.Join(", ", SubmissionWords.All)}.");
        await intake.ReviewAsync(
            HttpContext.Viewer(),
            id,
            status,
            body.Comment ?? body.Notes ?? (status == SubmissionStatus.Rejected ? Unexplained : null),
            ct
        );
        return new
        {
            success = true,
            message = $"Submission {SubmissionWords.Of(status)}",
            id,
            status = SubmissionWords.Of(status),
        };
    }

    internal static PageRequest Window(int page, int perPage)
    {
        try
        {
            return new PageRequest(page, perPage);
        }
        catch (Refusal refusal) when (refusal.Fields.ContainsKey("pageSize"))
        {
            throw Refusal.Invalid("per_page", $"per_page is 1 to {PageRequest.MaxSize}.");
        }
    }

    internal static ObjectResult Taken(SubmittedForm taken) =>
        new(
            new
            {
                success = true,
                id = taken.Id,
                submission_id = taken.Id,
                form_id = taken.FormId,
                message = "Form submitted successfully",
                report_ids = taken.Reports,
            }
        )
        {
            StatusCode = StatusCodes.Status201Created,
        };
}
