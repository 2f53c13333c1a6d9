using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Movement;

public sealed partial class MovementQueries
{
    private const int NamedAtOnce = 500;

    private static Task<MovementDiff> DiffAsync(
        ReportsDb db,
        IQueryable<MovedItem> items,
        IReadOnlyList<RollSum> sums,
        RollSelection of,
        PageRequest page,
        CancellationToken ct
    ) =>
        of.By switch
        {
            MovementBy.Region => ByRegionAsync(items, of, page, ct),
            MovementBy.Customer => ByCustomerAsync(db, items, of, page, ct),
            _ => ByInvoiceAsync(db, items, sums, of, page, ct),
        };

    /// <summary>Amounts count in the region of their position, so an invoice whose customer moved leaves one region and enters another.</summary>
    private static async Task<List<MovementRow>> RegionsAsync(
        IQueryable<MovedItem> items,
        Dictionary<int, string> regions,
        CancellationToken ct
    )
    {
        var sums = await items
            .GroupBy(i => new { i.ThenSnapshot, i.NowSnapshot })
            .Select(g => new
            {
                g.Key.ThenSnapshot,
                g.Key.NowSnapshot,
                Then = g.Sum(i => i.ThenPaise),
                Now = g.Sum(i => i.NowPaise),
                Invoices = g.Count(),
            })
            .ToListAsync(ct);
        var rows = new Dictionary<string, MovementRow>(StringComparer.Ordinal);
        foreach (var sum in sums)
        {
            var (then, now) = (regions.GetValueOrDefault(sum.ThenSnapshot), regions.GetValueOrDefault(sum.NowSnapshot));
            if (then is not null)
                Add(then, sum.Then, 0, sum.Invoices);
            if (now is not null)
                Add(now, 0, sum.Now, now == then ? 0 : sum.Invoices);
        }

        return
        [
            .. rows
                .Values.OrderByDescending(r => Math.Abs(r.Change.Paise))
                .ThenBy(r => r.Region, StringComparer.Ordinal),
        ];

        void Add(string region, long thenPaise, long nowPaise, int invoices)
        {
            var row = rows.GetValueOrDefault(region)
                ?? new MovementRow
                {
                    Region = region,
                    Then = Money.Zero,
                    Now = Money.Zero,
                    Invoices = 0,
                };
            rows[region] = row with
            {
                Then = row.Then + new Money(thenPaise),
                Now = row.Now + new Money(nowPaise),
                Invoices = row.Invoices + invoices,
            };
        }
    }

    private static async Task<MovementDiff> ByRegionAsync(
        IQueryable<MovedItem> items,
        RollSelection of,
        PageRequest page,
        CancellationToken ct
    )
    {
        var rows = await RegionsAsync(items, of.Regions, ct);
        return new MovementDiff(
            MovementBy.Region,
            of.Cell,
            new Page<MovementRow>([.. rows.Skip(page.Skip).Take(page.Size)], rows.Count, page),
            new Money(rows.Sum(r => r.Then.Paise)),
            new Money(rows.Sum(r => r.Now.Paise))
        );
    }

    /// <summary>All customers are read, as numbers alone: to sum and to sort them would go through the invoices twice more.</summary>
    private static async Task<MovementDiff> ByCustomerAsync(
        ReportsDb db,
        IQueryable<MovedItem> items,
        RollSelection of,
        PageRequest page,
        CancellationToken ct
    )
    {
        var rows = await Customers(items, of.Cell).ToListAsync(ct);
        var shown = await NamedAsync(db, [.. rows.Skip(page.Skip).Take(page.Size)], of.Regions, ct);
        return new MovementDiff(
            MovementBy.Customer,
            of.Cell,
            new Page<MovementRow>(shown, rows.Count, page),
            new Money(rows.Sum(r => r.Then)),
            new Money(rows.Sum(r => r.Now))
        );
    }

    /// <summary>A page of invoices; the sums of the matrix tell those over all of them.</summary>
    private static async Task<MovementDiff> ByInvoiceAsync(
        ReportsDb db,
        IQueryable<MovedItem> items,
        IReadOnlyList<RollSum> sums,
        RollSelection of,
        PageRequest page,
        CancellationToken ct
    )
    {
        var matched = sums.Where(s => s.IsIn(of.Cell) && (of.Cell is not null || s.Direction != 0)).ToList();
        var rows = await Invoices(items, of.Cell).Skip(page.Skip).Take(page.Size).ToListAsync(ct);
        return new MovementDiff(
            MovementBy.Invoice,
            of.Cell,
            new Page<MovementRow>(await NamedAsync(db, rows, of.Regions, ct), matched.Sum(s => s.Invoices), page),
            new Money(matched.Sum(s => s.Then)),
            new Money(matched.Sum(s => s.Now))
        );
    }

    /// <summary>Every row of the diff.</summary>
    private static async IAsyncEnumerable<MovementRow> AllAsync(
        ReportsDb db,
        IQueryable<MovedItem> items,
        MovementBy by,
        RollCell? cell,
        Dictionary<int, string> regions,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        if (by == MovementBy.Region)
        {
            foreach (var row in await RegionsAsync(items, regions, ct))
                yield return row;
            yield break;
        }

        var rows =
            by == MovementBy.Customer
                ? NamedInPartsAsync(Customers(items, cell), some => NamedAsync(db, some, regions, ct), ct)
                : NamedInPartsAsync(Invoices(items, cell), some => NamedAsync(db, some, regions, ct), ct);
        await foreach (var row in rows)
            yield return row;
    }

    /// <summary>They are read at once, as numbers alone, and named by and by.</summary>
    private static async IAsyncEnumerable<MovementRow> NamedInPartsAsync<T>(
        IQueryable<T> rows,
        Func<IReadOnlyList<T>, Task<IReadOnlyList<MovementRow>>> name,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var some in (await rows.ToListAsync(ct)).Chunk(NamedAtOnce))
        foreach (var row in await name(some))
            yield return row;
    }

    /// <summary>Customers whose balance differs, or every customer of the cell; the largest change first.</summary>
    private static IQueryable<MovedCustomer> Customers(IQueryable<MovedItem> items, RollCell? cell)
    {
        var customers = items
            .GroupBy(i => i.CustomerId)
            .Select(g => new MovedCustomer
            {
                CustomerId = g.Key,
                Then = g.Sum(i => i.ThenPaise),
                Now = g.Sum(i => i.NowPaise),
                ThenSnapshot = g.Max(i => i.ThenSnapshot),
                NowSnapshot = g.Max(i => i.NowSnapshot),
                Invoices = g.Count(),
            });
        return (cell is null ? customers.Where(c => c.Then != c.Now) : customers)
            .OrderByDescending(c => c.Now > c.Then ? c.Now - c.Then : c.Then - c.Now)
            .ThenByDescending(c => c.Now)
            .ThenBy(c => c.CustomerId);
    }

    /// <summary>Invoices whose amount differs, or every invoice of the cell; the largest change first.</summary>
    private static IQueryable<MovedItem> Invoices(IQueryable<MovedItem> items, RollCell? cell) =>
        (cell is null ? items.Where(i => i.ThenPaise != i.NowPaise) : items)
            .OrderByDescending(i => i.NowPaise > i.ThenPaise ? i.NowPaise - i.ThenPaise : i.ThenPaise - i.NowPaise)
            .ThenByDescending(i => i.NowPaise)
            .ThenBy(i => i.InvoiceId)
            .ThenBy(i => i.Place);

    private static async Task<IReadOnlyList<MovementRow>> NamedAsync(
        ReportsDb db,
        IReadOnlyList<MovedCustomer> rows,
        Dictionary<int, string> regions,
        CancellationToken ct
    )
    {
        var names = await db.CustomerNamesAsync([.. rows.Select(r => r.CustomerId)], ct);
        return
        [
            .. rows.Select(r => new MovementRow
            {
                Region = RegionOf(regions, r.ThenSnapshot, r.NowSnapshot),
                Customer = names[r.CustomerId],
                Then = new Money(r.Then),
                Now = new Money(r.Now),
                Invoices = r.Invoices,
            }),
        ];
    }

    private static async Task<IReadOnlyList<MovementRow>> NamedAsync(
        ReportsDb db,
        IReadOnlyList<MovedItem> rows,
        Dictionary<int, string> regions,
        CancellationToken ct
    )
    {
        var names = await db.CustomerNamesAsync([.. rows.Select(r => r.CustomerId).Distinct()], ct);
        var ids = rows.Select(r => r.InvoiceId).Distinct().ToList();
        var invoices = await db.Set<Invoice>()
            .Where(i => ids.Contains(i.Id))
            .Select(i => new
            {
                i.Id,
                i.Number,
                i.Kind,
            })
            .ToDictionaryAsync(i => i.Id, ct);
        return
        [
            .. rows.Select(r => new MovementRow
            {
                Region = RegionOf(regions, r.ThenSnapshot, r.NowSnapshot),
                Place = r.Place,
                Customer = names[r.CustomerId],
                Invoice = new MovedInvoice(
                    r.InvoiceId,
                    invoices[r.InvoiceId].Number,
                    invoices[r.InvoiceId].Kind,
                    BucketOf(r.ThenBucket),
                    BucketOf(r.NowBucket)
                ),
                Then = new Money(r.ThenPaise),
                Now = new Money(r.NowPaise),
                Invoices = 1,
            }),
        ];
    }

    private static string RegionOf(Dictionary<int, string> regions, int thenSnapshot, int nowSnapshot) =>
        regions.GetValueOrDefault(nowSnapshot) ?? regions.GetValueOrDefault(thenSnapshot) ?? "";

    /// <summary>A customer's items added up. In paise.</summary>
    private sealed class MovedCustomer
    {
        public int CustomerId { get; init; }

        public long Then { get; init; }

        public long Now { get; init; }

        public int ThenSnapshot { get; init; }

        public int NowSnapshot { get; init; }

        public int Invoices { get; init; }
    }

    /// <summary>What a diff is of.</summary>
    private sealed record RollSelection(MovementBy By, RollCell? Cell, Dictionary<int, string> Regions);
}
