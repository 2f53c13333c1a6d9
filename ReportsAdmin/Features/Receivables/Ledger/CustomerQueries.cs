using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>The customer data sheet: who owes what in a month, with remarks, engineer and ageing.</summary>
public sealed partial class CustomerQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ReceivablesQueries outstanding
)
{
    private const int StreamChunk = 500;

    /// <summary>A page of customers and the sums over all that matched.</summary>
    public async Task<CustomerList> SheetAsync(
        CurrentUser currentUser,
        CustomerFilter filter,
        PageRequest page,
        CancellationToken ct
    ) => await SheetAsync(currentUser, filter, page, null, ct);

    /// <summary>As above, with sums that were read before: they change with the filter and the data, not with the page or the order.</summary>
    public async Task<CustomerList> SheetAsync(
        CurrentUser currentUser,
        CustomerFilter filter,
        PageRequest page,
        CustomerList? known,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.Base.DepartmentId, filter.Base.Region, ct);
        return await SheetAsync(db, currentUser, filter, page, all, await NamesAsync(currentUser, ct), known, ct);
    }

    private async Task<CustomerList> SheetAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CustomerFilter filter,
        PageRequest page,
        Positions all,
        Names names,
        CustomerList? known,
        CancellationToken ct
    )
    {
        var positions = all.At(filter.Base.Period);
        var terms = await outstanding.TermsAsync(currentUser, filter.Base, positions, ct);
        var matched = Matching(db, filter, positions, terms);
        var freshness = await outstanding.FreshnessAsync(db, currentUser, positions, filter.Base.Period, ct);
        var totals =
            known is not null && known.DataFreshness.DataVersion == freshness.DataVersion
                ? known.Totals
                : await TotalsAsync(db, matched, filter.Base.Period, positions, terms, ct);
        var found = await Sorted(matched, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var rows = await EnrichAsync(db, currentUser, filter.Base.Period, positions, terms, found, names, ct);
        return new CustomerList(new Page<CustomerRow>(rows, totals.Customers, page), totals, terms.Scheme, freshness);
    }

    /// <summary>Every customer that matches, in the order of the filter and as of one instant: for exports. Not bounded by the page size.</summary>
    public async IAsyncEnumerable<CustomerRow> StreamAsync(
        CurrentUser currentUser,
        CustomerFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = (
            await Positions.LoadAsync(db, currentUser, filter.Base.DepartmentId, filter.Base.Region, ct)
        ).At(filter.Base.Period);
        var terms = await outstanding.TermsAsync(currentUser, filter.Base, positions, ct);
        var names = await NamesAsync(currentUser, ct);
        // The order is read once, as keys alone: paging through the sorted query would sort it again for every chunk.
        var order = await Sorted(Matching(db, filter, positions, terms), filter.Sort)
            .Select(x => new { x.Balance.SnapshotId, x.Customer.Id })
            .ToListAsync(ct);
        foreach (var chunk in order.Chunk(StreamChunk))
        {
            var snapshots = chunk.Select(k => k.SnapshotId).Distinct().ToList();
            var customers = chunk.Select(k => k.Id).ToList();
            var rows = await Named(
                    db,
                    db.Set<Balance>().Where(b => snapshots.Contains(b.SnapshotId) && customers.Contains(b.CustomerId))
                )
                .ToDictionaryAsync(x => (x.Balance.SnapshotId, x.Customer.Id), ct);
            foreach (
                var row in await EnrichAsync(
                    db,
                    currentUser,
                    filter.Base.Period,
                    positions,
                    terms,
                    [.. chunk.Select(k => rows[(k.SnapshotId, k.Id)])],
                    names,
                    ct
                )
            )
                yield return row;
        }
    }

    private static IQueryable<Joined> Matching(
        ReportsDb db,
        CustomerFilter filter,
        IReadOnlyList<Position> positions,
        AgeingTerms terms
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var balances = db.Set<Balance>().Where(b => ids.Contains(b.SnapshotId));
        var query = Named(db, filter.WithSettled ? balances : balances.Open(db));
        if (filter.CustomerId is { } only)
            query = query.Where(x => x.Customer.Id == only);
        if (filter.Chosen is { } chosen)
            query = query.Where(x => chosen.Contains(x.Customer.Id));
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var folded = Customer.FoldForSearch(filter.Search);
            query = query.Where(x => x.Customer.SearchText.Contains(folded));
        }

        if (filter.Remark is { } remark)
            query = query.Where(x => x.Customer.Remark == remark);
        if (filter.EngineerId is { } engineer)
            query =
                engineer == 0
                    ? query.Where(x => x.Customer.EngineerId == null)
                    : query.Where(x => x.Customer.EngineerId == engineer);
        if (filter.DisputedOnly)
            query = query.Where(x => x.Balance.Disputed > 0);
        if (filter.Bucket is { } bucket)
        {
            var wanted = (int)bucket;
            var aged = db.Set<InvoiceBalance>()
                .Where(b => ids.Contains(b.SnapshotId))
                .Aged(terms)
                .Where(a => a.Bucket == wanted && a.OutstandingPaise != 0);
            query = query.Where(x =>
                aged.Any(a => a.SnapshotId == x.Balance.SnapshotId && a.CustomerId == x.Customer.Id)
            );
        }

        return query;
    }

    private static IQueryable<Joined> Named(ReportsDb db, IQueryable<Balance> balances) =>
        balances
            .Join(db.Set<Customer>(), b => b.CustomerId, c => c.Id, (b, c) => new { b, c })
            .Join(
                db.Set<Snapshot>(),
                x => x.b.SnapshotId,
                s => s.Id,
                (x, s) =>
                    new Joined
                    {
                        Balance = x.b,
                        Customer = x.c,
                        Region = s.Region,
                    }
            );

    private static IQueryable<Joined> Sorted(IQueryable<Joined> query, string sort)
    {
        var descending = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "name" => Order(query, x => x.Customer.SearchText, descending),
            "code" => Order(query, x => x.Customer.Code, descending),
            "region" => Order(query, x => x.Region, descending),
            "remark" => Order(query, x => x.Customer.Remark, descending),
            "invoices" => Order(query, x => x.Balance.Invoices, descending),
            "change" => Order(query, x => x.Balance.NewPaise - x.Balance.RecoveredPaise, descending),
            "outstanding" => Order(query, x => x.Balance.OutstandingPaise, descending),
            _ => throw DomainException.Invalid("sort", $"'{sort}' is not a column that can be sorted by."),
        };
    }

    private static IQueryable<Joined> Order<TKey>(
        IQueryable<Joined> query,
        System.Linq.Expressions.Expression<Func<Joined, TKey>> key,
        bool descending
    ) => (descending ? query.OrderByDescending(key) : query.OrderBy(key)).ThenBy(x => x.Customer.Id);

    private async Task<Names> NamesAsync(CurrentUser currentUser, CancellationToken ct) =>
        new(
            (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name),
            (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name)
        );

    private sealed record Names(Dictionary<int, string> Departments, Dictionary<int, string> Engineers);

    /// <summary>A balance with its customer; a class, so that EF can compose on it.</summary>
    private sealed class Joined
    {
        public required Balance Balance { get; init; }

        public required Customer Customer { get; init; }

        /// <summary>Of the position: the customer may have moved since.</summary>
        public required string Region { get; init; }
    }
}
