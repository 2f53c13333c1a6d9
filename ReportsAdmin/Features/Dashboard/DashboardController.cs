using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>The field dashboard of spec 001.</summary>
[ApiController]
[Route("api/dashboard")]
[Dialect<EnvelopeDialect>]
[Permission(SalesQueries.ReadPermission)]
[RateLimit(DashboardFeature.DashboardLimit)]
public sealed class DashboardController(
    FieldMetricsQueries metrics,
    TeamFigureQueries team,
    ActivityQueries activities,
    ApprovalQueries approvals,
    AnswerCache answers,
    BusinessClock clock
) : ControllerBase
{
    private const int TeamLimit = 10;
    private const int ActivityLimit = 20;

    [HttpGet("metrics")]
    [ResponseExample(200, DashboardExamples.Metrics)]
    public async Task<IActionResult> Metrics(CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        var version = await activities.VersionAsync(ct);
        if (HttpContext.HasFresh(viewer, version))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeDialect.Answer(
                MetricsWire.From(
                    await answers.GetAsync(
                        viewer,
                        version,
                        viewer.UserId,
                        token => metrics.MetricsAsync(viewer, null, token),
                        ct
                    )
                ),
                clock.UtcNow
            )
        );
    }

    [HttpGet("team-performance")]
    [ResponseExample(200, DashboardExamples.Team)]
    public async Task<IActionResult> TeamPerformance([FromQuery] DashboardParameters query, CancellationToken ct)
    {
        var (viewer, filter, page) = (HttpContext.Viewer(), query.ToTeam(), query.Window(TeamLimit));
        if (HttpContext.HasFresh(viewer, await activities.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeDialect.List(
                await team.TeamAsync(viewer, filter, page, ct),
                TeamFiguresWire.From,
                null,
                clock.UtcNow
            )
        );
    }

    [HttpGet("recent-activities")]
    [ResponseExample(200, DashboardExamples.Activities)]
    public async Task<IActionResult> RecentActivities([FromQuery] DashboardParameters query, CancellationToken ct)
    {
        var (viewer, filter, page) = (HttpContext.Viewer(), query.ToActivities(), query.Window(ActivityLimit));
        if (HttpContext.HasFresh(viewer, await activities.FeedVersionAsync(viewer, ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeDialect.List(
                await activities.RecentAsync(viewer, filter, page, ct),
                ActivityWire.From,
                null,
                clock.UtcNow
            )
        );
    }

    [HttpGet("pending-approvals")]
    [ResponseExample(200, DashboardExamples.Approvals)]
    public async Task<IActionResult> PendingApprovals(CancellationToken ct)
    {
        var viewer = HttpContext.Viewer();
        // An administrator may take the permission away without any data changing.
        if (
            HttpContext.HasFresh(
                viewer,
                $"{await activities.VersionAsync(ct)}.{viewer.May(DashboardCommands.DecidePermission)}"
            )
        )
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeDialect.Answer(PendingApprovalsWire.From(await approvals.PendingAsync(viewer, ct)), clock.UtcNow)
        );
    }
}
