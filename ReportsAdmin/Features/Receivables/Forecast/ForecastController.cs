using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>What is expected to come in.</summary>
[ApiController]
[Tags("Collections")]
[Route("api/v2/collections/forecast")]
[ApiFormat<JobsFormat>]
[Permission(ReceivablesQueries.ReadPermission)]
public sealed class ForecastController(ForecastQueries queries, ReceivablesQueries outstanding, AccessQueries access)
    : ControllerBase
{
    private const int DefaultLimit = 25;

    /// <summary>
    /// The next three months of what is owed and not in dispute, at the pace at which each customer paid during the last six months.
    /// With forecasts for the last six months, made from what was known before each, beside what came in.
    /// </summary>
    [HttpGet]
    [EndpointSummary("Cash forecast")]
    [ResponseExample(200, ForecastExamples.Forecast)]
    public async Task<JobsPage<ForecastResponse>> Forecast(
        [FromQuery] CollectionQuery query,
        CancellationToken ct,
        string? department = null,
        string? month = null,
        int page = 1,
        int limit = DefaultLimit
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var filter = await query.ToFilterAsync(currentUser, department, month, outstanding, access, ct);
        var forecast = await queries.ReadAsync(currentUser, filter, new PageRequest(page, limit), ct);
        return JobsFormat.Named(forecast.Page, ForecastResponse.Of(forecast));
    }
}
