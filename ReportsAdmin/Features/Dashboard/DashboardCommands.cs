using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>Decides on requests of the field.</summary>
public sealed class DashboardCommands(
    IDbContextFactory<ReportsDb> contexts,
    FieldTeamQueries team,
    Signals signals,
    TimeProvider time
)
{
    public const string DecidePermission = "approvals:decide";
    public const int MaxReason = 1000;

    /// <summary>Refuses: without permission, on an own request or one that he entered (forbidden), out of scope (not found), decided or withdrawn already (conflict).</summary>
    /// <param name="remark">A word to go with it, or nothing.</param>
    public Task ApproveAsync(Viewer viewer, int approvalId, string? remark, CancellationToken ct) =>
        DecideAsync(viewer, approvalId, ApprovalState.Approved, remark, ct);

    /// <summary>Refuses as <see cref="ApproveAsync"/> does, and without a reason (invalid, field <c>reason</c>).</summary>
    public Task RejectAsync(Viewer viewer, int approvalId, string reason, CancellationToken ct)
    {
        viewer.Demand(DecidePermission);
        return string.IsNullOrWhiteSpace(reason)
            ? throw Refusal.Invalid("reason", "Say why it is rejected.")
            : DecideAsync(viewer, approvalId, ApprovalState.Rejected, reason, ct);
    }

    private async Task DecideAsync(
        Viewer viewer,
        int approvalId,
        ApprovalState decision,
        string? reason,
        CancellationToken ct
    )
    {
        viewer.Demand(DecidePermission);
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (words?.Length > MaxReason)
            throw Refusal.Invalid("reason", $"A reason may have {MaxReason} characters; this one has {words.Length}.");
        await using var db = contexts.CreateDbContext();
        var approval = await db.Set<Approval>().VisibleTo(viewer).SingleOrDefaultAsync(a => a.Id == approvalId, ct)
            ?? throw Refusal.NotFound("There is no such request.");
        if (approval.RequestedById == viewer.UserId)
            throw Refusal.Forbidden("Nobody decides on a request of his own.");
        if (approval.EnteredById == viewer.UserId)
            throw Refusal.Forbidden("You entered this request; somebody else decides on it.");
        await new ApprovalClosing(db, team, viewer, time.GetUtcNow().UtcDateTime).CloseAsync(
            approval,
            db.Set<Approval>().WaitingFor(viewer),
            decision,
            words,
            ct
        );
        await signals.PublishAsync(ActivityQueries.Topic);
    }
}
