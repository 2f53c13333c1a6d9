using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>What became of the receivables between two months' ends, within the current user's scope.</summary>
public sealed partial class MovementQueries(IDbContextFactory<ReportsDb> contexts, ReceivablesQueries outstanding)
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
        await using var held = ReadSnapshot.Hold();
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
        if (filter.From.CompareTo(filter.To) >= 0)
            throw DomainException.Invalid(
                "to",
                filter.From == filter.To
                    ? "from and to are the same month. Choose two months."
                    : $"{filter.To} is before {filter.From}. Choose the earlier month first."
            );
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var first = await MonthEndAsync(currentUser, filter, all, filter.From, ct);
        if (first.Positions.Count == 0)
            throw DomainException.Invalid("from", $"No upload up to {filter.From}.");
        var last = await MonthEndAsync(currentUser, filter, all, filter.To, ct);
        var items = MovedItems.Of(db, first, last);
        return new MovementView(
            await MatrixAsync(items, ct),
            last.Terms.Scheme,
            Positions.Sum(first.Positions, filter.From).Outstanding,
            Positions.Sum(last.Positions, filter.To).Outstanding,
            Positions.Coverage(first.Positions, filter.From),
            Positions.Coverage(last.Positions, filter.To),
            await DiffAsync(db, items.In(cell), by, cell, RegionsOf(first, last), page, ct),
            await outstanding.FreshnessAsync(db, currentUser, last.Positions, filter.To, ct)
        );
    }

    private static bool IsComplete(Positions positions, Period month) =>
        Positions.Coverage(positions.At(month), month) is { Expected: > 0, IsPartial: false };

    private static Dictionary<int, string> RegionsOf(MonthEnd first, MonthEnd last) =>
        first.Positions.Concat(last.Positions).DistinctBy(p => p.Id).ToDictionary(p => p.Id, p => p.Region);

    private async Task<MonthEnd> MonthEndAsync(
        CurrentUser currentUser,
        MovementFilter filter,
        Positions all,
        Period month,
        CancellationToken ct
    )
    {
        var positions = all.At(month);
        var asked = new ReceivablesFilter(month, filter.DepartmentId, filter.Region);
        return new MonthEnd(positions, await outstanding.TermsAsync(currentUser, asked, positions, ct));
    }

    private static async Task<RollMatrix> MatrixAsync(IQueryable<MovedItem> items, CancellationToken ct)
    {
        var sums = await items
            .GroupBy(i => new
            {
                i.ThenBucket,
                i.NowBucket,
                Direction = i.NowPaise > i.ThenPaise ? 1
                : i.NowPaise < i.ThenPaise ? -1
                : 0,
            })
            .Select(g => new
            {
                g.Key.ThenBucket,
                g.Key.NowBucket,
                Then = g.Sum(i => i.ThenPaise),
                Now = g.Sum(i => i.NowPaise),
                Invoices = g.Count(),
            })
            .ToListAsync(ct);
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
}
