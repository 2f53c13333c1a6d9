using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Reminders.Ladder;
using ReportsAdmin.Features.Receivables.Reminders.Runs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Reminders.Api;

/// <summary>Who is reminded of what, the runs, and what became of the mails.</summary>
[ApiController]
[Tags("Reminders")]
[Route("api/v2/receivables/reminders")]
[ApiFormat<JobsFormat>]
[Permission(ReminderQueries.SendPermission)]
public sealed class RemindersController(
    ReminderQueries queries,
    ReminderRunCommands runs,
    ReminderLogQueries log,
    LadderQueries ladder,
    BusinessClock clock
) : ControllerBase
{
    private const int DefaultLimit = 25;

    [HttpGet("ladder")]
    [EndpointSummary("The reminder ladder")]
    [ResponseExample(200, ReminderExamples.Ladder)]
    public async Task<JobsAnswer<LadderResponse>> Ladder(CancellationToken ct) =>
        JobsFormat.Answer(LadderResponse.From(await ladder.ReadAsync(HttpContext.CurrentUser(), ct)));

    /// <summary>Nothing is sent. The token of the answer starts a run of exactly this, as long as the data is the same.</summary>
    [HttpGet("simulation")]
    [EndpointSummary("Who would be reminded on a day, and who is left out")]
    [ResponseExample(200, ReminderExamples.Simulation)]
    public async Task<JobsPage<SimulationResponse>> Simulation(
        [FromQuery] CollectionQuery query,
        CancellationToken ct,
        string? day = null,
        string? verdict = null,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var simulation = await queries.SimulateAsync(
            HttpContext.CurrentUser(),
            FilterOf(query, day),
            verdict is null ? null : [VerdictOf(verdict)],
            new PageRequest(page, limit),
            ct
        );
        return JobsFormat.Named(simulation.Page, SimulationResponse.From(simulation));
    }

    /// <summary>A conflict when the data has changed since the simulation, so that something else would be sent.</summary>
    [HttpPost("runs")]
    [EndpointSummary("Send the reminders of today as they were simulated")]
    [ProducesResponseType<JobsAnswer<StartedRunResponse>>(201)]
    [Idempotent]
    [RequestExample(ReminderExamples.Start)]
    [ResponseExample(201, ReminderExamples.Started)]
    public async Task<IActionResult> Start(StartRemindersRequest request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.Token))
            throw DomainException.Invalid("token", "Name the token of the simulation.");
        var customers = request.Customers?.Select(CustomerKey).ToList();
        var query = new CollectionQuery(request.Engineer, request.Region);
        var run = await runs.StartAsync(HttpContext.CurrentUser(), FilterOf(query, null), request.Token, customers, ct);
        var id = ApiId.Of(OutstandingIds.ReminderRun, run);
        return Created($"/api/v2/receivables/reminders/runs/{id}", JobsFormat.Answer(new StartedRunResponse(id)));
    }

    [HttpGet("runs")]
    [EndpointSummary("Runs, the newest first")]
    [ResponseExample(200, ReminderExamples.Runs)]
    public async Task<JobsPage<IEnumerable<ReminderRunResponse>>> Runs(
        CancellationToken ct,
        int page = 1,
        int limit = DefaultLimit
    ) =>
        JobsFormat.List(
            await log.RunsAsync(HttpContext.CurrentUser(), new PageRequest(page, limit), ct),
            ReminderRunResponse.From
        );

    [HttpGet("runs/{id}")]
    [EndpointSummary("The reminders of a run and what became of their mails")]
    [ResponseExample(200, ReminderExamples.Run)]
    public async Task<JobsPage<IEnumerable<ReminderResponse>>> Run(
        string id,
        CancellationToken ct,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var key = ApiId.IntKeyOf(OutstandingIds.ReminderRun, id) ?? throw DomainException.NotFound("Run not found.");
        await log.RunAsync(currentUser, key, ct);
        return JobsFormat.List(
            await log.OfRunAsync(currentUser, key, new PageRequest(page, limit), ct),
            ReminderResponse.From
        );
    }

    private ReminderFilter FilterOf(CollectionQuery query, string? day) =>
        new(
            string.IsNullOrEmpty(day) ? clock.Today
                : ApiTime.IsDay(day, out var named) ? named
                : throw DomainException.Invalid("day", "Write the day as 2026-05-20."),
            query.RegionCode(),
            query.EngineerKey()
        );

    private static ReminderVerdict VerdictOf(string verdict) =>
        ReminderVerdicts.Parse(verdict)
        ?? throw DomainException.Invalid(
            "verdict",
            $"verdict is one of: {string.Join(", ", ReminderVerdicts.All.Select(ReminderVerdicts.NameOf))}."
        );

    private static int CustomerKey(string id) =>
        ApiId.IntKeyOf(OutstandingIds.Customer, id)
        ?? throw DomainException.Invalid("customers", $"'{id}' is not the id of a customer.");
}

/// <summary>The reminders of a customer, and mails that came back.</summary>
[ApiController]
[Tags("Reminders")]
[Route("api/v2/receivables/reminders")]
[ApiFormat<JobsFormat>]
public sealed class ReminderLogController(ReminderLogQueries log, BounceCommands bounces, CustomerCommands customers)
    : ControllerBase
{
    private const int DefaultLimit = 25;

    [HttpGet("customers/{id}")]
    [EndpointSummary("The reminders of a customer, the newest first")]
    [Permission(ReceivablesQueries.ReadPermission)]
    [ResponseExample(200, ReminderExamples.Run)]
    public async Task<JobsPage<IEnumerable<ReminderResponse>>> OfCustomer(
        string id,
        CancellationToken ct,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var key = await customers.ResolveAsync(currentUser, id, ct);
        return JobsFormat.List(
            await log.OfCustomerAsync(currentUser, key, new PageRequest(page, limit), ct),
            ReminderResponse.From
        );
    }

    /// <summary>For mail gateways: names the message id of the mail that came back, or its address. The address gets no more mail until somebody changes it or says that it works again.</summary>
    [HttpPost("bounces")]
    [EndpointSummary("Report that a reminder came back")]
    [Permission(BounceCommands.ReportPermission)]
    [RequestExample(ReminderExamples.Bounce)]
    [ResponseExample(200, ReminderExamples.Bounced)]
    public async Task<JobsAnswer<BounceResponse>> Bounce(BounceRequest request, CancellationToken ct) =>
        JobsFormat.Answer(
            new BounceResponse(
                await bounces.ReportAsync(
                    HttpContext.CurrentUser(),
                    request.MessageId,
                    request.Address,
                    request.Reason ?? "",
                    ct
                )
            )
        );
}

/// <param name="Token">Of the simulation.</param>
/// <param name="Customers">Ids of customers of the simulation; none for all.</param>
/// <param name="Engineer">As the simulation was narrowed.</param>
/// <param name="Region">As the simulation was narrowed.</param>
public sealed record StartRemindersRequest(
    string? Token = null,
    IReadOnlyList<string>? Customers = null,
    string? Engineer = null,
    string? Region = null
);

/// <param name="MessageId">Of the mail that came back; either this or the address.</param>
/// <param name="Reason">What the gateway was told; shown beside the address.</param>
public sealed record BounceRequest(string? MessageId = null, string? Address = null, string? Reason = null);
