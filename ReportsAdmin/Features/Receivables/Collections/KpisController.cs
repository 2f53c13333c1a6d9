using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>How well is collected.</summary>
[ApiController]
[Tags("Collections")]
[Route("api/v2/collections/kpis")]
[ApiFormat<JobsFormat>]
[Permission(ReceivablesQueries.ReadPermission)]
public sealed class KpisController(KpiQueries queries, ReceivablesQueries outstanding, AccessQueries access)
    : ControllerBase
{
    /// <summary>Of the latest complete month unless one is named, with up to twelve months each. A figure without a meaning is null and says why.</summary>
    [HttpGet]
    [EndpointSummary("Key figures of collections")]
    [ResponseExample(200, CollectionExamples.Kpis)]
    public async Task<JobsAnswer<KpisResponse>> Kpis(
        [FromQuery] CollectionQuery query,
        CancellationToken ct,
        string? department = null,
        string? month = null
    )
    {
        var currentUser = HttpContext.CurrentUser();
        var filter = await query.ToFilterAsync(currentUser, department, month, outstanding, access, ct);
        return JobsFormat.Answer(KpisResponse.From(await queries.BoardAsync(currentUser, filter, ct)));
    }
}
