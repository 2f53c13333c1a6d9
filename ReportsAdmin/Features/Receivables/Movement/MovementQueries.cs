using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>What became of the receivables between two months' ends, within the current user's scope.</summary>
public sealed partial class MovementQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers
)
{
    /// <summary>
    /// The months that the page opens with: the last one that every department and region has uploaded, looking back one month, and
    /// the one before it. Where neither is complete it is the latest month.
    /// </summary>
    public async Task<(Period From, Period To)> DefaultMonthsAsync(
        CurrentUser currentUser,
        int? departmentId,
        string? region,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var positions = await Positions.LoadAsync(snapshot.Db, currentUser, departmentId, region, ct);
        var latest = positions.Last ?? await outstanding.LatestPeriodAsync(currentUser, ct);
        var before = MovementFilter.Before(latest);
        var opensEarlier =
            !IsComplete(positions, latest)
            && IsComplete(positions, before)
            && positions.At(MovementFilter.Before(before)).Count > 0;
        var to = opensEarlier ? before : latest;
        return (MovementFilter.Before(to), to);
    }

    /// <summary>The committed uploads that wrote a month that the current user sees, in the order of their commit.</summary>
    public async Task<IReadOnlyList<MonthUpload>> UploadsAsync(
        CurrentUser currentUser,
        Period month,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        var seen = db.Set<Snapshot>().VisibleTo(currentUser).Where(s => s.Period == month.Number).Select(s => s.Id);
        return await UploadOrder
            .Of(db, ReceivablesImport.TargetKind)
            .Where(u => db.Set<SnapshotWrite>().Any(w => w.BatchId == u.Id && seen.Contains(w.SnapshotId)))
            .OrderBy(u => u.Order)
            .Select(u => new MonthUpload(u.Id, u.FileName, u.CommittedAt!.Value))
            .ToListAsync(ct);
    }

    /// <summary>The month of a committed upload.</summary>
    /// <exception cref="DomainException">When it wrote nothing that the current user sees.</exception>
    public async Task<Period> MonthOfAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var db = contexts.Reader();
        var seen = db.Set<Snapshot>().VisibleTo(currentUser);
        var month = await db.Set<SnapshotWrite>()
            .Where(w => w.BatchId == uploadId)
            .Join(seen, w => w.SnapshotId, s => s.Id, (_, s) => (int?)s.Period)
            .FirstOrDefaultAsync(ct);
        return month is { } number
            ? Period.FromNumber(number)
            : throw DomainException.Invalid("upload", $"Upload #{uploadId} wrote no receivables that you can see.");
    }

    /// <summary>The roll matrix and a page of the diff.</summary>
    /// <param name="cell">Narrows the diff to the invoices of one cell of the matrix.</param>
    /// <exception cref="DomainException">When the months do not follow each other, or nothing was uploaded up to one of them.</exception>
    public async Task<MovementView> ReadAsync(
        CurrentUser currentUser,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        return await answers.GetAsync(
            currentUser,
            ("movement", filter, by, cell, page),
            token => CompareAsync(currentUser, filter, by, cell, page, token),
            ct
        );
    }

    private async Task<MovementView> CompareAsync(
        CurrentUser currentUser,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell,
        PageRequest page,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var (first, last) = await SidesAsync(db, currentUser, filter, ct);
        var (items, sums) = await ItemsAsync(db, first, last, ct);
        return new MovementView(
            MatrixOf(sums),
            last.Terms.Scheme,
            await OutstandingAsync(db, first, ct),
            await OutstandingAsync(db, last, ct),
            Coverage(filter, first, filter.From),
            Coverage(filter, last, filter.To),
            await DiffAsync(db, items.In(cell), sums, new RollSelection(by, cell, RegionsOf(first, last)), page, ct),
            await outstanding.FreshnessAsync(db, currentUser, last.Positions, filter.To, ct)
        );
    }

    /// <summary>Every row of the diff as of one instant, with the parameters and errors of <see cref="ReadAsync"/>: for files.</summary>
    public async IAsyncEnumerable<MovementRow> StreamAsync(
        CurrentUser currentUser,
        MovementFilter filter,
        MovementBy by,
        RollCell? cell,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var (first, last) = await SidesAsync(db, currentUser, filter, ct);
        var (items, _) = await ItemsAsync(db, first, last, ct);
        await foreach (var row in AllAsync(db, items.In(cell), by, cell, RegionsOf(first, last), ct))
            yield return row;
    }

    private async Task<(MonthEnd First, MonthEnd Last)> SidesAsync(
        ReportsDb db,
        CurrentUser currentUser,
        MovementFilter filter,
        CancellationToken ct
    )
    {
        if (filter.Uploads is null && filter.From.CompareTo(filter.To) >= 0)
            throw DomainException.Invalid(
                "to",
                filter.From == filter.To
                    ? "from and to are the same month. Choose two months."
                    : $"{filter.To} is before {filter.From}. Choose the earlier month first."
            );
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        if (filter.Uploads is { } pair)
        {
            var (then, now) = (await UploadStates.LoadAsync(db, all, filter.To, ct)).Between(pair);
            return (
                await SideAsync(currentUser, filter, filter.To, then, ct),
                await SideAsync(currentUser, filter, filter.To, now, ct)
            );
        }

        var first = await SideAsync(currentUser, filter, filter.From, new(all.At(filter.From)), ct);
        if (first.Positions.Count == 0)
            throw DomainException.Invalid("from", $"No upload up to {filter.From}.");
        return (first, await SideAsync(currentUser, filter, filter.To, new(all.At(filter.To)), ct));
    }

    /// <summary>From the sums that are kept with the positions, and from the balances that were set aside: beside the matrix, not out of it.</summary>
    private static async Task<Money> OutstandingAsync(ReportsDb db, MonthEnd month, CancellationToken ct)
    {
        var standing = month.Places.Standing.Sum(p => p.OutstandingPaise);
        return new Money(
            month.SetAside.Count == 0
                ? standing
                : standing + await db.Set<DisplacedBalance>().SetAside(month).SumAsync(d => d.OutstandingPaise, ct)
        );
    }

    /// <summary>An upload is whole, however many regions its month lacks.</summary>
    private static MonthCoverage Coverage(MovementFilter filter, MonthEnd side, Period month) =>
        filter.Uploads is null
            ? Positions.Coverage(side.Positions, month)
            : new MonthCoverage(side.Positions.Count, side.Positions.Count);

    private static bool IsComplete(Positions positions, Period month) =>
        Positions.Coverage(positions.At(month), month) is { Expected: > 0, IsPartial: false };

    private static Dictionary<int, string> RegionsOf(MonthEnd first, MonthEnd last) =>
        first.Positions.Concat(last.Positions).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Region);

    private async Task<MonthEnd> SideAsync(
        CurrentUser currentUser,
        MovementFilter filter,
        Period month,
        PlaceStates places,
        CancellationToken ct
    )
    {
        var asked = new ReceivablesFilter(month, filter.DepartmentId, filter.Region);
        return new MonthEnd(places, await outstanding.TermsAsync(currentUser, asked, places.Positions, ct));
    }

    /// <summary>The items with their sums by buckets and direction, which the matrix and the totals of the diff are made of.</summary>
    private static async Task<(IQueryable<MovedItem> Items, IReadOnlyList<RollSum> Sums)> ItemsAsync(
        ReportsDb db,
        MonthEnd first,
        MonthEnd last,
        CancellationToken ct
    )
    {
        var items = MovedItems.Of(db, first, last, apart: false);
        var sums = await SumsAsync(items, ct);
        if (!sums.Exists(s => s.Copies > 1))
            return (items, sums);
        items = MovedItems.Of(db, first, last, apart: true);
        return (items, await SumsAsync(items, ct));
    }

    private static Task<List<RollSum>> SumsAsync(IQueryable<MovedItem> items, CancellationToken ct) =>
        items
            .GroupBy(i => new
            {
                i.ThenBucket,
                i.NowBucket,
                Direction = i.NowPaise > i.ThenPaise ? 1
                : i.NowPaise < i.ThenPaise ? -1
                : 0,
            })
            .Select(g => new RollSum(
                g.Key.ThenBucket,
                g.Key.NowBucket,
                g.Key.Direction,
                g.Sum(i => i.ThenPaise),
                g.Sum(i => i.NowPaise),
                g.Count(),
                g.Max(i => i.Copies)
            ))
            .ToListAsync(ct);

    private static RollMatrix MatrixOf(IReadOnlyList<RollSum> sums)
    {
        var matrix = new RollMatrix();
        foreach (var sum in sums)
            matrix.Add(
                BucketOf(sum.ThenBucket),
                BucketOf(sum.NowBucket),
                new Money(sum.Then),
                new Money(sum.Now),
                sum.Invoices
            );
        return matrix;
    }

    private static AgeBucket? BucketOf(int number) => number == MovedItem.None ? null : (AgeBucket)number;

    /// <summary>Items that share their buckets and the direction of their change. In paise.</summary>
    private sealed record RollSum(
        int ThenBucket,
        int NowBucket,
        int Direction,
        long Then,
        long Now,
        int Invoices,
        int Copies
    )
    {
        /// <summary>The same choice as <see cref="MovedItems.In"/>.</summary>
        public bool IsIn(RollCell? cell)
        {
            var then = cell?.Then is { } was ? (int)was : MovedItem.None;
            var now = cell?.Now is { } isIn ? (int)isIn : MovedItem.None;
            return cell?.Kind switch
            {
                null => true,
                RollKind.Received => ThenBucket == then && NowBucket != MovedItem.None && Direction < 0,
                RollKind.Grown => ThenBucket != MovedItem.None && NowBucket == now && Direction > 0,
                _ => ThenBucket == then && NowBucket == now,
            };
        }
    }
}
