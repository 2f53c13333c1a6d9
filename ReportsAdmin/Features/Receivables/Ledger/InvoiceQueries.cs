using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>Invoices of a month, and where each figure comes from.</summary>
public sealed partial class InvoiceQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReceivablesQueries outstanding,
    ImportQueries imports
)
{
    /// <summary>A page of invoices and the sums over all that matched.</summary>
    public async Task<InvoiceList> SheetAsync(
        CurrentUser currentUser,
        InvoiceFilter filter,
        PageRequest page,
        CancellationToken ct
    ) => await SheetAsync(currentUser, filter, page, null, ct);

    /// <summary>As above, with sums that were read before: they change with the filter and the data, not with the page or the order.</summary>
    public async Task<InvoiceList> SheetAsync(
        CurrentUser currentUser,
        InvoiceFilter filter,
        PageRequest page,
        InvoiceList? known,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = (
            await Positions.LoadAsync(db, currentUser, filter.Base.DepartmentId, filter.Base.Region, ct)
        ).At(filter.Base.Period);
        var terms = await outstanding.TermsAsync(currentUser, filter.Base, positions, ct);
        var matched = Matching(db, filter, positions, terms);
        var freshness = await outstanding.FreshnessAsync(db, currentUser, positions, filter.Base.Period, ct);
        var totals =
            known is not null && known.DataFreshness.DataVersion == freshness.DataVersion
                ? known.Totals
                : await TotalsAsync(matched, ct);
        var rows = await Sorted(matched, filter.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new InvoiceList(
            new Page<InvoiceRow>([.. rows.Select(r => Row(currentUser, r, terms))], totals.Invoices, page),
            totals,
            terms.Scheme,
            freshness
        );
    }

    /// <summary>Every invoice that matches, from one statement and so as of one instant: for exports.</summary>
    public async IAsyncEnumerable<InvoiceRow> StreamAsync(
        CurrentUser currentUser,
        InvoiceFilter filter,
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
        await foreach (
            var row in Sorted(Matching(db, filter, positions, terms), filter.Sort)
                .AsAsyncEnumerable()
                .WithCancellation(ct)
        )
            yield return Row(currentUser, row, terms);
    }

    private static IQueryable<Joined> Matching(
        ReportsDb db,
        InvoiceFilter filter,
        IReadOnlyList<Position> positions,
        AgeingTerms terms
    )
    {
        var query = Join(db, Balances(db, filter, [.. positions.Select(p => p.Id)], terms));
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var folded = Customer.FoldForSearch(filter.Search);
            var number = filter.Search.Trim().ToUpperInvariant();
            query = query.Where(x =>
                x.Customer.SearchText.Contains(folded) || x.Invoice.Number.ToUpper().Contains(number)
            );
        }

        return filter.Status switch
        {
            null => query,
            "dispute" => query.Where(x => x.Invoice.Disputed),
            "paid" => query.Where(x => x.Invoice.Paid && !x.Invoice.Disputed),
            "unpaid" => query.Where(x => !x.Invoice.Paid && !x.Invoice.Disputed),
            var other => throw DomainException.Invalid(
                "status",
                $"'{other}' is not an invoice status; use paid, unpaid or dispute."
            ),
        };
    }

    private static IQueryable<InvoiceBalance> Balances(
        ReportsDb db,
        InvoiceFilter filter,
        List<int> ids,
        AgeingTerms terms
    )
    {
        var balances = db.Set<InvoiceBalance>().Where(b => ids.Contains(b.SnapshotId));
        if (filter.CustomerId is { } customer)
            balances = balances.Where(b => b.CustomerId == customer);
        if (filter.Chosen is { } chosen)
            balances = balances.Where(b => chosen.Contains(b.InvoiceId));
        if (filter.OpenOnly)
            balances = balances.Where(b => b.OutstandingPaise != 0);
        if (filter.Origin is { } origin)
            balances = balances.Where(b => b.Origin == origin);
        if (filter.Bucket is not { } bucket)
            return balances;
        var wanted = (int)bucket;
        return balances.Join(
            db.Set<InvoiceBalance>().Where(b => ids.Contains(b.SnapshotId)).Aged(terms).Where(a => a.Bucket == wanted),
            b => new { b.SnapshotId, b.InvoiceId },
            a => new { a.SnapshotId, a.InvoiceId },
            (b, a) => b
        );
    }

    private static IQueryable<Joined> Join(ReportsDb db, IQueryable<InvoiceBalance> balances) =>
        from b in balances
        join i in db.Set<Invoice>() on b.InvoiceId equals i.Id
        join c in db.Set<Customer>() on b.CustomerId equals c.Id
        join s in db.Set<Snapshot>() on b.SnapshotId equals s.Id
        select new Joined
        {
            Balance = b,
            Invoice = i,
            Customer = c,
            Region = s.Region,
        };

    private static async Task<InvoiceTotals> TotalsAsync(IQueryable<Joined> matched, CancellationToken ct)
    {
        var sums = await matched
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Amount = g.Sum(x => x.Invoice.AmountPaise),
                Outstanding = g.Sum(x => x.Balance.OutstandingPaise),
            })
            .SingleOrDefaultAsync(ct);
        return new InvoiceTotals(sums?.Count ?? 0, new Money(sums?.Amount ?? 0), new Money(sums?.Outstanding ?? 0));
    }

    private static IQueryable<Joined> Sorted(IQueryable<Joined> query, string sort)
    {
        var descending = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "outstanding" => Order(query, x => x.Balance.OutstandingPaise, descending),
            "amount" => Order(query, x => x.Invoice.AmountPaise, descending),
            "number" => Order(query, x => x.Invoice.Number, descending),
            "date" => Order(query, x => x.Balance.InvoiceDate, descending),
            "customer" => Order(query, x => x.Customer.SearchText, descending),
            "row" => Order(query, x => x.Balance.RowNumber, descending),
            _ => throw DomainException.Invalid("sort", $"'{sort}' is not a column that can be sorted by."),
        };
    }

    private static IQueryable<Joined> Order<TKey>(
        IQueryable<Joined> query,
        System.Linq.Expressions.Expression<Func<Joined, TKey>> key,
        bool descending
    ) => (descending ? query.OrderByDescending(key) : query.OrderBy(key)).ThenBy(x => x.Invoice.Id);

    private static InvoiceRow Row(CurrentUser currentUser, Joined r, AgeingTerms terms)
    {
        var date = terms.ByDueDate.Contains(r.Balance.SnapshotId)
            ? r.Balance.DueDate ?? r.Balance.InvoiceDate
            : r.Balance.InvoiceDate;
        return new InvoiceRow(
            r.Invoice.Id,
            r.Customer.Id,
            r.Customer.Code,
            r.Customer.Name,
            r.Region,
            r.Invoice.Number,
            r.Invoice.Kind,
            new Money(r.Invoice.AmountPaise),
            new Money(r.Balance.OutstandingPaise),
            r.Balance.InvoiceDate,
            r.Balance.DueDate,
            date is { } day ? terms.AsOf.DayNumber - day.DayNumber : null,
            r.Balance.Bucket ?? terms.Scheme.BucketOf(date, terms.AsOf),
            r.Invoice.Status,
            r.Invoice.Paid,
            r.Balance.Origin,
            r.Balance.BatchId,
            r.Balance.RowNumber,
            CustomerCommands.MayChange(currentUser, r.Customer)
        );
    }

    private sealed class Joined
    {
        public required InvoiceBalance Balance { get; init; }

        public required Invoice Invoice { get; init; }

        public required Customer Customer { get; init; }

        /// <summary>Of the position: the customer may have moved since.</summary>
        public required string Region { get; init; }
    }
}
