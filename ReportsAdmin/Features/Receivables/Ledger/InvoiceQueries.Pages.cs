using System.Globalization;
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
            return await Keys(db, matched, filter.Sort, backwards: false).Skip(page.Skip).Take(take).ToListAsync(ct);
        var keys = await Keys(db, matched, filter.Sort, backwards: true).Skip(behind).Take(take).ToListAsync(ct);
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
    private static IQueryable<BalanceKey> Keys(
        ReportsDb db,
        IQueryable<InvoiceBalance> matched,
        string sort,
        bool backwards
    )
    {
        var rows = sort.TrimStart('-') switch
        {
            "amount" or "number" => matched.Join(
                db.Set<Invoice>(),
                b => b.InvoiceId,
                i => i.Id,
                (b, i) => new Joined { Balance = b, Invoice = i }
            ),
            "customer" => matched.Join(
                db.Set<Customer>(),
                b => b.CustomerId,
                c => c.Id,
                (b, c) => new Joined { Balance = b, Customer = c }
            ),
            _ => matched.Select(b => new Joined { Balance = b }),
        };
        return Sorted(rows, sort, backwards).Select(x => new BalanceKey(x.Balance.SnapshotId, x.Balance.InvoiceId));
    }

    private readonly record struct BalanceKey(int SnapshotId, int InvoiceId);

    private sealed record KeyRow(int SnapshotId, int InvoiceId);
}
