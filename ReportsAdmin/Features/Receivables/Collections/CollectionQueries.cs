using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Whom to call, in which order and why; what was said, and what became of promises.</summary>
public sealed partial class CollectionQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers,
    CollectionOptions weights,
    BusinessClock clock
)
{
    private const int PaceMonths = 6;
    private const int PromiseDays = 365;

    /// <summary>So many customers of a list are kept in memory: nobody calls more in a day.</summary>
    private const int MaxKept = 500;

    /// <summary>
    /// A page of the worklist. The facts of all customers in scope come from a fixed number of statements, each over the whole
    /// set; only the customers of the page are read with their names.
    /// </summary>
    public async Task<Worklist> WorklistAsync(
        CurrentUser currentUser,
        WorklistFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var ranking =
            page.Skip + page.Size <= MaxKept
                ? await answers.GetAsync(
                    currentUser,
                    ("worklist", filter),
                    async token => (await RankAsync(db, currentUser, filter, token)).First(MaxKept),
                    ct
                )
                : await RankAsync(db, currentUser, filter, ct);
        var shown = ranking.Customers.Skip(page.Skip).Take(page.Size).ToList();
        return new Worklist(
            new Page<WorklistRow>(await RowsAsync(db, currentUser, shown, ct), ranking.Total, page),
            ranking.AtRisk
        );
    }

    /// <summary>All customers of the list, the one to call first at the head.</summary>
    private async Task<Ranking> RankAsync(
        ReportsDb db,
        CurrentUser currentUser,
        WorklistFilter filter,
        CancellationToken ct
    )
    {
        var customers = Narrowed(db, currentUser, filter);
        var facts = await FactsAsync(db, currentUser, customers, IsEverybody(currentUser, filter), ct);
        var contacts = await LastContactsAsync(db, customers, ct);
        var promises = await db.OpenPromisesAsync(customers, clock.Today, ct);
        var matched = facts
            .Where(f => filter.CustomerId is not null || IsIn(filter.Part, f.Key, f.Value, contacts, promises))
            .Select(f => (Ranked: new Ranked(f.Key, f.Value), Points: CollectionScoring.TotalOf(f.Value, weights)))
            .OrderByDescending(f => f.Points)
            .ThenByDescending(f => f.Ranked.Facts.AtRisk.Paise)
            .ThenBy(f => f.Ranked.Id)
            .Select(f => f.Ranked)
            .ToList();
        return new Ranking(matched, matched.Count, new Money(matched.Sum(m => m.Facts.AtRisk.Paise)));
    }

    /// <summary>Whether no customer is left out: to look each of them up costs SQLite several times what reading the month does.</summary>
    private static bool IsEverybody(CurrentUser currentUser, WorklistFilter filter) =>
        currentUser.Scope is { Regions: null, DepartmentIds: null }
        && filter is { CustomerId: null, Region: null, EngineerId: null };

    private static IQueryable<Customer> Narrowed(ReportsDb db, CurrentUser currentUser, WorklistFilter filter)
    {
        var customers = db.Set<Customer>().VisibleTo(currentUser);
        return filter.CustomerId is { } id
            ? customers.Where(c => c.Id == id)
            : customers.InRegion(filter.Region).OfEngineer(filter.EngineerId);
    }

    private bool IsIn(
        WorklistPart part,
        int customerId,
        CollectionFacts facts,
        Dictionary<int, LastContact> contacts,
        ILookup<int, OpenPromise> promises
    )
    {
        if (part == WorklistPart.All)
            return facts.AtRisk.Paise > 0 || facts.Disputed.Paise > 0;
        if (facts.AtRisk.Paise <= 0)
            return false;
        var today = clock.Today;
        var last = contacts.GetValueOrDefault(customerId);
        var waits =
            (last is not null && DateOnly.FromDateTime(clock.ToLocal(last.At)) == today)
            || last?.FollowUpOn > today
            || promises[customerId].FirstOrDefault()?.DueOn > today;
        return waits == (part == WorklistPart.Waiting);
    }

    private async Task<Dictionary<int, CollectionFacts>> FactsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IQueryable<Customer> customers,
        bool everybody,
        CancellationToken ct
    )
    {
        var month = await outstanding.LatestPeriodAsync(currentUser, ct);
        var all = await Positions.LoadAsync(db, currentUser, null, null, ct);
        var positions = all.At(month);
        var narrowed = everybody ? null : customers.Select(c => c.Id);
        var owed = await OwedAsync(db, currentUser, narrowed, month, positions, ct);
        var paces = await PacesAsync(db, narrowed, month, all, ct);
        var decided = await DecidedPromisesAsync(db, customers, ct);
        var spoken = await SpokenAsync(db, customers, ct);
        var today = clock.Today;
        return owed.ToDictionary(
            o => o.Key,
            o =>
            {
                var pace = paces.GetValueOrDefault(o.Key);
                var (broken, part) = decided.GetValueOrDefault(o.Key);
                return o.Value with
                {
                    Broken = broken,
                    PartKept = part,
                    SilentDays = spoken.TryGetValue(o.Key, out var at)
                        ? Math.Max(0, today.DayNumber - DateOnly.FromDateTime(clock.ToLocal(at)).DayNumber)
                        : null,
                    Months = pace.Months,
                    AverageOwed = new Money(pace.Months == 0 ? 0 : pace.OwedPaise / pace.Months),
                    AverageReceived = new Money(pace.Months == 0 ? 0 : pace.ReceivedPaise / pace.Months),
                };
            }
        );
    }

    /// <summary>What is owed in the latest positions, with ages of today.</summary>
    private async Task<Dictionary<int, CollectionFacts>> OwedAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IQueryable<int>? customers,
        Period month,
        IReadOnlyList<Position> positions,
        CancellationToken ct
    )
    {
        var today = clock.Today;
        var terms = (await outstanding.TermsAsync(currentUser, new ReceivablesFilter(month), positions, ct)) with
        {
            AsOf = today,
        };
        var ids = positions.Select(p => p.Id).ToList();
        var open = db.Set<InvoiceBalance>().Where(b => ids.Contains(b.SnapshotId) && b.OutstandingPaise != 0);
        if (customers is not null)
            open = open.Where(b => customers.Contains(b.CustomerId));
        var sums = await open.Aged(terms)
            .GroupBy(a => a.CustomerId)
            .Select(g => new
            {
                g.Key,
                UpTo30 = g.Sum(a => a.Bucket == 0 ? a.OutstandingPaise - a.DisputedPaise : 0),
                UpTo90 = g.Sum(a => a.Bucket == 1 ? a.OutstandingPaise - a.DisputedPaise : 0),
                UpTo180 = g.Sum(a => a.Bucket == 2 ? a.OutstandingPaise - a.DisputedPaise : 0),
                UpTo365 = g.Sum(a => a.Bucket == 3 ? a.OutstandingPaise - a.DisputedPaise : 0),
                Older = g.Sum(a => a.Bucket == 4 ? a.OutstandingPaise - a.DisputedPaise : 0),
                Unclassified = g.Sum(a => a.Bucket == 5 ? a.OutstandingPaise - a.DisputedPaise : 0),
                Disputed = g.Sum(a => a.DisputedPaise),
                Oldest = g.Min(a => a.OutstandingPaise > a.DisputedPaise ? a.AgeDate : null),
            })
            .ToListAsync(ct);
        return sums.ToDictionary(
            s => s.Key,
            s => new CollectionFacts
            {
                Undisputed = new AgeingAmounts(
                    new Money(s.UpTo30),
                    new Money(s.UpTo90),
                    new Money(s.UpTo180),
                    new Money(s.UpTo365),
                    new Money(s.Older),
                    new Money(s.Unclassified)
                ),
                Disputed = new Money(s.Disputed),
                OldestDays = s.Oldest is { } oldest ? today.DayNumber - oldest.DayNumber : null,
            }
        );
    }

    /// <summary>What was owed and what came in over the last months. The first sheet of a department and region has nothing before it, so it tells nothing of what came in.</summary>
    private static async Task<Dictionary<int, (long OwedPaise, long ReceivedPaise, int Months)>> PacesAsync(
        ReportsDb db,
        IQueryable<int>? customers,
        Period month,
        Positions all,
        CancellationToken ct
    )
    {
        var since = month.AddMonths(1 - PaceMonths);
        var ids = all
            .All.GroupBy(p => (p.DepartmentId, p.Region))
            .SelectMany(chain => chain.OrderBy(p => p.Period).Skip(1))
            .Where(p => p.Period.CompareTo(since) >= 0 && p.Period.CompareTo(month) <= 0)
            .Select(p => p.Id)
            .ToList();
        var balances = db.Set<Balance>().Where(b => ids.Contains(b.SnapshotId));
        if (customers is not null)
            balances = balances.Where(b => customers.Contains(b.CustomerId));
        var sums = await balances
            .GroupBy(b => b.CustomerId)
            .Select(g => new
            {
                g.Key,
                Owed = g.Sum(b => b.OutstandingPaise),
                Received = g.Sum(b => b.RecoveredPaise),
                Months = g.Count(),
            })
            .ToListAsync(ct);
        return sums.ToDictionary(s => s.Key, s => (s.Owed, s.Received, s.Months));
    }

    private async Task<Dictionary<int, (int Broken, int PartKept)>> DecidedPromisesAsync(
        ReportsDb db,
        IQueryable<Customer> customers,
        CancellationToken ct
    )
    {
        var since = clock.Today.AddDays(-PromiseDays);
        var counts = await db.Set<Promise>()
            .Where(p =>
                (p.Status == PromiseStatus.Broken || p.Status == PromiseStatus.PartKept)
                && p.DueOn >= since
                && customers.Select(c => c.Id).Contains(p.CustomerId)
            )
            .GroupBy(p => p.CustomerId)
            .Select(g => new
            {
                g.Key,
                Broken = g.Count(p => p.Status == PromiseStatus.Broken),
                Part = g.Count(p => p.Status == PromiseStatus.PartKept),
            })
            .ToListAsync(ct);
        return counts.ToDictionary(c => c.Key, c => (c.Broken, c.Part));
    }

    /// <summary>When each customer was last spoken to: a call that nobody answered is no contact.</summary>
    private static async Task<Dictionary<int, DateTime>> SpokenAsync(
        ReportsDb db,
        IQueryable<Customer> customers,
        CancellationToken ct
    )
    {
        var last = await Standing(db, customers)
            .Where(e => e.Outcome != ContactOutcome.NoAnswer)
            .GroupBy(e => e.CustomerId)
            .Select(g => new { g.Key, At = g.Max(e => e.At) })
            .ToListAsync(ct);
        return last.ToDictionary(l => l.Key, l => l.At);
    }

    private static async Task<Dictionary<int, LastContact>> LastContactsAsync(
        ReportsDb db,
        IQueryable<Customer> customers,
        CancellationToken ct
    )
    {
        var newest = Standing(db, customers).GroupBy(e => e.CustomerId).Select(g => g.Max(e => e.Id));
        var entries = await db.Set<ContactEntry>().Where(e => newest.Contains(e.Id)).ToListAsync(ct);
        return entries.ToDictionary(
            e => e.CustomerId,
            e => new LastContact(e.At, e.Outcome, e.ByName, e.Note, e.FollowUpOn)
        );
    }

    /// <summary>Lines that nobody took back.</summary>
    private static IQueryable<ContactEntry> Standing(ReportsDb db, IQueryable<Customer> customers) =>
        db.Set<ContactEntry>()
            .Where(e =>
                e.Outcome != ContactOutcome.Corrected
                && customers.Select(c => c.Id).Contains(e.CustomerId)
                && !db.Set<ContactEntry>().Any(x => x.CorrectsId == e.Id)
            );

    private async Task<IReadOnlyList<WorklistRow>> RowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<Ranked> shown,
        CancellationToken ct
    )
    {
        var ids = shown.Select(s => s.Id).ToList();
        var found = db.Set<Customer>().Where(c => ids.Contains(c.Id));
        var customers = await found.ToDictionaryAsync(c => c.Id, ct);
        var contacts = await LastContactsAsync(db, found, ct);
        var promises = await db.OpenPromisesAsync(found, clock.Today, ct);
        var engineers = await EngineersAsync(currentUser, ct);
        return
        [
            .. shown.Select(s =>
            {
                var customer = customers[s.Id];
                return new WorklistRow
                {
                    Id = s.Id,
                    Code = customer.Code,
                    Name = customer.Name,
                    Region = customer.Region,
                    EngineerId = customer.EngineerId,
                    EngineerName = NameOf(customer.EngineerId, engineers),
                    Phone = customer.Phone,
                    Facts = s.Facts,
                    Score = CollectionScoring.Of(s.Facts, weights),
                    Last = contacts.GetValueOrDefault(s.Id),
                    Promise = promises[s.Id].FirstOrDefault(),
                    MayEdit = CustomerCommands.MayChange(currentUser, customer),
                };
            }),
        ];
    }

    private async Task<Dictionary<int, string>> EngineersAsync(CurrentUser currentUser, CancellationToken ct) =>
        (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name);

    private static string? NameOf(int? engineerId, Dictionary<int, string> engineers) =>
        engineerId is { } id ? engineers.GetValueOrDefault(id) : null;

    private sealed record Ranked(int Id, CollectionFacts Facts);

    /// <param name="Customers">In their order; the first of them where they are kept.</param>
    private sealed record Ranking(IReadOnlyList<Ranked> Customers, int Total, Money AtRisk)
    {
        public Ranking First(int most) => this with { Customers = [.. Customers.Take(most)] };
    }
}
