using Microsoft.AspNetCore.Mvc;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Caching;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.FieldSales.Api;

/// <summary>The field dashboard of spec 001.</summary>
[ApiController]
[Tags("Sales dashboard")]
[Route("api/dashboard")]
[ApiFormat<EnvelopeFormat>]
[Permission(SalesQueries.ReadPermission)]
[RateLimit(FieldSalesFeature.DashboardLimit)]
public sealed class DashboardController(
    SalesMetricsQueries metrics,
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
    [EndpointSummary("The four key figures of the sales dashboard")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeAnswer<MetricsResponse>>(200)]
    [ResponseExample(200, DashboardExamples.Metrics)]
    public async Task<IActionResult> Metrics(CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        var version = await activities.VersionAsync(ct);
        if (HttpContext.HasFresh(currentUser, version))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeFormat.Answer(
                MetricsResponse.From(
                    await answers.GetAsync(
                        currentUser,
                        version,
                        currentUser.UserId,
                        token => metrics.MetricsAsync(currentUser, null, token),
                        ct
                    )
                ),
                clock.UtcNow
            )
        );
    }

    [HttpGet("team-performance")]
    [EndpointSummary("Figures of each member of the sales team")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeList<TeamFiguresResponse>>(200)]
    [ResponseExample(200, DashboardExamples.Team)]
    public async Task<IActionResult> TeamPerformance([FromQuery] DashboardParameters query, CancellationToken ct)
    {
        var (currentUser, filter, page) = (HttpContext.CurrentUser(), query.ToTeam(), query.Window(TeamLimit));
        if (HttpContext.HasFresh(currentUser, await activities.VersionAsync(ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeFormat.List(
                await team.TeamAsync(currentUser, filter, page, ct),
                TeamFiguresResponse.From,
                clock.UtcNow
            )
        );
    }

    [HttpGet("recent-activities")]
    [EndpointSummary("Recent activities, newest first")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeList<ActivityResponse>>(200)]
    [ResponseExample(200, DashboardExamples.Activities)]
    public async Task<IActionResult> RecentActivities([FromQuery] DashboardParameters query, CancellationToken ct)
    {
        var (currentUser, filter, page) = (
            HttpContext.CurrentUser(),
            query.ToActivities(),
            query.Window(ActivityLimit)
        );
        if (HttpContext.HasFresh(currentUser, await activities.FeedVersionAsync(currentUser, ct)))
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeFormat.List(
                await activities.RecentAsync(currentUser, filter, page, ct),
                ActivityResponse.From,
                clock.UtcNow
            )
        );
    }

    [HttpGet("pending-approvals")]
    [EndpointSummary("How many approvals wait for the caller")]
    [EntityTagged]
    [ProducesResponseType<EnvelopeAnswer<PendingApprovalsResponse>>(200)]
    [ResponseExample(200, DashboardExamples.Approvals)]
    public async Task<IActionResult> PendingApprovals(CancellationToken ct)
    {
        var currentUser = HttpContext.CurrentUser();
        // An administrator may take the permission away without any data changing.
        if (
            HttpContext.HasFresh(
                currentUser,
                $"{await activities.VersionAsync(ct)}.{currentUser.Can(DashboardCommands.DecidePermission)}"
            )
        )
            return StatusCode(StatusCodes.Status304NotModified);
        return Ok(
            EnvelopeFormat.Answer(
                PendingApprovalsResponse.From(await approvals.PendingAsync(currentUser, ct)),
                clock.UtcNow
            )
        );
    }
}
