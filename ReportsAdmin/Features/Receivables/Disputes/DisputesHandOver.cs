using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.HandOver;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Open disputes of a person who leaves get the successor as their owner, if they see the customers.</summary>
internal sealed class DisputesHandOver : IHandOver
{
    public string Title => "Disputes";

    public IReadOnlyList<string> Topics => [DisputeCommands.Topic];

    public async Task<HandOverCount> CountAsync(HandOverContext context, CancellationToken ct)
    {
        var total = await Owned(context).CountAsync(ct);
        if (total == 0)
            return HandOverCount.None;
        var movable = Movable(context);
        var count = await movable.CountAsync(ct);
        // Those of customers that the current user does not see are counted, never named.
        var named = await Owned(context)
            .Where(d => !movable.Any(m => m.Id == d.Id))
            .Join(
                context.Db.Set<Customer>().VisibleTo(context.By),
                d => d.CustomerId,
                c => c.Id,
                (d, c) =>
                    new
                    {
                        d.InvoiceId,
                        c.Name,
                        c.Region,
                    }
            )
            .Join(
                context.Db.Set<Invoice>(),
                x => x.InvoiceId,
                i => i.Id,
                (x, i) =>
                    new
                    {
                        i.Number,
                        x.Name,
                        x.Region,
                    }
            )
            .OrderBy(x => x.Name)
            .ThenBy(x => x.Number)
            .Take(HandOverCount.MaxNamed)
            .ToListAsync(ct);
        return new(
            count,
            total - count,
            [
                .. named.Select(x => new KeptItem(
                    $"{x.Number} of {x.Name}",
                    !context.To.Can(ReceivablesQueries.ReadPermission)
                        ? $"a person with the role {context.To.Role} does not see receivables"
                        : $"{context.To.Name} does not see customers in {Regions.Display(x.Region)} of this department"
                )),
            ]
        );
    }

    public async Task<int> MoveAsync(HandOverContext context, CancellationToken ct)
    {
        var disputes = await Movable(context).AsTracking().ToListAsync(ct);
        foreach (var dispute in disputes)
        {
            dispute.OwnerId = context.To.UserId;
            dispute.Revision++;
            context.Db.Add(
                new DisputeMessage
                {
                    DisputeId = dispute.Id,
                    At = context.Now,
                    ById = context.By.UserId,
                    ByName = context.By.Name,
                    Kind = DisputeMessageKind.Changed,
                    Text = $"Owner: {context.FromName} → {context.To.Name}",
                }
            );
        }

        await context.Db.SaveChangesAsync(ct);
        await context.Db.RaiseDataVersionAsync(DisputeCommands.Topic, ct);
        return disputes.Count;
    }

    private static IQueryable<Dispute> Owned(HandOverContext context) =>
        context.Db.Set<Dispute>().Where(d => d.OwnerId == context.FromId && d.ClosedAt == null);

    private static IQueryable<Dispute> Movable(HandOverContext context)
    {
        if (!context.To.Can(ReceivablesQueries.ReadPermission))
            return Owned(context).Where(d => false);
        var customers = context.Db.Set<Customer>().VisibleTo(context.By).VisibleTo(context.To);
        return Owned(context).Where(d => customers.Any(c => c.Id == d.CustomerId));
    }
}
