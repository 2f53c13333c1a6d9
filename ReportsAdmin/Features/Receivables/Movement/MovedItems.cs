using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>The positions that answer for one month, and how their ages are counted.</summary>
internal sealed record MonthEnd(PlaceStates Places, AgeingTerms Terms)
{
    public IReadOnlyList<Position> Positions => Places.Positions;

    public IReadOnlyDictionary<int, int> SetAside => Places.SetAside;
}

/// <summary>What is owed on one invoice at two months' ends.</summary>
internal sealed class MovedItem
{
    /// <summary>The bucket of an invoice that is not open.</summary>
    public const int None = -1;

    public int InvoiceId { get; init; }

    /// <summary>Blank, but for an invoice that stands open in several regions at once: the region of all but the first.</summary>
    public string Place { get; init; } = "";

    public int CustomerId { get; init; }

    public long ThenPaise { get; init; }

    public long NowPaise { get; init; }

    public int ThenBucket { get; init; }

    public int NowBucket { get; init; }

    /// <summary>0 when it was not open.</summary>
    public int ThenSnapshot { get; init; }

    /// <summary>0 when it is not open.</summary>
    public int NowSnapshot { get; init; }

    /// <summary>In how many positions of one of the two months it is open at the most: more than one only for an invoice in several regions at once.</summary>
    public int Copies { get; init; }
}

/// <summary>The invoices of two months' ends joined in the database, one row for each that is open in either.</summary>
internal static class MovedItems
{
    private const long PairSize = 1L << 32;

    /// <param name="apart">
    /// Whether an invoice in several regions at once is an item for each. Almost never is there one, and looking for the first region of
    /// every invoice reads both months once more: <see cref="MovedItem.Copies"/> tells whether it is needed.
    /// </param>
    public static IQueryable<MovedItem> Of(ReportsDb db, MonthEnd first, MonthEnd last, bool apart)
    {
        var then = Placed(db, first, apart)
            .Select(i => new MovedItem
            {
                InvoiceId = i.InvoiceId,
                Place = i.Place,
                CustomerId = i.CustomerId,
                ThenPaise = i.Paise,
                NowPaise = 0L,
                ThenBucket = i.Bucket,
                NowBucket = MovedItem.None,
                ThenSnapshot = i.SnapshotId,
                NowSnapshot = 0,
            });
        var now = Placed(db, last, apart)
            .Select(i => new MovedItem
            {
                InvoiceId = i.InvoiceId,
                Place = i.Place,
                CustomerId = i.CustomerId,
                ThenPaise = 0L,
                NowPaise = i.Paise,
                ThenBucket = MovedItem.None,
                NowBucket = i.Bucket,
                ThenSnapshot = 0,
                NowSnapshot = i.SnapshotId,
            });
        return apart ? ByPlace(then.Concat(now)) : ByInvoice(then.Concat(now));
    }

    private static IQueryable<MovedItem> ByInvoice(IQueryable<MovedItem> sides) =>
        sides
            .GroupBy(i => i.InvoiceId)
            .Select(g => new MovedItem
            {
                InvoiceId = g.Key,
                Place = "",
                CustomerId = g.Max(i => i.CustomerId),
                ThenPaise = g.Sum(i => i.ThenPaise),
                NowPaise = g.Sum(i => i.NowPaise),
                ThenBucket = g.Max(i => i.ThenBucket),
                NowBucket = g.Max(i => i.NowBucket),
                ThenSnapshot = g.Max(i => i.ThenSnapshot),
                NowSnapshot = g.Max(i => i.NowSnapshot),
                // Open in one position of each month, or in one month alone: what is more stands in several.
                Copies = g.Count() - (g.Max(i => i.ThenSnapshot) > 0 && g.Max(i => i.NowSnapshot) > 0 ? 1 : 0),
            });

    private static IQueryable<MovedItem> ByPlace(IQueryable<MovedItem> sides) =>
        sides
            .GroupBy(i => new { i.InvoiceId, i.Place })
            .Select(g => new MovedItem
            {
                InvoiceId = g.Key.InvoiceId,
                Place = g.Key.Place,
                CustomerId = g.Max(i => i.CustomerId),
                ThenPaise = g.Sum(i => i.ThenPaise),
                NowPaise = g.Sum(i => i.NowPaise),
                ThenBucket = g.Max(i => i.ThenBucket),
                NowBucket = g.Max(i => i.NowBucket),
                ThenSnapshot = g.Max(i => i.ThenSnapshot),
                NowSnapshot = g.Max(i => i.NowSnapshot),
                Copies = 1,
            });

    public static IQueryable<MovedItem> In(this IQueryable<MovedItem> items, RollCell? cell)
    {
        var then = cell?.Then is { } was ? (int)was : MovedItem.None;
        var now = cell?.Now is { } isIn ? (int)isIn : MovedItem.None;
        return cell?.Kind switch
        {
            null => items,
            RollKind.Received => items.Where(i =>
                i.ThenBucket == then && i.NowBucket != MovedItem.None && i.NowPaise < i.ThenPaise
            ),
            RollKind.Grown => items.Where(i =>
                i.ThenBucket != MovedItem.None && i.NowBucket == now && i.NowPaise > i.ThenPaise
            ),
            _ => items.Where(i => i.ThenBucket == then && i.NowBucket == now),
        };
    }

    /// <summary>
    /// What is open in the positions. An invoice whose customer moved between the months is the same invoice, so it is joined
    /// whatever the region. Where sheets list it in two regions at once, each of the two is an item of its own.
    /// </summary>
    private static IQueryable<PlacedItem> Placed(ReportsDb db, MonthEnd month, bool apart)
    {
        var items = Items(db, month);
        if (!apart)
            return items.Select(b => new PlacedItem
            {
                SnapshotId = b.SnapshotId,
                InvoiceId = b.InvoiceId,
                CustomerId = b.CustomerId,
                Paise = b.OutstandingPaise,
                Bucket = b.Bucket,
                Place = "",
            });
        var firstPlaces = items
            .Join(db.Set<Snapshot>(), b => b.SnapshotId, s => s.Id, (b, s) => new { b.InvoiceId, s.Region })
            .GroupBy(x => x.InvoiceId)
            .Select(g => new { InvoiceId = g.Key, Region = g.Min(x => x.Region) });
        return from b in items
            join s in db.Set<Snapshot>() on b.SnapshotId equals s.Id
            join first in firstPlaces on b.InvoiceId equals first.InvoiceId
            select new PlacedItem
            {
                SnapshotId = b.SnapshotId,
                InvoiceId = b.InvoiceId,
                CustomerId = b.CustomerId,
                Paise = b.OutstandingPaise,
                Bucket = b.Bucket,
                Place = s.Region == first.Region ? "" : s.Region,
            };
    }

    /// <summary>The open balances that stand, and those that later uploads set aside.</summary>
    private static IQueryable<AgedItem> Items(ReportsDb db, MonthEnd month)
    {
        var ids = month.Places.Standing.Select(p => p.Id).ToList();
        var standing = db.Set<InvoiceBalance>()
            .Where(b => ids.Contains(b.SnapshotId) && b.OutstandingPaise != 0)
            .Aged(month.Terms);
        if (month.SetAside.Count == 0)
            return standing;
        var setAside = db.Set<DisplacedBalance>()
            .SetAside(month)
            .Where(d => d.OutstandingPaise != 0)
            .Select(d => new InvoiceBalance
            {
                SnapshotId = d.SnapshotId,
                InvoiceId = d.InvoiceId,
                CustomerId = d.CustomerId,
                OutstandingPaise = d.OutstandingPaise,
                InvoiceDate = d.InvoiceDate,
                DueDate = d.DueDate,
                Bucket = d.Bucket,
                Disputed = d.Disputed,
                DisputePaise = d.DisputePaise,
            })
            .Aged(month.Terms);
        return standing.Concat(setAside);
    }

    /// <summary>What the uploads named by the month set aside of its positions. A position may have been set aside several times, so the pairs decide.</summary>
    public static IQueryable<DisplacedBalance> SetAside(this IQueryable<DisplacedBalance> balances, MonthEnd month)
    {
        var uploads = month.SetAside.Values.Distinct().ToList();
        var pairs = month.SetAside.Select(p => PairOf(p.Value, p.Key)).ToList();
        return balances.Where(d =>
            uploads.Contains(d.ByBatchId) && pairs.Contains(d.ByBatchId * PairSize + d.SnapshotId)
        );
    }

    private static long PairOf(int upload, int snapshot) => upload * PairSize + snapshot;

    private sealed class PlacedItem
    {
        public int SnapshotId { get; init; }

        public int InvoiceId { get; init; }

        public int CustomerId { get; init; }

        public long Paise { get; init; }

        public int Bucket { get; init; }

        public string Place { get; init; } = "";
    }
}
