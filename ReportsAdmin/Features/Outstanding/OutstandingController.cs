using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Outstanding;

/// <summary>The Tracker family of spec 003: bare bodies, errors as <c>{"error": "…"}</c>.</summary>
[ApiController]
[Route("api")]
[Dialect<TrackerDialect>]
public sealed class OutstandingController(
    OutstandingQueries outstanding,
    TrackerQueries tracker,
    CustomerCommands commands,
    AccessQueries access
) : ControllerBase
{
    [HttpGet("dashboard")]
    [Permission(OutstandingQueries.ReadPermission)]
    [ResponseExample(200, OutstandingExamples.Dashboard)]
    public async Task<ActionResult<DashboardWire>> Dashboard([FromQuery] TrackerFilter filter, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        if (HttpContext.HasFresh(viewer, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return DashboardWire.From(
            await outstanding.DashboardAsync(viewer, await filter.ToFilterAsync(viewer, outstanding, access, ct), ct)
        );
    }

    [HttpGet("customers")]
    [Permission(OutstandingQueries.ReadPermission)]
    [ResponseExample(200, OutstandingExamples.Customers)]
    public async Task<ActionResult<IAsyncEnumerable<CustomerWire>>> Customers(
        [FromQuery] TrackerFilter filter,
        CancellationToken ct
    )
    {
        var viewer = HttpContext.Viewer();
        if (HttpContext.HasFresh(viewer, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        var department = await filter.DepartmentIdAsync(viewer, access, ct);
        return Ok(tracker.CustomersAsync(viewer, department, filter.Year(), ct).Select(CustomerWire.From));
    }

    [HttpGet("invoice-tracker")]
    [Permission(OutstandingQueries.ReadPermission)]
    [ResponseExample(200, OutstandingExamples.InvoiceTracker)]
    public async Task<ActionResult<IEnumerable<TrackerMonthWire>>> InvoiceTracker(
        [FromQuery] TrackerFilter filter,
        CancellationToken ct
    )
    {
        var viewer = HttpContext.Viewer();
        if (HttpContext.HasFresh(viewer, await outstanding.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            (
                await outstanding.TrackerAsync(
                    viewer,
                    await filter.DepartmentIdAsync(viewer, access, ct),
                    filter.RegionCode(),
                    filter.Year(),
                    ct
                )
            ).Select(TrackerMonthWire.From)
        );
    }

    [HttpPut("customers/{id}/remark")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newRemark":"payment received"}""")]
    [ResponseExample(200, OutstandingExamples.Done)]
    public async Task<Done> Remark(string id, RemarkRequest request, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var remark = request.NewRemark ?? throw Refusal.Invalid("newRemark", "newRemark is required.");
        await commands.RemarkAsync(viewer, await commands.ResolveAsync(viewer, id, ct), remark, null, ct);
        return TrackerDialect.Done;
    }

    [HttpPut("customers/{id}/notes")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newNotes":"Customer promised payment by EOD."}""")]
    [ResponseExample(200, OutstandingExamples.Done)]
    public async Task<Done> Notes(string id, NotesRequest request, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var notes = request.NewNotes ?? throw Refusal.Invalid("newNotes", "newNotes is required.");
        await commands.NotesAsync(viewer, await commands.ResolveAsync(viewer, id, ct), notes, null, ct);
        return TrackerDialect.Done;
    }

    [HttpPut("customers/{id}/assign-engineer")]
    [Permission(CustomerCommands.AssignPermission)]
    [RequestExample("""{"engineerId":"757365720000000000000006"}""")]
    [ResponseExample(200, OutstandingExamples.Done)]
    public async Task<Done> AssignEngineer(string id, EngineerRequest request, CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var engineer = request.EngineerId ?? throw Refusal.Invalid("engineerId", "engineerId is required.");
        await commands.AssignEngineerAsync(viewer, await commands.ResolveAsync(viewer, id, ct), engineer, ct);
        return TrackerDialect.Done;
    }

    // Invoice numbers such as SI/24-25/001 hold slashes, which clients send encoded or not: the route takes everything up to /dispute.
    [HttpPut("customers/{customerId}/invoices/{**numberAndVerb}")]
    [Permission(CustomerCommands.EditPermission)]
    [RequestExample("""{"newStatus":"dispute"}""")]
    [ResponseExample(200, OutstandingExamples.Done)]
    public async Task<Done> Dispute(
        string customerId,
        string numberAndVerb,
        DisputeRequest request,
        CancellationToken ct
    )
    {
        const string verb = "/dispute";
        if (!numberAndVerb.EndsWith(verb, StringComparison.Ordinal))
            throw Refusal.NotFound("There is no such address.");
        var viewer = HttpContext.Viewer();
        var status = request.NewStatus ?? throw Refusal.Invalid("newStatus", "newStatus is required.");
        var number = Uri.UnescapeDataString(numberAndVerb[..^verb.Length]);
        await commands.SetInvoiceStatusAsync(
            viewer,
            await commands.ResolveAsync(viewer, customerId, ct),
            number,
            status,
            ct
        );
        return TrackerDialect.Done;
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
        return Outstanding.FinancialYear.TryParse(FinancialYear, out var year)
            ? year
            : throw Refusal.Invalid(
                "financialYear",
                $"'{FinancialYear}' is not a financial year. Write it as 2024-2025."
            );
    }

    public string? RegionCode()
    {
        if (IsAll(Region))
            return null;
        return Regions.Parse(Region!) ?? throw Refusal.Invalid("region", $"'{Region}' is not a region.");
    }

    public async Task<int?> DepartmentIdAsync(Viewer viewer, AccessQueries access, CancellationToken ct)
    {
        if (IsAll(Department))
            return null;
        var known = (await access.DepartmentsAsync(viewer, ct)).FirstOrDefault(d =>
            d.Name.Equals(Department!.Trim(), StringComparison.OrdinalIgnoreCase)
            || WireId.KeyOf(AccessIds.Department, Department) == d.Id
        );
        return known?.Id ?? throw Refusal.Invalid("department", $"'{Department}' is not one of your departments.");
    }

    public async Task<OutstandingFilter> ToFilterAsync(
        Viewer viewer,
        OutstandingQueries outstanding,
        AccessQueries access,
        CancellationToken ct
    )
    {
        var year = Year();
        var latest = await outstanding.LatestPeriodAsync(viewer, ct);
        Period period;
        if (!IsAll(Month))
            period = Period.TryParse(Month, year ?? latest.FinancialYear, out var given)
                ? given
                : throw Refusal.Invalid("month", $"'{Month}' is not a month. Write it as Apr-25.");
        else
            period = year is { } fy
                ? (
                    fy.Last.CompareTo(latest) < 0 ? fy.Last
                    : fy.First.CompareTo(latest) > 0 ? fy.First
                    : latest
                )
                : latest;
        return new OutstandingFilter(period, await DepartmentIdAsync(viewer, access, ct), RegionCode());
    }

    private static bool IsAll(string? value) =>
        string.IsNullOrWhiteSpace(value) || value.Trim().Equals("all", StringComparison.OrdinalIgnoreCase);
}
