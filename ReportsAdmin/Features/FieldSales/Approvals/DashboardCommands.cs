using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>Decides on requests of the field.</summary>
public sealed class DashboardCommands(
    IDbContextFactory<ReportsDb> contexts,
    SalesTeamQueries team,
    ApprovalNews news,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string DecidePermission = "approvals:decide";
    public const int MaxReason = 1000;

    /// <summary>Refuses: without permission, on an own request or one that they entered (forbidden), out of scope (not found), decided or withdrawn already (conflict).</summary>
    /// <param name="remark">A word to go with it, or nothing.</param>
    public Task ApproveAsync(CurrentUser currentUser, int approvalId, string? remark, CancellationToken ct) =>
        DecideAsync(currentUser, approvalId, ApprovalState.Approved, remark, ct);

    /// <summary>Refuses as <see cref="ApproveAsync"/> does, and without a reason (invalid, field <c>reason</c>).</summary>
    public Task RejectAsync(CurrentUser currentUser, int approvalId, string reason, CancellationToken ct)
    {
        currentUser.Require(DecidePermission);
        return string.IsNullOrWhiteSpace(reason)
            ? throw DomainException.Invalid("reason", "Say why it is rejected.")
            : DecideAsync(currentUser, approvalId, ApprovalState.Rejected, reason, ct);
    }

    private async Task DecideAsync(
        CurrentUser currentUser,
        int approvalId,
        ApprovalState decision,
        string? reason,
        CancellationToken ct
    )
    {
        currentUser.Require(DecidePermission);
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (words?.Length > MaxReason)
            throw DomainException.Invalid(
                "reason",
                $"A reason may have {MaxReason} characters; this one has {words.Length}."
            );
        await using var db = contexts.CreateDbContext();
        var approval = await db.Set<Approval>().VisibleTo(currentUser).SingleOrDefaultAsync(a => a.Id == approvalId, ct)
            ?? throw DomainException.NotFound("Request not found.");
        if (approval.RequestedById == currentUser.UserId)
            throw DomainException.Forbidden("You cannot decide on your own request.");
        if (approval.EnteredById == currentUser.UserId)
            throw DomainException.Forbidden("You entered this request; somebody else decides on it.");
        await new ApprovalClosing(db, team, currentUser, time.GetUtcNow().UtcDateTime).CloseAsync(
            approval,
            db.Set<Approval>().WaitingFor(currentUser),
            decision,
            words,
            news,
            ct
        );
        await notifier.PublishAsync(ActivityQueries.Topic);
    }
}
