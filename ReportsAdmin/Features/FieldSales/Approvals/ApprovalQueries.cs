using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Approvals;

/// <summary>How many requests of each kind wait for the current user.</summary>
public sealed record PendingApprovals(IReadOnlyDictionary<ApprovalKind, int> ByKind)
{
    public int Total => ByKind.Values.Sum();

    public int Of(ApprovalKind kind) => ByKind.GetValueOrDefault(kind);
}

/// <summary>A request as those see it who asked or decide.</summary>
/// <param name="Amount">Null where nothing is to be paid.</param>
/// <param name="EnteredBy">Who entered it for the requester; null where they did so themselves.</param>
/// <param name="Branch">A region code of spec 003.</param>
/// <param name="DecidedBy">Who decided or withdrew it; null while it waits.</param>
public sealed record ApprovalRow(
    int Id,
    ApprovalKind Kind,
    string Title,
    string Description,
    Money? Amount,
    PersonTitle? RequestedBy,
    PersonTitle? EnteredBy,
    DateTime RequestedAt,
    string? Branch,
    ApprovalState State,
    PersonTitle? DecidedBy,
    DateTime? DecidedAt,
    string? Reason
);

/// <summary>The requests of the field, as far as the current user asked for them, decides on them or sees them.</summary>
public sealed class ApprovalQueries(IDbContextFactory<ReportsDb> contexts, SalesTeamQueries team)
{
    /// <summary>What waits for the current user: nothing for who may not decide, and never their own requests or those they entered. One statement.</summary>
    public async Task<PendingApprovals> PendingAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(SalesQueries.ReadPermission);
        if (!currentUser.Can(DashboardCommands.DecidePermission))
            return new PendingApprovals(new Dictionary<ApprovalKind, int>());
        await using var db = contexts.Reader();
        return new PendingApprovals(
            await db.Set<Approval>()
                .WaitingFor(currentUser)
                .GroupBy(a => a.Kind)
                .Select(g => new { g.Key, Count = g.Count() })
                .ToDictionaryAsync(x => x.Key, x => x.Count, ct)
        );
    }

    /// <summary>What waits for the current user, the oldest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public Task<Page<ApprovalRow>> WaitingAsync(
        CurrentUser currentUser,
        ApprovalKind? kind,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(DashboardCommands.DecidePermission);
        return ListAsync(
            a => a.WaitingFor(currentUser),
            a => a.OrderBy(x => x.RequestedAt).ThenBy(x => x.Id),
            kind,
            page,
            ct
        );
    }

    /// <summary>What was decided or withdrawn in the current user's branches, the latest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public Task<Page<ApprovalRow>> DecidedAsync(
        CurrentUser currentUser,
        ApprovalKind? kind,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(DashboardCommands.DecidePermission);
        return ListAsync(
            a => a.VisibleTo(currentUser).Where(x => x.State != ApprovalState.Pending),
            a => a.OrderByDescending(x => x.DecidedAt).ThenByDescending(x => x.Id),
            kind,
            page,
            ct
        );
    }

    /// <summary>What the current user asked for, for themselves or for others, however it stands; the newest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public Task<Page<ApprovalRow>> MineAsync(
        CurrentUser currentUser,
        ApprovalKind? kind,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(RequestCommands.RequestPermission);
        return ListAsync(
            a => a.AskedBy(currentUser),
            a => a.OrderByDescending(x => x.RequestedAt).ThenByDescending(x => x.Id),
            kind,
            page,
            ct
        );
    }

    private async Task<Page<ApprovalRow>> ListAsync(
        Func<IQueryable<Approval>, IQueryable<Approval>> among,
        Func<IQueryable<Approval>, IQueryable<Approval>> order,
        ApprovalKind? kind,
        PageRequest page,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var matched = among(db.Set<Approval>());
        if (kind is { } one)
            matched = matched.Where(a => a.Kind == one);
        var total = await matched.CountAsync(ct);
        var rows = await order(matched).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var people = await team.TitlesAsync(
            [.. rows.SelectMany(a => (int?[])[a.RequestedById, a.EnteredById, a.DecidedById]).OfType<int>().Distinct()],
            ct
        );
        return new Page<ApprovalRow>([.. rows.Select(a => ToRow(a, people))], total, page);
    }

    private static ApprovalRow ToRow(Approval a, IReadOnlyDictionary<int, PersonTitle> people)
    {
        PersonTitle? Who(int? id) => id is { } known ? people.GetValueOrDefault(known) : null;
        return new ApprovalRow(
            a.Id,
            a.Kind,
            a.Title,
            a.Description,
            a.AmountPaise is { } paise ? new Money(paise) : null,
            Who(a.RequestedById),
            Who(a.EnteredById),
            a.RequestedAt,
            a.Branch,
            a.State,
            Who(a.DecidedById),
            a.DecidedAt,
            a.Reason
        );
    }
}
