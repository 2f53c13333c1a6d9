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
    CollectionOptions weights,
    BusinessClock clock
)
{
    private const int PaceMonths = 6;
    private const int PromiseDays = 365;

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
        await using var held = ReadSnapshot.Hold();
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var customers = Narrowed(db, currentUser, filter);
        var facts = await FactsAsync(db, currentUser, customers, ct);
        var contacts = await LastContactsAsync(db, customers, ct);
        var promises = await db.OpenPromisesAsync(customers, clock.Today, ct);
        var matched = facts
            .Where(f => filter.CustomerId is not null || IsIn(filter.Part, f.Key, f.Value, contacts, promises))
            .Select(f => (Id: f.Key, Facts: f.Value, Points: CollectionScoring.TotalOf(f.Value, weights)))
            .OrderByDescending(f => f.Points)
            .ThenByDescending(f => f.Facts.AtRisk.Paise)
            .ThenBy(f => f.Id)
            .ToList();
        var shown = matched.Skip(page.Skip).Take(page.Size).ToList();
        var rows = await RowsAsync(db, currentUser, [.. shown.Select(s => (s.Id, s.Facts))], contacts, promises, ct);
        return new Worklist(
            new Page<WorklistRow>(rows, matched.Count, page),
            new Money(matched.Sum(m => m.Facts.AtRisk.Paise))
        );
    }

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
        CancellationToken ct
    )
    {
        var month = await outstanding.LatestPeriodAsync(currentUser, ct);
        var all = await Positions.LoadAsync(db, currentUser, null, null, ct);
        var positions = all.At(month);
        var owed = await OwedAsync(db, currentUser, customers, month, positions, ct);
        var paces = await PacesAsync(db, customers, month, all, ct);
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
        IQueryable<Customer> customers,
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
        var sums = await db.Set<InvoiceBalance>()
            .Where(b =>
                ids.Contains(b.SnapshotId)
                && b.OutstandingPaise != 0
                && customers.Select(c => c.Id).Contains(b.CustomerId)
            )
            .Aged(terms)
            .GroupBy(a => new { a.CustomerId, a.Bucket })
            .Select(g => new
            {
                g.Key.CustomerId,
                g.Key.Bucket,
                Paise = g.Sum(a => a.OutstandingPaise - a.DisputedPaise),
                Disputed = g.Sum(a => a.DisputedPaise),
                Oldest = g.Min(a => a.OutstandingPaise > a.DisputedPaise ? a.AgeDate : null),
            })
            .ToListAsync(ct);
        return sums.GroupBy(s => s.CustomerId)
            .ToDictionary(
                g => g.Key,
                g => new CollectionFacts
                {
                    Undisputed = AgeingQuery.Fold(g.Select(s => (s.Bucket, s.Paise))),
                    Disputed = new Money(g.Sum(s => s.Disputed)),
                    OldestDays = g.Min(s => s.Oldest) is { } oldest ? today.DayNumber - oldest.DayNumber : null,
                }
            );
    }

    /// <summary>What was owed and what came in over the last months. The first sheet of a department and region has nothing before it, so it tells nothing of what came in.</summary>
    private static async Task<Dictionary<int, (long OwedPaise, long ReceivedPaise, int Months)>> PacesAsync(
        ReportsDb db,
        IQueryable<Customer> customers,
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
        var sums = await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId) && customers.Select(c => c.Id).Contains(b.CustomerId))
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
        IReadOnlyList<(int Id, CollectionFacts Facts)> shown,
        Dictionary<int, LastContact> contacts,
        ILookup<int, OpenPromise> promises,
        CancellationToken ct
    )
    {
        var ids = shown.Select(s => s.Id).ToList();
        var customers = await db.Set<Customer>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
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
}
