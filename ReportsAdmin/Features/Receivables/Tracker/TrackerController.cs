using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>The Tracker family of spec 003: bare bodies, errors as <c>{"error": "…"}</c>.</summary>
[ApiController]
[Tags("Receivables")]
[Route("api")]
[ApiFormat<TrackerFormat>]
public sealed class TrackerController(
    ReceivablesQueries outstanding,
    TrackerQueries tracker,
    CustomerCommands commands,
    AccessQueries access
) : ControllerBase
{
    [HttpGet("dashboard")]
    [EndpointSummary("Figures of the receivables dashboard")]
    [EntityTagged]
    [Permission(ReceivablesQueries.ReadPermission)]
    [ResponseExample(200, TrackerExamples.Dashboard)]
    public async Task<ActionResult<DashboardResponse>> Dashboard([FromQuery] TrackerFilter filter, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        if (HttpContext.HasFresh(currentUser, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return DashboardResponse.From(
            await outstanding.DashboardAsync(
                currentUser,
                await filter.ToFilterAsync(currentUser, outstanding, access, ct),
                ct
            )
        );
    }

    [HttpGet("customers")]
    [EndpointSummary("Customers with their invoices")]
    [EntityTagged]
    [Permission(ReceivablesQueries.ReadPermission)]
    [ResponseExample(200, TrackerExamples.Customers)]
    public async Task<ActionResult<IEnumerable<CustomerResponse>>> Customers(
        [FromQuery] TrackerFilter filter,
        CancellationToken ct
    )
    {
        var currentUser = HttpContext.CurrentUser();
        if (HttpContext.HasFresh(currentUser, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        var department = await filter.DepartmentIdAsync(currentUser, access, ct);
        return this.Stream(
            tracker.CustomersAsync(currentUser, department, filter.RegionCode(), filter.Year(), ct),
            CustomerJson.Write
        );
    }

    [HttpGet("invoice-tracker")]
    [EndpointSummary("Invoices by month, newest first")]
    [EntityTagged]
    [Permission(ReceivablesQueries.ReadPermission)]
    [ResponseExample(200, TrackerExamples.InvoiceTracker)]
    public async Task<ActionResult<IEnumerable<TrackerMonthResponse>>> InvoiceTracker(
        [FromQuery] TrackerFilter filter,
        CancellationToken ct
    )
    {
        var currentUser = HttpContext.CurrentUser();
        if (HttpContext.HasFresh(currentUser, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            (
                await outstanding.TrackerAsync(
                    currentUser,
                    await filter.DepartmentIdAsync(currentUser, access, ct),
                    filter.RegionCode(),
                    filter.Year(),
                    ct
                )
            ).Select(TrackerMonthResponse.From)
        );
    }

    [HttpPut("customers/{id}/remark")]
    [EndpointSummary("Set the remark of a customer")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newRemark":"payment received"}""")]
    [ResponseExample(200, TrackerExamples.Done)]
    public async Task<ChangeAnswer> Remark(string id, RemarkRequest request, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var remark = request.NewRemark ?? throw DomainException.Invalid("newRemark", "newRemark is required.");
        var customer = await commands.ResolveAsync(currentUser, id, ct);
        return ChangeAnswer.Of(
            await commands.RemarkAsync(currentUser, customer, remark, null, ct),
            "The customer has this remark already"
        );
    }

    [HttpPut("customers/{id}/notes")]
    [EndpointSummary("Set the notes of a customer")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newNotes":"Customer promised payment by EOD."}""")]
    [ResponseExample(200, TrackerExamples.Done)]
    public async Task<ChangeAnswer> Notes(string id, NotesRequest request, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var notes = request.NewNotes ?? throw DomainException.Invalid("newNotes", "newNotes is required.");
        var customer = await commands.ResolveAsync(currentUser, id, ct);
        return ChangeAnswer.Of(
            await commands.NotesAsync(currentUser, customer, notes, null, ct),
            "The notes say this already"
        );
    }

    [HttpPut("customers/{id}/assign-engineer")]
    [EndpointSummary("Assign a customer to an engineer")]
    [Permission(CustomerCommands.AssignPermission)]
    [RequestExample("""{"engineerId":"757365720000000000000006"}""")]
    [ResponseExample(200, TrackerExamples.Done)]
    public async Task<ChangeAnswer> AssignEngineer(string id, EngineerRequest request, CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var engineer = request.EngineerId ?? throw DomainException.Invalid("engineerId", "engineerId is required.");
        var customer = await commands.ResolveAsync(currentUser, id, ct);
        return ChangeAnswer.Of(
            await commands.AssignEngineerAsync(currentUser, customer, engineer, ct),
            "The customer has this engineer already"
        );
    }

    // Invoice numbers such as SI/24-25/001 hold slashes, which clients send encoded or not: the route takes everything up to /dispute.
    [HttpPut("customers/{customerId}/invoices/{**numberAndVerb}")]
    [EndpointSummary("Mark an invoice as disputed or end its dispute")]
    [DocumentedPath("api/customers/{customerId}/invoices/{invoiceNumber}/dispute")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newStatus":"dispute"}""")]
    [ResponseExample(200, TrackerExamples.Done)]
    public async Task<ChangeAnswer> Dispute(
        string customerId,
        string numberAndVerb,
        DisputeRequest request,
        CancellationToken ct
    )
    {
        const string verb = "/dispute";
        if (!numberAndVerb.EndsWith(verb, StringComparison.Ordinal))
            throw DomainException.NotFound("Address not found.");
        var currentUser = HttpContext.CurrentUser();
        var status = request.NewStatus ?? throw DomainException.Invalid("newStatus", "newStatus is required.");
        var number = Uri.UnescapeDataString(numberAndVerb[..^verb.Length]);
        var customer = await commands.ResolveAsync(currentUser, customerId, ct);
        return ChangeAnswer.Of(
            await commands.SetInvoiceStatusAsync(currentUser, customer, number, status, ct),
            $"Invoice {number} has this status already"
        );
    }
}

/// <summary>The query of the Tracker family. <c>All</c>, in any case, and blank mean: not narrowed.</summary>
public sealed record TrackerFilter
{
    public string? Month { get; init; }

    public string? FinancialYear { get; init; }

    public string? Region { get; init; }

    public string? Department { get; init; }

    public FinancialYear? Year()
    {
        if (IsAll(FinancialYear))
            return null;
        return Ledger.FinancialYear.TryParse(FinancialYear, out var year)
            ? year
            : throw DomainException.Invalid(
                "financialYear",
                $"'{FinancialYear}' is not a financial year. Write it as 2024-2025."
            );
    }

    public string? RegionCode()
    {
        if (IsAll(Region))
            return null;
        return Regions.Parse(Region!) ?? throw DomainException.Invalid("region", $"'{Region}' is not a region.");
    }

    public async Task<int?> DepartmentIdAsync(CurrentUser currentUser, AccessQueries access, CancellationToken ct)
    {
        if (IsAll(Department))
            return null;
        var known = (await access.DepartmentsAsync(currentUser, ct)).FirstOrDefault(d =>
            d.Name.Equals(Department!.Trim(), StringComparison.OrdinalIgnoreCase)
            || ApiId.KeyOf(AccessIds.Department, Department) == d.Id
        );
        return known?.Id
            ?? throw DomainException.Invalid("department", $"'{Department}' is not one of your departments.");
    }

    public async Task<ReceivablesFilter> ToFilterAsync(
        CurrentUser currentUser,
        ReceivablesQueries outstanding,
        AccessQueries access,
        CancellationToken ct
    )
    {
        var year = Year();
        var latest = await outstanding.LatestPeriodAsync(currentUser, ct);
        Period period;
        if (!IsAll(Month))
            period = Period.Parse(Month, year ?? latest.FinancialYear, "month");
        else
            period = year is { } fy
                ? (
                    fy.Last.CompareTo(latest) < 0 ? fy.Last
                    : fy.First.CompareTo(latest) > 0 ? fy.First
                    : latest
                )
                : latest;
        return new ReceivablesFilter(period, await DepartmentIdAsync(currentUser, access, ct), RegionCode())
        {
            StandardAges = true,
        };
    }

    private static bool IsAll(string? value) =>
        string.IsNullOrWhiteSpace(value) || value.Trim().Equals("all", StringComparison.OrdinalIgnoreCase);
}
