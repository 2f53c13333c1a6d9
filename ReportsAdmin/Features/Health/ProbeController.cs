using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Health;

/// <summary>
/// Probes for what runs the process: <c>live</c> says that it answers at all and looks at nothing, so that an outage elsewhere restarts
/// nobody; <c>ready</c> says whether it may be sent requests. Neither tells details.
/// </summary>
[ApiController]
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
[Route("health")]
[ApiFormat<GenerationFormat>]
public sealed class ProbeController(HealthQueries health, DemoCompany demo) : ControllerBase
{
    [HttpGet("live")]
    public IActionResult Live() => Answer(StatusCodes.Status200OK, "alive");

    /// <summary>503 while the database or the storage folder does not serve, or the demo company is being made; workers that rest keep nobody from reading.</summary>
    [HttpGet("ready")]
    public async Task<IActionResult> Ready(CancellationToken ct)
    {
        var report = await health.ReadAsync(ct);
        return
            demo.IsBeingMade
            || report.Database.State == HealthState.Unhealthy
            || report.Filesystem.State == HealthState.Unhealthy
            ? Answer(StatusCodes.Status503ServiceUnavailable, "not ready")
            : Answer(StatusCodes.Status200OK, "ready");
    }

    private ObjectResult Answer(int status, string word)
    {
        Response.Headers.CacheControl = "no-store";
        return StatusCode(status, new ProbeResponse(word));
    }
}

/// <summary>The body of a probe.</summary>
public sealed record ProbeResponse(string Status);
