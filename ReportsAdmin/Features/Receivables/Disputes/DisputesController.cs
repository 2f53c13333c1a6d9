using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Disputes of invoices: why, whose, about how much, until when, and what was said.</summary>
[ApiController]
[Tags("Disputes")]
[Route("api/v2/receivables/disputes")]
[ApiFormat<JobsFormat>]
[Permission(ReceivablesQueries.ReadPermission)]
public sealed class DisputesController(DisputeQueries queries, DisputeCommands commands, CustomerQueries names)
    : ControllerBase
{
    private const int DefaultLimit = 25;
    private const long MaxFile = 31L * 1024 * 1024;

    /// <summary>Open ones first, those whose day is over or nearest before the others; settled ones follow, the latest first.</summary>
    [HttpGet]
    [EndpointSummary("Disputes of invoices")]
    [ResponseExample(200, DisputeExamples.List)]
    public async Task<JobsPage<DisputesResponse>> List(
        [FromQuery] DisputeQuery query,
        CancellationToken ct,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var filter = query.ToFilter(currentUser) with
        {
            CustomerId = query.Customer is { } customer
                ? (await names.FindAsync(currentUser, customer, "customer", ct)).Id
                : null,
        };
        var list = await queries.ListAsync(currentUser, filter, new PageRequest(page, limit), ct);
        return JobsFormat.Named(list.Page, DisputesResponse.From(list));
    }

    [HttpGet("{id}")]
    [EndpointSummary("A dispute with its conversation and files")]
    [ResponseExample(200, DisputeExamples.Details)]
    public async Task<JobsAnswer<DisputeDetailsResponse>> Details(string id, CancellationToken ct) =>
        JobsFormat.Answer(
            DisputeDetailsResponse.From(await queries.DetailsAsync(HttpContext.CurrentUser(), Key(id), ct))
        );

    /// <summary>Marks the invoice as disputed, too. Without an amount it is about all that is owed.</summary>
    [HttpPost]
    [EndpointSummary("Open the dispute of an invoice")]
    [Permission(CustomerCommands.EditPermission)]
    [ProducesResponseType<JobsAnswer<DisputeDetailsResponse>>(201)]
    [Idempotent]
    [RequestExample(DisputeExamples.Open)]
    [ResponseExample(201, DisputeExamples.Details)]
    public async Task<IActionResult> Open(OpenDisputeRequest request, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var (invoiceId, opening) = request.Read();
        var id = await commands.OpenAsync(currentUser, invoiceId, opening, ct);
        return Created(
            $"/api/v2/receivables/disputes/{ApiId.Of(OutstandingIds.Dispute, id)}",
            JobsFormat.Answer(DisputeDetailsResponse.From(await queries.DetailsAsync(currentUser, id, ct)))
        );
    }

    /// <summary>With a revision, a dispute that somebody else has changed since is a conflict.</summary>
    [HttpPut("{id}")]
    [EndpointSummary("Change reason, owner, amount and day of a dispute")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample(DisputeExamples.Change)]
    [ResponseExample(200, DisputeExamples.Details)]
    public async Task<JobsAnswer<DisputeDetailsResponse>> Change(
        string id,
        ChangeDisputeRequest request,
        CancellationToken ct
    )
    {
        var (currentUser, key) = (HttpContext.CurrentUser(), Key(id));
        await commands.ChangeAsync(currentUser, key, request.ToChange(), ct);
        return JobsFormat.Answer(DisputeDetailsResponse.From(await queries.DetailsAsync(currentUser, key, ct)));
    }

    [HttpPost("{id}/messages")]
    [EndpointSummary("Write to the conversation of a dispute")]
    [Permission(CustomerCommands.EditPermission)]
    [ProducesResponseType<JobsAnswer<DisputeMessageIdResponse>>(201)]
    [Idempotent]
    [RequestExample("""{"text":"The credit note is on its way."}""")]
    [ResponseExample(201, DisputeExamples.Message)]
    public async Task<IActionResult> Say(string id, DisputeMessageRequest request, CancellationToken ct)
    {
        var line = await commands.SayAsync(HttpContext.CurrentUser(), Key(id), request.Text ?? "", ct);
        return StatusCode(
            StatusCodes.Status201Created,
            JobsFormat.Answer(new DisputeMessageIdResponse(ApiId.Of(OutstandingIds.DisputeMessage, line)))
        );
    }

    /// <summary>Takes the mark off the invoice. What is owed does not change: a credit note comes with a sheet.</summary>
    [HttpPost("{id}/settle")]
    [EndpointSummary("Settle a dispute")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"outcome":"acceptedInPart","accepted":25000,"message":"Agreed with their accounts."}""")]
    [ResponseExample(200, DisputeExamples.Settled)]
    public async Task<JobsAnswer<DisputeDetailsResponse>> Settle(
        string id,
        SettleDisputeRequest request,
        CancellationToken ct
    )
    {
        var (currentUser, key) = (HttpContext.CurrentUser(), Key(id));
        await commands.SettleAsync(currentUser, key, request.ToSettlement(), ct);
        return JobsFormat.Answer(DisputeDetailsResponse.From(await queries.DetailsAsync(currentUser, key, ct)));
    }

    /// <summary>The content must begin as the ending of its name says.</summary>
    [HttpPost("{id}/files")]
    [EndpointSummary("Attach a file to a dispute")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestSizeLimit(MaxFile)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
    [ProducesResponseType<JobsAnswer<DisputeFileResponse>>(201)]
    [ResponseExample(201, DisputeExamples.File)]
    public async Task<IActionResult> Attach(string id, IFormFile? file, CancellationToken ct)
    {
        if (file is null)
            throw DomainException.Invalid("file", "No file uploaded.");
        await using var content = file.OpenReadStream();
        var kept = await commands.AttachAsync(HttpContext.CurrentUser(), Key(id), file.FileName, content, ct);
        return StatusCode(StatusCodes.Status201Created, JobsFormat.Answer(DisputeFileResponse.From(kept)));
    }

    /// <summary>Always saved, never shown: what others sent is not opened in our pages.</summary>
    [HttpGet("{id}/files/{fileId}")]
    [EndpointSummary("Download a file of a dispute")]
    [FileAnswer(ReportTypes.Any)]
    [AuditedDownload(ReceivablesAudit.Dispute, "id")]
    public async Task<IActionResult> Download(string id, string fileId, CancellationToken ct)
    {
        var file = ApiId.IntKeyOf(OutstandingIds.DisputeFile, fileId)
            ?? throw DomainException.NotFound("File not found.");
        return this.Send(await queries.FileAsync(HttpContext.CurrentUser(), Key(id), file, ct), inline: false);
    }

    private static int Key(string id) =>
        ApiId.IntKeyOf(OutstandingIds.Dispute, id) ?? throw DomainException.NotFound("Dispute not found.");
}

/// <summary>What disputes are narrowed to; all are optional.</summary>
/// <param name="State"><c>open</c> (the default), <c>settled</c> or <c>all</c>.</param>
/// <param name="Owner">Id of the owner; <c>me</c> for yours, <c>none</c> for those of nobody.</param>
/// <param name="Region">A region: its code, name or an alias.</param>
/// <param name="Reason">A reason as it is worded.</param>
/// <param name="Overdue">Only open ones whose day is over.</param>
/// <param name="Customer">A customer: id, code or name.</param>
/// <param name="Invoice">Id of an invoice.</param>
public sealed record DisputeQuery(
    string? State = null,
    string? Owner = null,
    string? Region = null,
    string? Reason = null,
    bool Overdue = false,
    string? Customer = null,
    string? Invoice = null
)
{
    internal DisputeFilter ToFilter(CurrentUser currentUser) =>
        new(
            State switch
            {
                null or "open" => DisputeState.Open,
                "settled" => DisputeState.Settled,
                "all" => DisputeState.All,
                _ => throw DomainException.Invalid("state", "state is open, settled or all."),
            },
            Owner switch
            {
                null => null,
                "none" => 0,
                "me" => currentUser.UserId,
                _ => ApiId.IntKeyOf(ApiId.User, Owner)
                    ?? throw DomainException.Invalid("owner", "owner is the id of a person, me or none."),
            },
            new CollectionQuery(Region: Region).RegionCode(),
            Reason,
            Overdue,
            InvoiceId: Invoice is null
                ? null
                : ApiId.IntKeyOf(OutstandingIds.Invoice, Invoice)
                    ?? throw DomainException.Invalid("invoice", "invoice is the id of an invoice.")
        );
}

/// <param name="InvoiceId">The invoice.</param>
/// <param name="Reason">One of the company's reasons.</param>
/// <param name="OwnerId">A person who sees the customer; by default the engineer of the customer, else you.</param>
/// <param name="Amount">Rupees, no more than is owed; by default all that is owed.</param>
/// <param name="AnswerBy">The day by which the customer is to be answered, <c>2026-05-20</c>.</param>
/// <param name="Message">The first line of the conversation.</param>
public sealed record OpenDisputeRequest(
    string? InvoiceId = null,
    string? Reason = null,
    string? OwnerId = null,
    decimal? Amount = null,
    string? AnswerBy = null,
    string? Message = null
)
{
    /// <exception cref="DomainException">With each field that cannot be read.</exception>
    internal (int InvoiceId, NewDispute Opening) Read()
    {
        var fields = new RequestFields();
        var invoice = ApiId.IntKeyOf(OutstandingIds.Invoice, InvoiceId ?? "");
        if (invoice is null)
            fields.Refuse("invoiceId", "Name the id of an invoice.");
        var opening = new NewDispute(
            Reason ?? "",
            fields.Key("ownerId", ApiId.User, OwnerId, "a person"),
            fields.Amount("amount", Amount),
            fields.Day("answerBy", AnswerBy),
            Message ?? ""
        );
        fields.Check();
        return (invoice!.Value, opening);
    }
}

/// <param name="OwnerId">Null for nobody.</param>
/// <param name="Amount">Rupees, no more than is owed; null for all that is owed.</param>
/// <param name="AnswerBy">The day by which the customer is to be answered, <c>2026-05-20</c>.</param>
/// <param name="Revision">Of the dispute as you saw it.</param>
public sealed record ChangeDisputeRequest(
    string? Reason = null,
    string? OwnerId = null,
    decimal? Amount = null,
    string? AnswerBy = null,
    int? Revision = null
)
{
    internal DisputeChange ToChange()
    {
        var fields = new RequestFields();
        if (AnswerBy is null)
            fields.Refuse("answerBy", "Name the day as 2026-05-20.");
        var change = new DisputeChange(
            Reason ?? "",
            fields.Key("ownerId", ApiId.User, OwnerId, "a person"),
            fields.Amount("amount", Amount),
            fields.Day("answerBy", AnswerBy) ?? default,
            Revision
        );
        fields.Check();
        return change;
    }
}

/// <param name="Text">Up to 2,000 characters.</param>
public sealed record DisputeMessageRequest(string? Text = null);

/// <param name="Outcome"><c>accepted</c>, <c>acceptedInPart</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
/// <param name="Accepted">Rupees, less than the dispute is about; with acceptedInPart and only then.</param>
/// <param name="Message">The last line of the conversation.</param>
public sealed record SettleDisputeRequest(string? Outcome = null, decimal? Accepted = null, string? Message = null)
{
    internal DisputeSettlement ToSettlement()
    {
        var fields = new RequestFields();
        var outcome = DisputeOutcomes.Parse(Outcome);
        if (outcome is null)
            fields.Refuse(
                "outcome",
                $"outcome is one of: {string.Join(", ", DisputeOutcomes.All.Select(DisputeOutcomes.NameOf))}."
            );
        var accepted = fields.Amount("accepted", Accepted);
        fields.Check();
        return new DisputeSettlement(outcome!.Value, accepted, Message ?? "");
    }
}
