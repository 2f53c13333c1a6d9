using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>Decides on requests of the field. A decision is one conditional UPDATE, so of two who decide at once one wins and the other is told who did.</summary>
public sealed class DashboardCommands(IDbContextFactory<ReportsDb> contexts, FieldTeamQueries team, Signals signals, TimeProvider time)
{
    public const string DecidePermission = "approvals:decide";
    public const int MaxReason = 1000;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Refuses: without permission or on an own request (forbidden), out of scope (not found), decided already (conflict).</summary>
    /// <param name="remark">A word to go with it, or nothing.</param>
    public Task ApproveAsync(Viewer viewer, int approvalId, string? remark, CancellationToken ct) => DecideAsync(viewer, approvalId, ApprovalState.Approved, remark, ct);

    /// <summary>Refuses as <see cref="ApproveAsync"/> does, and without a reason (invalid, field <c>reason</c>).</summary>
    public Task RejectAsync(Viewer viewer, int approvalId, string reason, CancellationToken ct)
    {
        viewer.Demand(DecidePermission);
        return string.IsNullOrWhiteSpace(reason) ? throw Refusal.Invalid("reason", "Say why it is rejected.") : DecideAsync(viewer, approvalId, ApprovalState.Rejected, reason, ct);
    }

    private async Task DecideAsync(Viewer viewer, int approvalId, ApprovalState decision, string? reason, CancellationToken ct)
    {
        viewer.Demand(DecidePermission);
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (words?.Length > MaxReason) throw Refusal.Invalid("reason", $"A reason may have {MaxReason} characters; this one has {words.Length}.");
        await using var db = contexts.CreateDbContext();
        var approval = await db.Set<Approval>().VisibleTo(viewer).SingleOrDefaultAsync(a => a.Id == approvalId, ct) ?? throw Refusal.NotFound("There is no such request.");
        if (approval.RequestedById == viewer.UserId) throw Refusal.Forbidden("Nobody decides on a request of his own.");
        var requester = (await team.TitlesAsync([approval.RequestedById], ct)).GetValueOrDefault(approval.RequestedById)?.Name ?? "somebody";
        var now = time.GetUtcNow().UtcDateTime;

        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var won = await db.Set<Approval>().WaitingFor(viewer).Where(a => a.Id == approvalId)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, decision).SetProperty(a => a.DecidedById, viewer.UserId).SetProperty(a => a.DecidedAt, now).SetProperty(a => a.Reason, words), ct);
            if (won == 0) throw await DecidedAlreadyAsync(db, approvalId, ct);
            db.Add(ToActivity(approval, requester, viewer, decision, now));
            await db.SaveChangesAsync(ct);
            await db.RaiseDataVersionAsync(ActivityQueries.DataTopic, ct);
            await transaction.CommitAsync(ct);
        }

        await signals.PublishAsync(ActivityQueries.Topic);
    }

    private async Task<Refusal> DecidedAlreadyAsync(ReportsDb db, int approvalId, CancellationToken ct)
    {
        var made = await db.Set<Approval>().Where(a => a.Id == approvalId).Select(a => new { a.State, a.DecidedById }).SingleAsync(ct);
        var who = made.DecidedById is { } id ? (await team.TitlesAsync([id], ct)).GetValueOrDefault(id)?.Name : null;
        return Refusal.Conflict($"{who ?? "Somebody"} has already {(made.State == ApprovalState.Approved ? "approved" : "rejected")} this request.");
    }

    private static Activity ToActivity(Approval approval, string requester, Viewer viewer, ApprovalState decision, DateTime now) => new()
    {
        At = now,
        Type = ActivityTypes.ApprovalDecided,
        Title = $"{ApprovalKinds.NameOf(approval.Kind)} {(decision == ApprovalState.Approved ? "approved" : "rejected")}",
        Description = $"{approval.Title} of {requester}",
        Status = decision == ApprovalState.Approved ? "completed" : "failed",
        UserId = viewer.UserId == Viewer.System.UserId ? null : viewer.UserId,
        Branch = approval.Branch,
        Metadata = JsonSerializer.Serialize(new { kind = ApprovalKinds.KeyOf(approval.Kind), requestedBy = requester, decision = decision == ApprovalState.Approved ? "approved" : "rejected" }, Readable),
    };
}
