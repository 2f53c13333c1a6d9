using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Tracker;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>What became of the receivables between two months' ends.</summary>
[ApiController]
[Tags("Receivables")]
[Route("api/v2/receivables")]
[ApiFormat<JobsFormat>]
[Permission(ReceivablesQueries.ReadPermission)]
public sealed class MovementController(MovementQueries queries, AccessQueries access) : ControllerBase
{
    private const int DefaultLimit = 25;

    /// <summary>
    /// The cells of a row add up to the ageing of the first month, those of a column to that of the second. An invoice that is open in
    /// both stands with the smaller of its two amounts in the cell of its two buckets.
    /// </summary>
    [HttpGet("movement")]
    [EndpointSummary("Ageing of two months side by side")]
    [ResponseExample(200, MovementExamples.Movement)]
    public async Task<JobsPage<MovementResponse>> Movement(
        [FromQuery] MovementQuery query,
        CancellationToken ct,
        string by = "region",
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var rows = MovementNames.Parse(by) ?? throw DomainException.Invalid("by", "by is region, customer or invoice.");
        var filter = await query.ToFilterAsync(currentUser, queries, access, ct);
        var view = await queries.ReadAsync(currentUser, filter, rows, query.ToCell(), new PageRequest(page, limit), ct);
        return JobsFormat.Named(view.Diff.Page, MovementResponse.Of(filter, view));
    }
}

/// <summary>The two months, or the two uploads, and what they are narrowed to; all are optional.</summary>
/// <param name="From">The first month, <c>Apr-26</c>; by default the one before <paramref name="To"/>.</param>
/// <param name="To">The second month; by default the last one that every department and region has uploaded.</param>
/// <param name="Upload">What a committed upload changed, instead of two months: the month as it left it, with the month as it was before. The months are the upload's then.</param>
/// <param name="Against">An earlier upload of the same month; the first side is the month as that one left it.</param>
/// <param name="Region">A region: its code, name or an alias.</param>
/// <param name="Department">Name or id of a department.</param>
/// <param name="Cell">Narrows the rows to a cell: <c>31-90:91-180</c>, <c>31-90:received</c>, <c>31-90:gone</c>, <c>new:0-30</c>, <c>grown:0-30</c>.</param>
public sealed record MovementQuery(
    string? From = null,
    string? To = null,
    int? Upload = null,
    int? Against = null,
    string? Region = null,
    string? Department = null,
    string? Cell = null
)
{
    internal RollCell? ToCell() =>
        string.IsNullOrEmpty(Cell)
            ? null
            : RollCell.Parse(Cell) ?? throw DomainException.Invalid("cell", $"'{Cell}' is not a cell of the matrix.");

    internal async Task<MovementFilter> ToFilterAsync(
        CurrentUser currentUser,
        MovementQueries queries,
        AccessQueries access,
        CancellationToken ct
    )
    {
        var narrowed = new TrackerFilter { Region = Region, Department = Department };
        var department = await narrowed.DepartmentIdAsync(currentUser, access, ct);
        var region = narrowed.RegionCode();
        if (Upload is { } upload)
        {
            var month = await queries.MonthOfAsync(currentUser, upload, ct);
            return new MovementFilter(month, month, department, region, new UploadPair(upload, Against));
        }

        if (Against is not null)
            throw DomainException.Invalid("upload", "against needs upload.");
        var (from, to) = (MonthOf(From, "from"), MonthOf(To, "to"));
        var latest = to ?? (await queries.DefaultMonthsAsync(currentUser, department, region, ct)).To;
        return new MovementFilter(from ?? MovementFilter.Before(latest), latest, department, region);
    }

    private static Period? MonthOf(string? text, string field) =>
        string.IsNullOrEmpty(text) ? null : Period.Parse(text, null, field);
}
