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
    ReceivablesAnswers answers,
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
        var matched = await MatchingAsync(db, filter, positions, terms, ct);
        var freshness = await outstanding.FreshnessAsync(db, currentUser, positions, filter.Base.Period, ct);
        var totals =
            known is not null && known.DataFreshness.DataVersion == freshness.DataVersion ? known.Totals
            : filter.IsWhole ? TotalsOf(positions)
            : await answers.GetAsync(
                currentUser,
                ("invoices", filter with { Sort = "" }),
                token => TotalsAsync(db, matched, token),
                ct
            );
        var keys = await answers.GetAsync(
            currentUser,
            ("invoices", filter, page),
            token => KeysAsync(db, filter, matched, positions, page, totals.Invoices, token),
            ct
        );
        return new InvoiceList(
            new Page<InvoiceRow>(await RowsAsync(db, currentUser, keys, terms, ct), totals.Invoices, page),
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
        var matched = await MatchingAsync(db, filter, positions, terms, ct);
        await foreach (var row in Sorted(Join(db, matched), filter.Sort).AsAsyncEnumerable().WithCancellation(ct))
            yield return Row(currentUser, row, terms);
    }

    /// <summary>The balances alone: what the filter asks of invoices and customers narrows them without a join.</summary>
    private static async Task<IQueryable<InvoiceBalance>> MatchingAsync(
        ReportsDb db,
        InvoiceFilter filter,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var query = Balances(db, filter, [.. positions.Select(p => p.Id)], terms);
        if (!string.IsNullOrWhiteSpace(filter.Search))
            query = await FoundAsync(db, query, filter.Search, ct);
        if (filter.Status is null)
            return query;
        // Few are disputed, and they have an index of their own.
        if (filter.Status == "dispute")
        {
            var disputed = db.Set<Invoice>().Where(i => i.Disputed).Select(i => i.Id);
            return query.Where(b => disputed.Contains(b.InvoiceId));
        }

        var invoices = filter.Status switch
        {
            "paid" => db.Set<Invoice>().Where(i => i.Paid && !i.Disputed),
            "unpaid" => db.Set<Invoice>().Where(i => !i.Paid && !i.Disputed),
            var other => throw DomainException.Invalid(
                "status",
                $"'{other}' is not an invoice status; use paid, unpaid or dispute."
            ),
        };
        return query.Where(b => invoices.Any(i => i.Id == b.InvoiceId));
    }

    /// <summary>Those whose number or customer the text is part of.</summary>
    private static async Task<IQueryable<InvoiceBalance>> FoundAsync(
        ReportsDb db,
        IQueryable<InvoiceBalance> balances,
        string search,
        CancellationToken ct
    )
    {
        var (folded, number) = (Customer.FoldForSearch(search), search.Trim().ToUpperInvariant());
        var customers = db.Set<Customer>().Where(c => c.SearchText.Contains(folded)).Select(c => c.Id);
        var invoices = db.Set<Invoice>().Where(i => i.Number.ToUpper().Contains(number)).Select(i => i.Id);
        return await customers.FewAsync(ct) is { } owners && await invoices.FewAsync(ct) is { } numbered
            ? balances.Where(b => owners.Contains(b.CustomerId) || numbered.Contains(b.InvoiceId))
            : balances.Where(b => customers.Contains(b.CustomerId) || invoices.Contains(b.InvoiceId));
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
        return filter.Bucket is { } bucket ? balances.In(bucket, terms) : balances;
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

    /// <summary>Of everything there is, from the sums that are kept.</summary>
    private static InvoiceTotals TotalsOf(IReadOnlyList<Position> positions) =>
        new(
            positions.Sum(p => p.Items),
            new Money(positions.Sum(p => p.AmountPaise)),
            new Money(positions.Sum(p => p.OutstandingPaise))
        );

    private static async Task<InvoiceTotals> TotalsAsync(
        ReportsDb db,
        IQueryable<InvoiceBalance> matched,
        CancellationToken ct
    )
    {
        var sums = await matched
            .Join(db.Set<Invoice>(), b => b.InvoiceId, i => i.Id, (b, i) => new { i.AmountPaise, b.OutstandingPaise })
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Amount = g.Sum(x => x.AmountPaise),
                Outstanding = g.Sum(x => x.OutstandingPaise),
            })
            .SingleOrDefaultAsync(ct);
        return new InvoiceTotals(sums?.Count ?? 0, new Money(sums?.Amount ?? 0), new Money(sums?.Outstanding ?? 0));
    }

    /// <summary>By the key, then by invoice and snapshot, so that no two rows are equal and reading backwards is the exact reverse.</summary>
    private static IQueryable<Joined> Sorted(IQueryable<Joined> rows, string sort, bool backwards = false)
    {
        var descending = sort.StartsWith('-') != backwards;
        return sort.TrimStart('-') switch
        {
            "outstanding" => Sorted(rows, x => x.Balance.OutstandingPaise, descending, backwards),
            "amount" => Sorted(rows, x => x.Invoice.AmountPaise, descending, backwards),
            "number" => Sorted(rows, x => x.Invoice.Number, descending, backwards),
            "date" => Sorted(rows, x => x.Balance.InvoiceDate, descending, backwards),
            "customer" => Sorted(rows, x => x.Customer.SearchText, descending, backwards),
            "row" => Sorted(rows, x => x.Balance.RowNumber, descending, backwards),
            _ => throw DomainException.Invalid("sort", $"'{sort}' is not a column that can be sorted by."),
        };
    }

    private static IQueryable<Joined> Sorted<TKey>(
        IQueryable<Joined> rows,
        System.Linq.Expressions.Expression<Func<Joined, TKey>> key,
        bool descending,
        bool backwards
    )
    {
        var sorted = descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
        return backwards
            ? sorted.ThenByDescending(x => x.Balance.InvoiceId).ThenByDescending(x => x.Balance.SnapshotId)
            : sorted.ThenBy(x => x.Balance.InvoiceId).ThenBy(x => x.Balance.SnapshotId);
    }

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

    /// <summary>A balance with as much of the rest as a query joins.</summary>
    private sealed class Joined
    {
        public required InvoiceBalance Balance { get; init; }

        public Invoice Invoice { get; init; } = null!;

        public Customer Customer { get; init; } = null!;

        /// <summary>Of the position: the customer may have moved since.</summary>
        public string Region { get; init; } = "";
    }
}
