using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

public sealed partial class CollectionQueries
{
    /// <summary>Promises, the latest day first, with the kept rate of all that matched whatever their status.</summary>
    public async Task<PromiseList> PromisesAsync(
        CurrentUser currentUser,
        PromiseFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var promises = Promises(db, currentUser, filter);
        var engineers = await EngineersAsync(currentUser, ct);
        var rates = await RatesAsync(promises, engineers, ct);
        var matched = filter.Status is { } status ? promises.Where(p => p.Status == status) : promises;
        var total = await matched.CountAsync(ct);
        var today = clock.Today;
        var found = await matched
            .OrderByDescending(p => p.DueOn)
            .ThenByDescending(p => p.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .Join(
                db.Set<Customer>(),
                p => p.CustomerId,
                c => c.Id,
                (p, c) =>
                    new
                    {
                        Promise = p,
                        c.Code,
                        c.Name,
                        c.Region,
                    }
            )
            .OrderByDescending(x => x.Promise.DueOn)
            .ThenByDescending(x => x.Promise.Id)
            .ToListAsync(ct);
        var rows = found
            .Select(x => new PromiseRow
            {
                Id = x.Promise.Id,
                CustomerId = x.Promise.CustomerId,
                Code = x.Code,
                Name = x.Name,
                Region = x.Region,
                Amount = new Money(x.Promise.AmountPaise),
                DueOn = x.Promise.DueOn,
                Received = new Money(x.Promise.ReceivedPaise),
                Status = x.Promise.Status,
                AwaitsSheet = x.Promise.Status == PromiseStatus.Open && x.Promise.DueOn < today,
                DecidedBy = x.Promise.DecidedPeriod is { } period ? Period.FromNumber(period) : null,
                MadeAt = x.Promise.MadeAt,
                ByName = x.Promise.ByName,
                EngineerName = NameOf(x.Promise.EngineerId, engineers),
            })
            .ToList();
        return new PromiseList(
            new Page<PromiseRow>(rows, total, page),
            new KeptRate(
                rates.Sum(r => r.Rate.Kept),
                rates.Sum(r => r.Rate.PartKept),
                rates.Sum(r => r.Rate.Broken),
                rates.Sum(r => r.Rate.Open)
            ),
            rates
        );
    }

    /// <summary>The promises that match, whatever their status.</summary>
    internal static IQueryable<Promise> Promises(ReportsDb db, CurrentUser currentUser, PromiseFilter filter)
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser).InRegion(filter.Region);
        if (filter.DepartmentId is { } department)
            customers = customers.Where(c => c.DepartmentId == department);
        var promises = db.Set<Promise>().Where(p => customers.Select(c => c.Id).Contains(p.CustomerId));
        if (filter.CustomerId is { } customer)
            promises = promises.Where(p => p.CustomerId == customer);
        if (filter.EngineerId is { } engineer)
            promises =
                engineer == 0
                    ? promises.Where(p => p.EngineerId == null)
                    : promises.Where(p => p.EngineerId == engineer);
        if (filter.Month is { } month)
        {
            var number = month.Number;
            promises = promises.Where(p => p.DuePeriod == number);
        }

        return promises;
    }

    private static async Task<IReadOnlyList<EngineerRate>> RatesAsync(
        IQueryable<Promise> promises,
        Dictionary<int, string> engineers,
        CancellationToken ct
    )
    {
        var counts = await promises.RatesAsync(p => p.EngineerId ?? 0, ct);
        return
        [
            .. counts
                .Select(c => new EngineerRate(
                    c.Key == 0 ? null : c.Key,
                    c.Key == 0 ? "Unassigned" : NameOf(c.Key, engineers) ?? "Someone else",
                    c.Value
                ))
                .OrderByDescending(r => r.Rate.Decided)
                .ThenBy(r => r.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The contact log of a customer, newest first, with the lines that were taken back.</summary>
    /// <exception cref="DomainException">Not found, also when the customer is outside the current user's scope.</exception>
    public async Task<Page<ContactRow>> LogAsync(
        CurrentUser currentUser,
        int customerId,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        await db.RequireCustomerAsync(currentUser, customerId, ct);
        var entries = db.Set<ContactEntry>()
            .Where(e => e.CustomerId == customerId && e.Outcome != ContactOutcome.Corrected);
        var rows = await entries
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Skip(page.Skip)
            .Take(page.Size)
            .Select(e => new ContactRow(
                e.Id,
                e.CustomerId,
                e.At,
                e.ByName,
                e.Outcome,
                e.Note,
                e.FollowUpOn,
                db.Set<ContactEntry>().Any(x => x.CorrectsId == e.Id)
            ))
            .ToListAsync(ct);
        return new Page<ContactRow>(rows, await entries.CountAsync(ct), page);
    }
}

internal static class PromiseRates
{
    /// <summary>What became of the promises of each key. Those that were withdrawn count nowhere.</summary>
    public static Task<Dictionary<int, KeptRate>> RatesAsync(
        this IQueryable<Promise> promises,
        Expression<Func<Promise, int>> key,
        CancellationToken ct
    ) =>
        promises
            .Where(p => p.Status != PromiseStatus.Withdrawn)
            .GroupBy(key)
            .Select(g => new
            {
                g.Key,
                Kept = g.Count(p => p.Status == PromiseStatus.Kept),
                Part = g.Count(p => p.Status == PromiseStatus.PartKept),
                Broken = g.Count(p => p.Status == PromiseStatus.Broken),
                Open = g.Count(p => p.Status == PromiseStatus.Open),
            })
            .ToDictionaryAsync(g => g.Key, g => new KeptRate(g.Kept, g.Part, g.Broken, g.Open), ct);
}
