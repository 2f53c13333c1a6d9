using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Whom to call, what came of it, and what was promised.</summary>
[ApiController]
[Tags("Collections")]
[Route("api/v2/collections")]
[ApiFormat<JobsFormat>]
[Permission(ReceivablesQueries.ReadPermission)]
public sealed class CollectionsController(
    CollectionQueries queries,
    CollectionCommands commands,
    CustomerCommands customers,
    CustomerQueries names
) : ControllerBase
{
    private const int DefaultLimit = 25;

    /// <summary>Customers by score, the most urgent first; the points of the reasons add up to the score.</summary>
    [HttpGet("worklist")]
    [EndpointSummary("Customers to call, by score")]
    [ResponseExample(200, CollectionExamples.Worklist)]
    public async Task<JobsPage<IEnumerable<WorklistRowResponse>>> Worklist(
        [FromQuery] CollectionQuery query,
        CancellationToken ct,
        string part = "toCall",
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var filter = new WorklistFilter(query.EngineerKey(), query.RegionCode(), PartOf(part));
        var list = await queries.WorklistAsync(HttpContext.CurrentUser(), filter, new PageRequest(page, limit), ct);
        return JobsFormat.List(list.Page, WorklistRowResponse.From);
    }

    /// <summary>Newest first, with the entries that were taken back.</summary>
    [HttpGet("customers/{id}/contacts")]
    [EndpointSummary("The contact log of a customer")]
    [ResponseExample(200, CollectionExamples.Contacts)]
    public async Task<JobsPage<IEnumerable<ContactEntryResponse>>> Contacts(
        string id,
        CancellationToken ct,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var key = await customers.ResolveAsync(currentUser, id, ct);
        return JobsFormat.List(
            await queries.LogAsync(currentUser, key, new PageRequest(page, limit), ct),
            ContactEntryResponse.From
        );
    }

    /// <summary>The outcome promised comes with a promise; a customer has at most one whose day is to come.</summary>
    [HttpPost("customers/{id}/contacts")]
    [EndpointSummary("Log a contact with a customer")]
    [Permission(CustomerCommands.EditPermission)]
    [ProducesResponseType<JobsAnswer<LoggedContactResponse>>(201)]
    [Idempotent]
    [RequestExample(CollectionExamples.Log)]
    [ResponseExample(201, CollectionExamples.Logged)]
    public async Task<IActionResult> Log(string id, LogContactRequest request, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var key = await customers.ResolveAsync(currentUser, id, ct);
        var logged = await commands.LogAsync(currentUser, key, request.ToContact(), ct);
        return Created(
            $"/api/v2/collections/customers/{ApiId.Of(OutstandingIds.Customer, key)}/contacts",
            JobsFormat.Answer(LoggedContactResponse.From(logged))
        );
    }

    /// <summary>The entry stays in the log as taken back; a promise that came with it is withdrawn.</summary>
    [HttpPost("contacts/{id}/correct")]
    [EndpointSummary("Take an entry of the contact log back")]
    [Permission(CustomerCommands.EditPermission)]
    [ResponseExample(200, CollectionExamples.Corrected)]
    public async Task<JobsAnswer<CorrectedResponse>> Correct(string id, CancellationToken ct)
    {
        var key = ApiId.KeyOf(OutstandingIds.Contact, id) ?? throw DomainException.NotFound("Entry not found.");
        await commands.CorrectAsync(HttpContext.CurrentUser(), key, ct);
        return JobsFormat.Answer(new CorrectedResponse(id, true));
    }

    /// <summary>The latest day first. The ledger decides what became of a promise; nothing here sets it.</summary>
    [HttpGet("promises")]
    [EndpointSummary("Promises to pay")]
    [ResponseExample(200, CollectionExamples.Promises)]
    public async Task<JobsPage<PromisesResponse>> Promises(
        [FromQuery] CollectionQuery query,
        CancellationToken ct,
        string? status = null,
        string? customer = null,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var filter = new PromiseFilter(
            status is null
                ? null
                : PromiseStatuses.Parse(status)
                    ?? throw DomainException.Invalid(
                        "status",
                        $"status is one of: {string.Join(", ", PromiseStatuses.All.Select(PromiseStatuses.NameOf))}."
                    ),
            query.EngineerKey(),
            query.RegionCode(),
            customer is null ? null : (await names.FindAsync(currentUser, customer, "customer", ct)).Id
        );
        var list = await queries.PromisesAsync(currentUser, filter, new PageRequest(page, limit), ct);
        return JobsFormat.Named(list.Page, PromisesResponse.From(list));
    }

    private static WorklistPart PartOf(string part) =>
        part switch
        {
            "toCall" => WorklistPart.ToCall,
            "waiting" => WorklistPart.Waiting,
            "all" => WorklistPart.All,
            _ => throw DomainException.Invalid("part", "part is toCall, waiting or all."),
        };
}

/// <summary>What collections are narrowed to; all are optional.</summary>
/// <param name="Engineer">Id of the engineer; <c>none</c> for customers without one.</param>
/// <param name="Region">A region: its code, name or an alias.</param>
public sealed record CollectionQuery(string? Engineer = null, string? Region = null)
{
    internal int? EngineerKey() =>
        Engineer switch
        {
            null => null,
            "none" => 0,
            _ => ApiId.IntKeyOf(ApiId.User, Engineer)
                ?? throw DomainException.Invalid("engineer", "engineer is the id of a person, or none."),
        };

    internal string? RegionCode() => new TrackerFilter { Region = Region }.RegionCode();

    /// <param name="department">Name or id.</param>
    /// <param name="month"><c>Apr-26</c>; null for the latest.</param>
    internal async Task<CollectionFilter> ToFilterAsync(
        CurrentUser currentUser,
        string? department,
        string? month,
        ReceivablesQueries outstanding,
        AccessQueries access,
        CancellationToken ct
    ) =>
        new(
            month is null
                ? null
                : Period.Parse(
                    month,
                    (await outstanding.LatestPeriodAsync(currentUser, ct)).FinancialYear,
                    nameof(month)
                ),
            await new TrackerFilter { Department = department }.DepartmentIdAsync(currentUser, access, ct),
            RegionCode(),
            EngineerKey()
        );
}

/// <param name="Outcome"><c>called</c>, <c>noAnswer</c>, <c>promised</c>, <c>disputed</c>, <c>paid</c> or <c>visited</c>.</param>
/// <param name="FollowUpOn">When to get in touch again, <c>2026-05-20</c>.</param>
/// <param name="Promise">With the outcome promised, and only then.</param>
public sealed record LogContactRequest(
    string? Outcome = null,
    string? Note = null,
    string? FollowUpOn = null,
    PromiseRequest? Promise = null
)
{
    /// <exception cref="DomainException">With each field that cannot be read.</exception>
    internal NewContact ToContact()
    {
        var fields = new RequestFields();
        var outcome = ContactOutcomes.Parse(Outcome);
        if (outcome is null)
            fields.Refuse(
                "outcome",
                $"outcome is one of: {string.Join(", ", ContactOutcomes.Loggable.Select(ContactOutcomes.NameOf))}."
            );
        var followUp = fields.Day("followUpOn", FollowUpOn);
        var promise = Promise?.Read(fields);
        fields.Check();
        return new NewContact(outcome!.Value, Note ?? "", followUp, promise);
    }
}

/// <param name="Amount">Rupees.</param>
/// <param name="DueOn">The day by which it is to be paid, <c>2026-05-20</c>.</param>
public sealed record PromiseRequest(decimal? Amount = null, string? DueOn = null)
{
    /// <summary>Null when a field cannot be read, which is noted.</summary>
    internal PromiseTerms? Read(RequestFields fields)
    {
        if (Amount is null)
            fields.Refuse("promise.amount", "Name an amount above 0, in rupees.");
        if (DueOn is null)
            fields.Refuse("promise.dueOn", "Name the day as 2026-05-20.");
        return fields.Amount("promise.amount", Amount) is { } amount && fields.Day("promise.dueOn", DueOn) is { } due
            ? new PromiseTerms(amount, due)
            : null;
    }
}
