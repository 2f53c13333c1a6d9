using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>Forms and their submissions (spec 002).</summary>
[ApiController]
[Route("api/forms")]
[ApiFormat<GenerationFormat>]
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
        var found = await forms.ListAsync(HttpContext.CurrentUser(), search, Window(page, perPage), ct);
        return new
        {
            success = true,
            forms = found.Rows.Select(FormResponse.From),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    /// <summary>Makes a form; it takes submissions at once unless <c>is_active</c> is false.</summary>
    [HttpPost]
    [Idempotent]
    [RequestExample(FormsExamples.Create)]
    [ResponseExample(201, FormsExamples.Created)]
    public async Task<IActionResult> Create(CreateFormRequest body, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var id = await commands.CreateAsync(currentUser, body.ToRequest(), ct);
        return Created(
            FormattableString.Invariant($"/api/forms/{id}"),
            new
            {
                success = true,
                message = "Form created",
                id,
                form = FormResponse.From(await forms.RowAsync(currentUser, id, ct)),
            }
        );
    }

    [HttpGet("{id:int}")]
    [ResponseExample(200, FormsExamples.One)]
    public async Task<object> One(int id, CancellationToken ct) =>
        new { success = true, form = FormResponse.From(await forms.RowAsync(HttpContext.CurrentUser(), id, ct)) };

    [HttpPost("{id:int}/submissions")]
    [Idempotent]
    [RequestExample(FormsExamples.Submit)]
    [ResponseExample(201, FormsExamples.Submitted)]
    public async Task<IActionResult> Submit(int id, SubmitFormRequest body, CancellationToken ct) =>
        Taken(await intake.SubmitAsync(HttpContext.CurrentUser(), id, body.Answers, body.From, ct));

    /// <summary>The same with the form named in the body, as the document's diagram has it.</summary>
    [HttpPost("submit")]
    [Idempotent]
    [RequestExample("""{"form_id":7,"data":{"name":"Asha","rating":5},"email":"asha@example.com"}""")]
    [ResponseExample(201, FormsExamples.Submitted)]
    public async Task<IActionResult> Submit(SubmitFormRequest body, CancellationToken ct) =>
        Taken(
            await intake.SubmitAsync(
                HttpContext.CurrentUser(),
                body.FormId ?? throw DomainException.Invalid("form_id", "Missing required field: form_id"),
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
        var (first, end) = new DateRangeResponse(from, to).Read(clock, "date_from", "date_to");
        var filter = new SubmissionFilter(new ExportFiltersResponse(status).Read("status"), first, end);
        var found = await submissions.ListAsync(HttpContext.CurrentUser(), id, filter, Window(page, perPage), ct);
        return new
        {
            success = true,
            submissions = found.Rows.Select(SubmissionResponse.From),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    [HttpPut("submissions/{id:int}/status")]
    [RequestExample("""{"status":"approved","comment":"Checked with the site"}""")]
    [ResponseExample(200, """{"success":true,"message":"Submission approved","id":12,"status":"approved"}""")]
    public async Task<object> Review(int id, ChangeStatusRequest body, CancellationToken ct)
    {
        var status = SubmissionWords.Parse(body.Status)
            ?? throw DomainException.Invalid("status", $"status is one of: {string.Join(", ", SubmissionWords.All)}.");
        await intake.ReviewAsync(
            HttpContext.CurrentUser(),
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
        catch (DomainException error) when (error.Fields.ContainsKey("pageSize"))
        {
            throw DomainException.Invalid("per_page", $"per_page is 1 to {PageRequest.MaxSize}.");
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
