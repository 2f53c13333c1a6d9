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
    SubmissionQueries submissions,
    SubmissionCommands intake,
    BusinessClock clock
) : ControllerBase
{
    private const int DefaultSize = 10;

    // The client of spec 002 rejects without a word; a page asks for one.
    private const string Unexplained = "No reason was given.";

    [HttpGet]
    [EndpointSummary("List forms")]
    [ResponseExample(200, FormsExamples.List)]
    public async Task<object> List(
        CancellationToken ct,
        int page = 1,
        [FromQuery(Name = "per_page")] int perPage = DefaultSize,
        string? search = null,
        string? status = null
    )
    {
        var state = status?.ToLowerInvariant() switch
        {
            null or "" or "all" => (FormState?)null,
            "active" => FormState.Open,
            "inactive" => FormState.Closed,
            "draft" => FormState.Draft,
            _ => throw DomainException.Invalid("status", "status is one of: active, inactive, draft, all."),
        };
        var found = await forms.ListAsync(HttpContext.CurrentUser(), search, state, Window(page, perPage), ct);
        return new
        {
            success = true,
            forms = found.Rows.Select(r => new FormResponse(r, HttpContext.BaseAddress())),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    [HttpGet("{id:int}/submissions")]
    [EndpointSummary("List the submissions of a form")]
    [EndpointDescription(FormsExamples.Submitters)]
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
        var filter = SubmissionFilters.Read(clock, status, from, to);
        var found = await submissions.ListAsync(HttpContext.CurrentUser(), id, filter, Window(page, perPage), ct);
        return new
        {
            success = true,
            submissions = found.Rows.Select(SubmissionResponse.From),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    /// <summary>Submissions of all forms that the caller manages, newest first.</summary>
    [HttpGet("submissions")]
    [EndpointSummary("List submissions over all forms")]
    [EndpointDescription(FormsExamples.Submitters)]
    [Permission(FormCommands.MakePermission)]
    [ResponseExample(200, FormsExamples.AllSubmissions)]
    public async Task<object> AllSubmissions([FromQuery] SubmissionsQuery query, CancellationToken ct)
    {
        var (found, titles) = await submissions.ListAllAsync(
            HttpContext.CurrentUser(),
            query.FormId,
            query.ToFilter(clock, query.Search),
            Window(query.Page ?? 1, query.PerPage ?? DefaultSize),
            ct
        );
        return new
        {
            success = true,
            submissions = found.Rows.Select(r =>
                SubmissionResponse.From(r) with
                {
                    FormTitle = titles.GetValueOrDefault(r.FormId),
                }
            ),
            pagination = GenerationPagination.Of(found),
            total = found.Total,
        };
    }

    [HttpPut("submissions/{id:int}/status")]
    [EndpointSummary("Set the status of a submission")]
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
}

/// <summary>What narrows submissions, wherever they are read.</summary>
public abstract record SubmissionFilterQuery
{
    public string? Status { get; init; }

    [FromQuery(Name = "date_from")]
    public string? DateFrom { get; init; }

    [FromQuery(Name = "date_to")]
    public string? DateTo { get; init; }

    [FromQuery(Name = "submitter_email")]
    public string? SubmitterEmail { get; init; }

    internal SubmissionFilter ToFilter(BusinessClock clock, string? search = null) =>
        SubmissionFilters.Read(clock, Status, DateFrom, DateTo, SubmitterEmail, search);
}

/// <summary>What narrows the submissions of all forms.</summary>
public sealed record SubmissionsQuery : SubmissionFilterQuery
{
    [FromQuery(Name = "form_id")]
    public int? FormId { get; init; }

    /// <summary>In answers and addresses.</summary>
    public string? Search { get; init; }

    public int? Page { get; init; }

    [FromQuery(Name = "per_page")]
    public int? PerPage { get; init; }
}
