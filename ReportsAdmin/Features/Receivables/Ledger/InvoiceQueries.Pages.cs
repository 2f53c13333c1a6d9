using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

public sealed partial class InvoiceQueries
{
    /// <summary>So many rows in front of a page are still gone through snapshot by snapshot, and so many snapshots.</summary>
    private const int MaxAhead = 5_000;

    private const int MaxSnapshots = 400;

    /// <summary>
    /// The keys of a page in its order. Invoices and customers are joined to them afterwards, to a page instead of to a month. A page
    /// that is nearer to the end is read from the end.
    /// </summary>
    private static async Task<IReadOnlyList<BalanceKey>> KeysAsync(
        ReportsDb db,
        InvoiceFilter filter,
        IQueryable<InvoiceBalance> matched,
        IReadOnlyList<Position> positions,
        PageRequest page,
        int total,
        CancellationToken ct
    )
    {
        var take = Math.Min(page.Size, total - page.Skip);
        if (take <= 0)
            return [];
        if (
            filter is { IsWhole: true, Sort: "-outstanding" }
            && page.Skip + take <= MaxAhead
            && positions.Count is > 0 and <= MaxSnapshots
        )
            return await LargestAsync(db, positions, page.Skip, take, ct);
        var behind = total - page.Skip - take;
        if (behind >= page.Skip)
            return await Sorted(db, matched, filter.Sort, backwards: false).Skip(page.Skip).Take(take).ToListAsync(ct);
        var keys = await Sorted(db, matched, filter.Sort, backwards: true).Skip(behind).Take(take).ToListAsync(ct);
        keys.Reverse();
        return keys;
    }

    /// <summary>What is owed most: each snapshot gives its own largest from its index, in order, and of these the page is taken.</summary>
    private static async Task<IReadOnlyList<BalanceKey>> LargestAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        int skip,
        int take,
        CancellationToken ct
    )
    {
        var each = positions.Select(p =>
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                SELECT * FROM (
                    SELECT snapshot_id, invoice_id, outstanding_paise FROM invoice_balances WHERE snapshot_id = {{p.Id}}
                    ORDER BY outstanding_paise DESC, invoice_id LIMIT {0}) s{{p.Id}}
                """
            )
        );
        var sql = $$"""
            SELECT snapshot_id AS "SnapshotId", invoice_id AS "InvoiceId" FROM ({{string.Join(
                " UNION ALL ",
                each
            )}}) largest
            ORDER BY outstanding_paise DESC, invoice_id, snapshot_id LIMIT {1} OFFSET {2}
            """;
        var rows = await db.Database.SqlQueryRaw<KeyRow>(sql, skip + take, take, skip).ToListAsync(ct);
        return [.. rows.Select(r => new BalanceKey(r.SnapshotId, r.InvoiceId))];
    }

    /// <summary>The rows of some keys, in their order.</summary>
    private static async Task<IReadOnlyList<InvoiceRow>> RowsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<BalanceKey> keys,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var snapshots = keys.Select(k => k.SnapshotId).Distinct().ToList();
        var invoices = keys.Select(k => k.InvoiceId).Distinct().ToList();
        var rows = await Join(
                db,
                db.Set<InvoiceBalance>().Where(b => snapshots.Contains(b.SnapshotId) && invoices.Contains(b.InvoiceId))
            )
            .ToDictionaryAsync(r => new BalanceKey(r.Balance.SnapshotId, r.Balance.InvoiceId), ct);
        return [.. keys.Select(k => Row(currentUser, rows[k], terms))];
    }

    /// <summary>The keys of what matched, joined to no more than the order asks for.</summary>
    private static IQueryable<BalanceKey> Sorted(
        ReportsDb db,
        IQueryable<InvoiceBalance> matched,
        string sort,
        bool backwards
    )
    {
        var descending = sort.StartsWith('-');
        return sort.TrimStart('-') switch
        {
            "outstanding" => Keys(matched, b => b.OutstandingPaise, descending, backwards),
            "date" => Keys(matched, b => b.InvoiceDate, descending, backwards),
            "row" => Keys(matched, b => b.RowNumber, descending, backwards),
            "amount" => Keys(WithInvoices(db, matched), x => x.Invoice.AmountPaise, descending, backwards),
            "number" => Keys(WithInvoices(db, matched), x => x.Invoice.Number, descending, backwards),
            "customer" => Keys(WithCustomers(db, matched), x => x.Customer.SearchText, descending, backwards),
            _ => throw UnknownSort(sort),
        };
    }

    private static IQueryable<OfInvoice> WithInvoices(ReportsDb db, IQueryable<InvoiceBalance> matched) =>
        matched.Join(
            db.Set<Invoice>(),
            b => b.InvoiceId,
            i => i.Id,
            (b, i) => new OfInvoice { Balance = b, Invoice = i }
        );

    private static IQueryable<OfCustomer> WithCustomers(ReportsDb db, IQueryable<InvoiceBalance> matched) =>
        matched.Join(
            db.Set<Customer>(),
            b => b.CustomerId,
            c => c.Id,
            (b, c) => new OfCustomer { Balance = b, Customer = c }
        );

    private static IQueryable<BalanceKey> Keys<TKey>(
        IQueryable<InvoiceBalance> rows,
        Expression<Func<InvoiceBalance, TKey>> key,
        bool descending,
        bool backwards
    ) =>
        Ordered(rows, key, b => b.InvoiceId, b => b.SnapshotId, descending, backwards)
            .Select(b => new BalanceKey(b.SnapshotId, b.InvoiceId));

    private static IQueryable<BalanceKey> Keys<TKey>(
        IQueryable<OfInvoice> rows,
        Expression<Func<OfInvoice, TKey>> key,
        bool descending,
        bool backwards
    ) =>
        Ordered(rows, key, x => x.Balance.InvoiceId, x => x.Balance.SnapshotId, descending, backwards)
            .Select(x => new BalanceKey(x.Balance.SnapshotId, x.Balance.InvoiceId));

    private static IQueryable<BalanceKey> Keys<TKey>(
        IQueryable<OfCustomer> rows,
        Expression<Func<OfCustomer, TKey>> key,
        bool descending,
        bool backwards
    ) =>
        Ordered(rows, key, x => x.Balance.InvoiceId, x => x.Balance.SnapshotId, descending, backwards)
            .Select(x => new BalanceKey(x.Balance.SnapshotId, x.Balance.InvoiceId));

    /// <summary>By the key, then by invoice and snapshot, so that no two rows are equal and reading backwards is the exact reverse.</summary>
    private static IQueryable<T> Ordered<T, TKey>(
        IQueryable<T> rows,
        Expression<Func<T, TKey>> key,
        Expression<Func<T, int>> invoice,
        Expression<Func<T, int>> snapshot,
        bool descending,
        bool backwards
    ) =>
        backwards
            ? (descending ? rows.OrderBy(key) : rows.OrderByDescending(key))
                .ThenByDescending(invoice)
                .ThenByDescending(snapshot)
            : (descending ? rows.OrderByDescending(key) : rows.OrderBy(key)).ThenBy(invoice).ThenBy(snapshot);

    private static DomainException UnknownSort(string sort) =>
        DomainException.Invalid("sort", $"'{sort}' is not a column that can be sorted by.");

    private readonly record struct BalanceKey(int SnapshotId, int InvoiceId);

    private sealed record KeyRow(int SnapshotId, int InvoiceId);

    private sealed class OfInvoice
    {
        public required InvoiceBalance Balance { get; init; }

        public required Invoice Invoice { get; init; }
    }

    private sealed class OfCustomer
    {
        public required InvoiceBalance Balance { get; init; }

        public required Customer Customer { get; init; }
    }
}
