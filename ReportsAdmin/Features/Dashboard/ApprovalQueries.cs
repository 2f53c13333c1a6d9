using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Sales;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Dashboard;

/// <summary>How many requests of each kind wait for the viewer.</summary>
public sealed record PendingApprovals(IReadOnlyDictionary<ApprovalKind, int> ByKind)
{
    public int Total => ByKind.Values.Sum();

    public int Of(ApprovalKind kind) => ByKind.GetValueOrDefault(kind);
}

/// <summary>A request as the one who decides sees it.</summary>
/// <param name="Amount">Null where nothing is to be paid.</param>
/// <param name="Branch">A region code of spec 003.</param>
/// <param name="DecidedBy">Null while it waits.</param>
public sealed record ApprovalRow(int Id, ApprovalKind Kind, string Title, string Description, Money? Amount, PersonTitle? RequestedBy, DateTime RequestedAt, string? Branch, ApprovalState State, PersonTitle? DecidedBy, DateTime? DecidedAt, string? Reason);

/// <summary>The requests of the field, as far as the viewer decides or sees them.</summary>
public sealed class ApprovalQueries(IDbContextFactory<ReportsDb> contexts, FieldTeamQueries team)
{
    /// <summary>What waits for the viewer: nothing for who may not decide, and never his own requests. One statement.</summary>
    public async Task<PendingApprovals> PendingAsync(Viewer viewer, CancellationToken ct)
    {
        viewer.Demand(SalesQueries.ReadPermission);
        if (!viewer.May(DashboardCommands.DecidePermission)) return new PendingApprovals(new Dictionary<ApprovalKind, int>());
        await using var db = contexts.CreateDbContext();
        return new PendingApprovals(await db.Set<Approval>().WaitingFor(viewer).GroupBy(a => a.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, ct));
    }

    /// <summary>What waits for the viewer, the oldest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public Task<Page<ApprovalRow>> WaitingAsync(Viewer viewer, ApprovalKind? kind, PageRequest page, CancellationToken ct) =>
        ListAsync(viewer, a => a.WaitingFor(viewer), a => a.OrderBy(x => x.RequestedAt).ThenBy(x => x.Id), kind, page, ct);

    /// <summary>What was decided in the viewer's branches, the latest first.</summary>
    /// <param name="kind">Null for all kinds.</param>
    public Task<Page<ApprovalRow>> DecidedAsync(Viewer viewer, ApprovalKind? kind, PageRequest page, CancellationToken ct) =>
        ListAsync(viewer, a => a.VisibleTo(viewer).Where(x => x.State != ApprovalState.Pending), a => a.OrderByDescending(x => x.DecidedAt).ThenByDescending(x => x.Id), kind, page, ct);

    private async Task<Page<ApprovalRow>> ListAsync(Viewer viewer, Func<IQueryable<Approval>, IQueryable<Approval>> among, Func<IQueryable<Approval>, IQueryable<Approval>> order, ApprovalKind? kind, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(DashboardCommands.DecidePermission);
        await using var db = contexts.CreateDbContext();
        var matched = among(db.Set<Approval>());
        if (kind is { } one) matched = matched.Where(a => a.Kind == one);
        var total = await matched.CountAsync(ct);
        var rows = await order(matched).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var people = await team.TitlesAsync([.. rows.Select(a => a.RequestedById).Concat(rows.Where(a => a.DecidedById is not null).Select(a => a.DecidedById!.Value)).Distinct()], ct);
        return new Page<ApprovalRow>([.. rows.Select(a => ToRow(a, people))], total, page);
    }

    private static ApprovalRow ToRow(Approval a, IReadOnlyDictionary<int, PersonTitle> people) => new(a.Id, a.Kind, a.Title, a.Description, a.AmountPaise is { } paise ? new Money(paise) : null, people.GetValueOrDefault(a.RequestedById), a.RequestedAt, a.Branch,
        a.State, a.DecidedById is { } by ? people.GetValueOrDefault(by) : null, a.DecidedAt, a.Reason);
}
