using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Reports.Api;

/// <summary>The values that requests may name.</summary>
[ApiController]
[Tags("Lookups")]
[Route("api/v2/lookups")]
[ApiFormat<JobsFormat>]
[Permission(ReportJobQueries.ReadPermission)]
public sealed class LookupsController(LookupQueries lookups) : ControllerBase
{
    /// <param name="category"><c>report-type</c>, <c>output-format</c>, <c>report-priority</c>, <c>report-status</c> or <c>report-visibility</c>; all when left out.</param>
    [HttpGet]
    [EndpointSummary("Values that requests may name")]
    [ResponseExample(200, ReportsExamples.Lookups)]
    public async Task<JobsAnswer<IReadOnlyList<Lookup>>> List(
        string? category = null,
        CancellationToken ct = default
    ) => JobsFormat.Answer(await lookups.OfAsync(HttpContext.CurrentUser(), category, ct));
}
