using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>Ends a request, once: one conditional UPDATE with the activity and the data version in one transaction, so of two who come at once one wins and the other is told who did.</summary>
internal sealed class ApprovalClosing(ReportsDb db, SalesTeamQueries team, CurrentUser currentUser, DateTime now)
{
    /// <summary>Refuses (conflict) when the request is no longer among the open ones.</summary>
    /// <param name="open">The requests that the current user may end in this way, as they are now.</param>
    /// <param name="words">Why; kept with the request.</param>
    /// <param name="news">Tells those who asked; null when they know.</param>
    public async Task CloseAsync(
        Approval approval,
        IQueryable<Approval> open,
        ApprovalState end,
        string? words,
        ApprovalNews? news,
        CancellationToken ct
    )
    {
        var requester = (await team.TitlesAsync([approval.RequestedById], ct))
            .GetValueOrDefault(approval.RequestedById)
            ?.Name
            ?? "somebody";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var won = await open.Where(a => a.Id == approval.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.State, end)
                        .SetProperty(a => a.DecidedById, currentUser.UserId)
                        .SetProperty(a => a.DecidedAt, now)
                        .SetProperty(a => a.Reason, words),
                ct
            );
        if (won == 0)
            throw await EndedAlreadyAsync(approval.Id, ct);
        db.Record(
            AuditActions.Changed,
            FieldSalesAudit.Request,
            approval.Id,
            approval.Title,
            new AuditField("State", approval.State.ToString(), end.ToString()),
            AuditField.Fact("Reason", words)
        );
        db.Add(ApprovalActivities.Ended(approval, requester, end, currentUser.UserId, now));
        await db.SaveChangesAsync(ct);
        var told = news is null ? null : await news.DecidedAsync(db, approval, end, currentUser, words, ct);
        await db.RaiseDataVersionAsync(ActivityQueries.DataTopic, ct);
        await transaction.CommitAsync(ct);
        if (told is not null)
            await news!.AnnounceAsync(told, currentUser);
    }

    private async Task<DomainException> EndedAlreadyAsync(int approvalId, CancellationToken ct)
    {
        var made = await db.Set<Approval>()
            .Where(a => a.Id == approvalId)
            .Select(a => new { a.State, a.DecidedById })
            .SingleAsync(ct);
        var who = made.DecidedById is { } id ? (await team.TitlesAsync([id], ct)).GetValueOrDefault(id)?.Name : null;
        return DomainException.Conflict(
            $"{who ?? "Somebody"} has already {ApprovalActivities.VerbOf(made.State)} this request."
        );
    }
}
