using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Health;

/// <summary>Health for load balancers and the client of spec 002: no sign-in, 200 for healthy and degraded, 503 for unhealthy.</summary>
[ApiController]
[Tags("Health")]
[AllowAnonymous]
[AlwaysAnswered]
[Route("api/health")]
[ApiFormat<GenerationFormat>]
public sealed class HealthController(HealthQueries health) : ControllerBase
{
    private const string Example =
        """{"service":"automated_report_platform","status":"healthy","timestamp":"2024-01-15T10:30:00Z","version":"1.0.0","checks":{"database":{"status":"healthy","connection":"connected","tables":{"users":150,"forms":25,"submissions":1250,"reports":89}},"redis":{"status":"healthy","connection":"connected","workers":"active","queue":"postgresql","cache":"memory"},"filesystem":{"status":"healthy","upload_directory":"accessible","permissions":"read_write"},"celery":{"status":"healthy","workers":"active"},"environment":{"status":"healthy"}}}""";

    private const string DetailedExample =
        """{"service":"automated_report_platform","status":"healthy","timestamp":"2024-01-15T10:30:00Z","version":"1.0.0","checks":{"database":{"status":"healthy","connection":"connected","tables":{"users":150,"forms":25,"submissions":1250,"reports":89}},"redis":{"status":"healthy","connection":"connected","workers":"active","queue":"postgresql","cache":"memory"},"filesystem":{"status":"healthy","upload_directory":"accessible","permissions":"read_write"},"celery":{"status":"healthy","workers":"active"},"environment":{"status":"healthy"}},"workers":{"status":"healthy","workers":"active","worker_count":3,"running":1,"pending":0,"scheduled":2,"failed_last_24h":0,"oldest_pending_seconds":0,"last_heartbeat":"2024-01-15T10:29:58Z","message":null},"storage":{"free_megabytes":204800},"uptime_seconds":86400,"pending_migrations":0}""";

    private const string UnhealthyDatabase =
        """{"status":"unhealthy","connection":"disconnected","tables":{},"message":"The database does not answer."}""";

    private const string UnhealthyWorkers =
        """{"status":"unhealthy","workers":"inactive","worker_count":3,"running":0,"pending":12,"scheduled":2,"failed_last_24h":0,"oldest_pending_seconds":900,"last_heartbeat":"2024-01-15T10:14:58Z","message":"The workers have not looked for jobs for 15 minutes."}""";

    [HttpGet]
    [EndpointSummary("Health of the server")]
    [ProducesResponseType<HealthResponse>(200)]
    [ProducesResponseType<HealthResponse>(503)]
    [ResponseExample(503, Example)]
    [ResponseExample(200, Example)]
    public async Task<IActionResult> All(CancellationToken ct)
    {
        var report = await health.ReadAsync(ct);
        return Answer(report.State, HealthResponse.From(report));
    }

    [HttpGet("database")]
    [EndpointSummary("Health of the database")]
    [ProducesResponseType<DatabaseResponse>(200)]
    [ProducesResponseType<DatabaseResponse>(503)]
    [ResponseExample(503, UnhealthyDatabase)]
    [ResponseExample(
        200,
        """{"status":"healthy","connection":"connected","tables":{"users":150,"forms":25,"submissions":1250,"reports":89}}"""
    )]
    public async Task<IActionResult> Database(CancellationToken ct)
    {
        var database = (await health.ReadAsync(ct)).Database;
        return Answer(database.State, DatabaseResponse.From(database));
    }

    [HttpGet("workers")]
    [EndpointSummary("Health of the background workers")]
    [ProducesResponseType<WorkersResponse>(200)]
    [ProducesResponseType<WorkersResponse>(503)]
    [ResponseExample(503, UnhealthyWorkers)]
    [ResponseExample(
        200,
        """{"status":"healthy","workers":"active","worker_count":3,"running":1,"pending":0,"scheduled":2,"failed_last_24h":0,"oldest_pending_seconds":0,"last_heartbeat":"2024-01-15T10:29:58Z","message":null}"""
    )]
    public async Task<IActionResult> Workers(CancellationToken ct)
    {
        var workers = (await health.ReadAsync(ct)).Workers;
        return Answer(workers.State, WorkersResponse.From(workers));
    }

    [HttpGet("detailed")]
    [EndpointSummary("Health of the server with all checks")]
    [ProducesResponseType<DetailedHealthResponse>(200)]
    [ProducesResponseType<DetailedHealthResponse>(503)]
    [ResponseExample(503, DetailedExample)]
    [ResponseExample(200, DetailedExample)]
    public async Task<IActionResult> Detailed(CancellationToken ct)
    {
        var report = await health.ReadAsync(ct);
        return Answer(report.State, DetailedHealthResponse.From(report));
    }

    private ObjectResult Answer(HealthState state, object body)
    {
        Response.Headers.CacheControl = "no-store";
        return StatusCode(
            state == HealthState.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
            body
        );
    }
}
