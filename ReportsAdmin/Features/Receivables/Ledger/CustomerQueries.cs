using System.Linq.Expressions;
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
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers
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
        var matched = await MatchingAsync(db, filter, positions, terms, ct);
        var freshness = await outstanding.FreshnessAsync(db, currentUser, positions, filter.Base.Period, ct);
        var totals =
            known is not null && known.DataFreshness.DataVersion == freshness.DataVersion
                ? known.Totals
                : await answers.GetAsync(
                    currentUser,
                    ("customers", filter with { Sort = "" }),
                    token => TotalsAsync(db, filter, matched, positions, terms, token),
                    ct
                );
        var keys = await Sorted(db, matched, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        var rows = await RowsAsync(db, currentUser, filter.Base.Period, positions, terms, keys, names, ct);
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
        var matched = await MatchingAsync(db, filter, positions, terms, ct);
        var order = await Sorted(db, matched, filter.Sort).ToListAsync(ct);
        foreach (var chunk in order.Chunk(StreamChunk))
        {
            foreach (
                var row in await RowsAsync(db, currentUser, filter.Base.Period, positions, terms, chunk, names, ct)
            )
                yield return row;
        }
    }

    private static async Task<IQueryable<Balance>> MatchingAsync(
        ReportsDb db,
        CustomerFilter filter,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var query = db.Set<Balance>().Where(b => ids.Contains(b.SnapshotId));
        if (!filter.WithSettled)
            query = query.Open();
        if (filter.CustomerId is { } only)
            query = query.Where(b => b.CustomerId == only);
        if (filter.Chosen is { } chosen)
            query = query.Where(b => chosen.Contains(b.CustomerId));
        if (CustomersOf(db, filter)?.Select(c => c.Id) is { } customers)
            query = await customers.FewAsync(ct) is { } few
                ? query.Where(b => few.Contains(b.CustomerId))
                : query.Where(b => customers.Contains(b.CustomerId));
        if (filter.DisputedOnly)
            query = query.Where(b => b.Disputed > 0);
        if (filter.Bucket is { } bucket)
        {
            var wanted = (int)bucket;
            var aged = db.Set<InvoiceBalance>()
                .Where(b => ids.Contains(b.SnapshotId))
                .Aged(terms)
                .Where(a => a.Bucket == wanted && a.OutstandingPaise != 0);
            query = query.Where(b => aged.Any(a => a.SnapshotId == b.SnapshotId && a.CustomerId == b.CustomerId));
        }

        return query;
    }

    /// <summary>Those whom the filter asks for by what they are, not by what they owe; null when it does not.</summary>
    private static IQueryable<Customer>? CustomersOf(ReportsDb db, CustomerFilter filter)
    {
        if (string.IsNullOrWhiteSpace(filter.Search) && filter.Remark is null && filter.EngineerId is null)
            return null;
        var customers = db.Set<Customer>().OfEngineer(filter.EngineerId);
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var folded = Customer.FoldForSearch(filter.Search);
            customers = customers.Where(c => c.SearchText.Contains(folded));
        }

        if (filter.Remark is { } remark)
            customers = customers.Where(c => c.Remark == remark);
        return customers;
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

    /// <summary>The keys in the order of the filter. What balances themselves hold is sorted without their customers: a third of the time.</summary>
    private static IQueryable<RowKey> Sorted(ReportsDb db, IQueryable<Balance> query, string sort)
    {
        var descending = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "name" => Order(Named(db, query), x => x.Customer.SearchText, descending),
            "code" => Order(Named(db, query), x => x.Customer.Code, descending),
            "region" => Order(Named(db, query), x => x.Region, descending),
            "remark" => Order(Named(db, query), x => x.Customer.Remark, descending),
            "invoices" => Order(query, b => b.Invoices, descending),
            "change" => Order(query, b => b.NewPaise - b.RecoveredPaise, descending),
            "outstanding" => Order(query, b => b.OutstandingPaise, descending),
            _ => throw DomainException.Invalid("sort", $"'{sort}' is not a column that can be sorted by."),
        };
    }

    private static IQueryable<RowKey> Order<TKey>(
        IQueryable<Joined> query,
        Expression<Func<Joined, TKey>> key,
        bool descending
    ) =>
        (descending ? query.OrderByDescending(key) : query.OrderBy(key))
            .ThenBy(x => x.Customer.Id)
            .Select(x => new RowKey(x.Balance.SnapshotId, x.Customer.Id));

    private static IQueryable<RowKey> Order<TKey>(
        IQueryable<Balance> query,
        Expression<Func<Balance, TKey>> key,
        bool descending
    ) =>
        (descending ? query.OrderByDescending(key) : query.OrderBy(key))
            .ThenBy(b => b.CustomerId)
            .Select(b => new RowKey(b.SnapshotId, b.CustomerId));

    private async Task<Names> NamesAsync(CurrentUser currentUser, CancellationToken ct) =>
        new(
            (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name),
            (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name)
        );

    private readonly record struct RowKey(int SnapshotId, int CustomerId);

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
