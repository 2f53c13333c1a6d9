using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>A customer as the client of spec 003 wants them: with every invoice of the financial year inline.</summary>
/// <param name="Region">Of the position that the outstanding comes from: the customer may have moved since.</param>
/// <param name="Outstanding">What is owed at the year's latest position; zero when nothing is owed any more.</param>
/// <param name="Oldest">The age of the oldest open debt; null when nothing is owed.</param>
public sealed record TrackerCustomer(
    Customer Customer,
    string Region,
    string Department,
    string? Engineer,
    Money Outstanding,
    AgeBucket? Oldest,
    IReadOnlyList<InvoiceWithMonths> Invoices
);

/// <param name="Months">What was owed in each month of the year, newest first; the first is part of the customer's outstanding.</param>
public sealed record InvoiceWithMonths(Invoice Invoice, IReadOnlyList<InvoiceMonthAmount> Months);

public sealed record InvoiceMonthAmount(Period Period, Money Outstanding, AgeBucket Bucket);

/// <summary>The one read of spec 003 that has no page: all customers of a financial year, streamed.</summary>
public sealed class TrackerQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReceivablesQueries outstanding,
    AccessQueries access,
    BusinessClock clock
)
{
    private const int Chunk = 500;

    /// <summary>
    /// Everyone who owed something in the year (in all years when none is given), in the order of their codes, as of one
    /// instant and with all ages counted to one day.
    /// </summary>
    public async IAsyncEnumerable<TrackerCustomer> CustomersAsync(
        CurrentUser currentUser,
        int? departmentId,
        string? region,
        FinancialYear? year,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var latest = await db.Set<Snapshot>().VisibleTo(currentUser).MaxAsync(s => (int?)s.Period, ct);
        var all = await Positions.LoadAsync(db, currentUser, departmentId, region, ct);
        if (
            latest is null
            || LastOf(year, Period.FromNumber(latest.Value)) is not { } last
            || all.First is not { } first
        )
            yield break;
        var begin = year?.First ?? first;
        var within = all.Within(begin, last);
        var filter = new ReceivablesFilter(last, departmentId, region) { StandardAges = true };
        var read = new YearRead(
            begin,
            within.ToDictionary(p => p.Id),
            [.. all.At(last).Select(p => p.Id)],
            await outstanding.TermsAsync(currentUser, filter, within, ct),
            (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name),
            (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name)
        );
        foreach (var ids in (await DebtorsAsync(db, read, ct)).Chunk(Chunk))
        {
            foreach (var customer in await ReadAsync(db, read, ids, ct))
                yield return customer;
        }
    }

    /// <summary>The month whose positions answer for the year, as on the dashboard; null for a year that has not begun.</summary>
    private Period? LastOf(FinancialYear? year, Period latest)
    {
        if (year is not { } wanted)
            return latest;
        if (wanted.Last.CompareTo(latest) < 0)
            return wanted.Last;
        if (wanted.First.CompareTo(latest) <= 0)
            return latest;
        return wanted.First.CompareTo(Period.Of(clock.Today)) <= 0 ? wanted.First : null;
    }

    private static Task<List<int>> DebtorsAsync(ReportsDb db, YearRead read, CancellationToken ct)
    {
        var ids = read.Positions.Keys.ToList();
        // A position from before the year says what was owed when it began, but its payments are not the year's.
        var moved = read.Positions.Values.Where(p => p.Period.CompareTo(read.First) >= 0).Select(p => p.Id).ToList();
        var balances = db.Set<Balance>().Where(b => ids.Contains(b.SnapshotId));
        var owed = balances
            .Open(db)
            .Select(b => b.CustomerId)
            .Union(
                balances
                    .Where(b => moved.Contains(b.SnapshotId) && (b.NewPaise != 0 || b.RecoveredPaise != 0))
                    .Select(b => b.CustomerId)
            );
        return db.Set<Customer>()
            .Where(c => owed.Contains(c.Id))
            .OrderBy(c => c.Code)
            .Select(c => c.Id)
            .ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<TrackerCustomer>> ReadAsync(
        ReportsDb db,
        YearRead read,
        int[] ids,
        CancellationToken ct
    )
    {
        var snapshots = read.Positions.Keys.ToList();
        var customers = await db.Set<Customer>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var invoices = (
            await db.Set<Invoice>()
                .Where(i => ids.Contains(i.CustomerId) && i.Kind == InvoiceKind.Invoice)
                .OrderBy(i => i.Id)
                .ToListAsync(ct)
        ).ToLookup(i => i.CustomerId);
        var items = (
            await db.Set<InvoiceBalance>()
                .Where(b => ids.Contains(b.CustomerId) && snapshots.Contains(b.SnapshotId))
                .Aged(read.Terms)
                .ToListAsync(ct)
        ).ToLookup(i => i.CustomerId);
        return [.. ids.Select(id => read.Customer(customers[id], items[id], invoices[id]))];
    }

    /// <summary>What is known of the year while its customers are read.</summary>
    /// <param name="Positions">Every position that answered for some month of the year, by key.</param>
    /// <param name="Now">The positions that answer for its last month.</param>
    private sealed record YearRead(
        Period First,
        IReadOnlyDictionary<int, Position> Positions,
        HashSet<int> Now,
        AgeingTerms Terms,
        IReadOnlyDictionary<int, string> Departments,
        IReadOnlyDictionary<int, string> Engineers
    )
    {
        public TrackerCustomer Customer(Customer customer, IEnumerable<AgedItem> items, IEnumerable<Invoice> invoices)
        {
            var all = items.ToList();
            var owed = all.Where(i => Now.Contains(i.SnapshotId)).ToList();
            var home = all.Select(i => (Item: i, Position: Positions[i.SnapshotId]))
                .OrderBy(x => Now.Contains(x.Position.Id))
                .ThenBy(x => x.Position.Period)
                .ThenBy(x => Math.Abs(x.Item.OutstandingPaise))
                .Select(x => x.Position.Region)
                .LastOrDefault(customer.Region);
            var oldest = owed.Where(i => i.OutstandingPaise > 0).Select(i => (AgeBucket?)i.Bucket).Max();
            var byInvoice = all.ToLookup(i => i.InvoiceId);
            return new TrackerCustomer(
                customer,
                home,
                Departments.GetValueOrDefault(customer.DepartmentId, ""),
                customer.EngineerId is { } engineer ? Engineers.GetValueOrDefault(engineer) : null,
                new Money(owed.Sum(i => i.OutstandingPaise)),
                oldest,
                [
                    .. invoices
                        .Where(i => byInvoice[i.Id].Any())
                        .Select(i => new InvoiceWithMonths(i, Months([.. byInvoice[i.Id]]))),
                ]
            );
        }

        /// <summary>
        /// The latest position first, with zero when it no longer has the invoice: so the newest amounts of a customer's invoices
        /// add up to what the customer owes.
        /// </summary>
        private List<InvoiceMonthAmount> Months(List<AgedItem> items)
        {
            var places = items.Select(i => Positions[i.SnapshotId]).Select(p => (p.DepartmentId, p.Region)).ToHashSet();
            var newest = Positions
                .Values.Where(p => Now.Contains(p.Id) && places.Contains((p.DepartmentId, p.Region)))
                .Max(p => p.Period);
            var last = items.MaxBy(i => Positions[i.SnapshotId].Period)!;
            return
            [
                new(
                    newest,
                    new Money(items.Where(i => Now.Contains(i.SnapshotId)).Sum(i => i.OutstandingPaise)),
                    (AgeBucket)last.Bucket
                ),
                .. items
                    .Where(i => !Now.Contains(i.SnapshotId) && Positions[i.SnapshotId].Period.CompareTo(newest) < 0)
                    .GroupBy(i => Positions[i.SnapshotId].Period)
                    .OrderByDescending(g => g.Key)
                    .Select(g => new InvoiceMonthAmount(
                        g.Key,
                        new Money(g.Sum(i => i.OutstandingPaise)),
                        (AgeBucket)g.Last().Bucket
                    )),
            ];
        }
    }
}
