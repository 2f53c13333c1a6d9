using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Dashboard;

public sealed partial class ReceivablesQueries
{
    private static async Task<IReadOnlyList<RegionAgeing>> AgeingAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var sums = await db.Set<BalanceDay>()
            .Where(d => ids.Contains(d.SnapshotId))
            .Aged(terms)
            .GroupBy(b => new { b.SnapshotId, b.Bucket })
            .Select(g => new
            {
                g.Key.SnapshotId,
                g.Key.Bucket,
                Paise = g.Sum(b => b.OutstandingPaise),
                Disputed = g.Sum(b => b.DisputedPaise),
            })
            .ToListAsync(ct);
        var regionOf = positions.ToDictionary(p => p.Id, p => p.Region);
        return
        [
            .. sums.GroupBy(s => regionOf[s.SnapshotId])
                .Select(g => new RegionAgeing(
                    g.Key,
                    AgeingQuery.Fold(g.Select(s => (s.Bucket, s.Paise))),
                    AgeingQuery.Fold(g.Select(s => (s.Bucket, s.Disputed)))
                ))
                .OrderBy(r => r.Region, StringComparer.Ordinal),
        ];
    }

    private static List<MonthFigures> Trend(Positions positions, Period last)
    {
        var months = new List<MonthFigures>();
        if (positions.First is not { } first)
            return months;
        for (var back = TrendMonths - 1; back >= 0; back--)
        {
            var month = last.AddMonths(-back);
            if (month.CompareTo(first) < 0)
                continue;
            var at = positions.At(month);
            var sum = Positions.Sum(at, month);
            months.Add(
                new MonthFigures(
                    month,
                    sum.Outstanding,
                    sum.New,
                    sum.Recovered,
                    at.GroupBy(p => p.Region)
                        .ToDictionary(
                            g => g.Key,
                            g => new Money(g.Sum(p => p.OutstandingPaise)),
                            StringComparer.Ordinal
                        )
                )
            );
        }

        return months;
    }

    private static async Task<IReadOnlyList<DebtorRow>> DebtorsAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        Period month,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var moved = positions.Where(p => p.Period == month).Select(p => p.Id).ToHashSet();
        var regionOf = positions.ToDictionary(p => p.Id, p => p.Region);
        var rows = await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Open()
            .Join(db.Set<Customer>(), b => b.CustomerId, c => c.Id, (b, c) => new { b, c })
            .OrderByDescending(x => x.b.OutstandingPaise)
            .ThenBy(x => x.c.Id)
            .Take(TopDebtors)
            .Select(x => new
            {
                x.c.Id,
                x.c.Code,
                x.c.Name,
                x.b.OutstandingPaise,
                x.b.NewPaise,
                x.b.RecoveredPaise,
                x.b.SnapshotId,
                x.c.Remark,
            })
            .ToListAsync(ct);
        return
        [
            .. rows.Select(r => new DebtorRow(
                r.Id,
                r.Code,
                r.Name,
                regionOf[r.SnapshotId],
                new Money(r.OutstandingPaise),
                moved.Contains(r.SnapshotId) ? new Money(r.NewPaise - r.RecoveredPaise) : Money.Zero,
                r.Remark
            )),
        ];
    }

    private async Task<IReadOnlyList<EngineerFigures>> EngineersAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<Position> positions,
        Period month,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var moved = positions.Where(p => p.Period == month).Select(p => p.Id).ToList();
        var rows = await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Join(
                db.Set<Customer>(),
                b => b.CustomerId,
                c => c.Id,
                (b, c) =>
                    new
                    {
                        c.EngineerId,
                        b.OutstandingPaise,
                        Open = b.OpenItems > 0,
                        New = moved.Contains(b.SnapshotId) ? b.NewPaise : 0,
                        Recovered = moved.Contains(b.SnapshotId) ? b.RecoveredPaise : 0,
                    }
            )
            .GroupBy(x => x.EngineerId)
            .Select(g => new
            {
                g.Key,
                Customers = g.Sum(x => x.Open ? 1 : 0),
                Outstanding = g.Sum(x => x.OutstandingPaise),
                New = g.Sum(x => x.New),
                Recovered = g.Sum(x => x.Recovered),
            })
            .ToListAsync(ct);
        var names = (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id);
        // Everybody's share is there, so that the lines add up to the whole.
        return
        [
            .. rows.GroupBy(r =>
                    r.Key is not { } id ? (Id: (int?)0, Name: EngineerFigures.Nobody, Region: "")
                    : names.TryGetValue(id, out var engineer) ? (id, engineer.Name, engineer.Region ?? "")
                    : (null, EngineerFigures.Others, "")
                )
                .Select(g => new EngineerFigures(
                    g.Key.Id,
                    g.Key.Name,
                    g.Key.Region,
                    g.Sum(r => r.Customers),
                    new Money(g.Sum(r => r.Outstanding)),
                    new Money(g.Sum(r => r.Recovered)),
                    new Money(g.Sum(r => r.New))
                ))
                .Where(e => e.Customers > 0 || e.Collected.Paise != 0 || e.NewlyAssigned.Paise != 0)
                .OrderBy(e => e.EngineerId is null or 0)
                .ThenByDescending(e => e.Collected)
                .ThenBy(e => e.Name, StringComparer.Ordinal),
        ];
    }
}
