using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>The key figures of collections, from the same positions that the dashboard sums.</summary>
public sealed class KpiQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers,
    CollectionOptions options,
    BusinessClock clock
)
{
    /// <summary>How many months the lines show.</summary>
    private const int Months = 12;

    /// <summary>
    /// A fixed number of statements: one for the movement of all months, two a month for ages and for the largest customers,
    /// since each month has its own last day and its own positions.
    /// </summary>
    public async Task<KpiBoard> BoardAsync(CurrentUser currentUser, CollectionFilter filter, CancellationToken ct)
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        return await answers.GetAsync(
            currentUser,
            ("kpis", filter),
            token => ReadBoardAsync(currentUser, filter, token),
            ct
        );
    }

    private async Task<KpiBoard> ReadBoardAsync(CurrentUser currentUser, CollectionFilter filter, CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var month = filter.Month ?? LatestComplete(all, clock.Today) ?? Period.Of(clock.Today).AddMonths(-1);
        var now = all.At(month);
        var dated = new ReceivablesFilter(month, filter.DepartmentId, filter.Region);
        var terms = await outstanding.TermsAsync(currentUser, dated, all.All, ct);
        var shown = Shown(all, month);
        // Of everybody the positions tell the same; only the last month is told by engineer then.
        var rows = await SumsAsync(
            db,
            filter,
            filter.EngineerId is null && shown.Count > 0
                ? IdsOf([.. all.At(month.AddMonths(-1)).Union(now)])
                : Ids(all, shown),
            ct
        );
        var sums = filter.EngineerId is null
            ? [.. all.All.Select(p => new Sums(p.Id, null, p.OutstandingPaise, p.NewPaise, p.RecoveredPaise))]
            : rows;
        var flows = await FlowsAsync(db, filter, all, shown, sums, terms, ct);
        var largest = new List<IReadOnlyList<Owed>>();
        foreach (var each in shown)
            largest.Add(await LargestAsync(db, filter, all.At(each), ct));
        var rates = await RatesAsync(db, currentUser, filter, shown, ct);
        var settled = await SettledAsync(db, currentUser, filter, shown, ct);
        var last = flows.Count == 0 ? null : flows[^1];
        return new KpiBoard
        {
            Month = month,
            Coverage = Positions.Coverage(now, month),
            Flow = last,
            Series = Series(shown, flows, largest, rates, settled),
            Engineers = last is null ? [] : await EngineersAsync(currentUser, all, last, rows, ct),
            Largest = last is null ? [] : await NamedAsync(db, largest[^1], last.Closing, ct),
            OverdueAfterDays = terms.Scheme.First,
            DataFreshness = await outstanding.FreshnessAsync(db, currentUser, now, month, ct),
        };
    }

    /// <summary>The latest month that is over and has every sheet that is waited for; the latest that is over when none of a year has.</summary>
    internal static Period? LatestComplete(Positions all, DateOnly today)
    {
        if (all.First is not { } first || all.Last is not { } last)
            return null;
        var over = Period.Of(today).AddMonths(-1);
        var latest =
            last.CompareTo(over) < 0 ? last
            : first.CompareTo(over) <= 0 ? over
            : last;
        foreach (var month in Shown(all, latest).AsEnumerable().Reverse())
        {
            var waitedFor = all.At(month).Where(p => p.IsWaitedFor(month)).ToList();
            if (waitedFor.Count > 0 && waitedFor.TrueForAll(p => p.Period == month))
                return month;
        }

        return latest;
    }

    /// <summary>Up to twelve months, oldest first, from the first upload on.</summary>
    private static List<Period> Shown(Positions all, Period last)
    {
        var shown = new List<Period>();
        if (all.First is not { } first)
            return shown;
        for (var month = last; month.CompareTo(first) >= 0 && shown.Count < Months; month = month.AddMonths(-1))
            shown.Insert(0, month);
        return shown;
    }

    /// <summary>The positions that the shown months rest on, and those before them whose new invoices the first days of sales count.</summary>
    private static List<int> Ids(Positions all, List<Period> shown) =>
        shown.Count == 0 ? [] : IdsOf(all.Within(Earlier(all, shown[0], KpiFormulas.SalesMonths).Last(), shown[^1]));

    /// <summary>A month and so many before it, the latest first, but none before the first upload.</summary>
    private static IEnumerable<Period> Earlier(Positions all, Period month, int count)
    {
        yield return month;
        for (; count > 0 && all.First is { } first && month.CompareTo(first) > 0; count--)
            yield return month = month.AddMonths(-1);
    }

    private async Task<List<MonthFlow>> FlowsAsync(
        ReportsDb db,
        CollectionFilter filter,
        Positions all,
        List<Period> shown,
        IReadOnlyList<Sums> rows,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var flows = new List<MonthFlow>();
        foreach (var month in shown)
        {
            var asOf = month.LastDay < clock.Today ? month.LastDay : clock.Today;
            var (overdue, disputed) = await PartsAsync(db, filter, all.At(month), terms with { AsOf = asOf }, ct);
            flows.Add(FlowOf(all, month, rows) with { Overdue = new Money(overdue), Disputed = new Money(disputed) });
        }

        // The oldest shown months count the new invoices of months before them; their ages are not asked for.
        if (shown.Count > 0)
        {
            foreach (var month in Earlier(all, shown[0], KpiFormulas.SalesMonths - 1).Skip(1))
                flows.Insert(0, FlowOf(all, month, rows));
        }

        return flows;
    }

    private static MonthFlow FlowOf(Positions all, Period month, IReadOnlyList<Sums> rows)
    {
        var (before, now) = (all.At(month.AddMonths(-1)), all.At(month));
        var (opening, closing) = (IdsOf(before).ToHashSet(), IdsOf(now).ToHashSet());
        var moved = IdsOf(now.Where(p => p.Period == month)).ToHashSet();
        return new MonthFlow(
            month,
            before.Count > 0,
            new Money(rows.Where(r => opening.Contains(r.SnapshotId)).Sum(r => r.Outstanding)),
            new Money(rows.Where(r => moved.Contains(r.SnapshotId)).Sum(r => r.New)),
            new Money(rows.Where(r => moved.Contains(r.SnapshotId)).Sum(r => r.Recovered)),
            new Money(rows.Where(r => closing.Contains(r.SnapshotId)).Sum(r => r.Outstanding)),
            Money.Zero,
            Money.Zero
        );
    }

    private IReadOnlyList<KpiSeries> Series(
        List<Period> shown,
        List<MonthFlow> flows,
        List<IReadOnlyList<Owed>> largest,
        Dictionary<int, KeptRate> rates,
        Dictionary<int, SettledDisputes> settled
    )
    {
        var earlier = flows.Count - shown.Count;
        KpiSeries Of(KpiKind kind, int target, Func<int, MonthFlow, KpiFigure> figure) =>
            new(
                kind,
                [.. shown.Select((month, i) => new KpiPoint(month, figure(i, flows[i + earlier])))],
                target == 0 ? null : target
            );
        return
        [
            Of(KpiKind.DaysSales, options.DaysSalesTarget, (i, _) =>
                KpiFormulas.DaysSales(flows.GetRange(0, i + earlier + 1))
            ),
            Of(KpiKind.Effectiveness, options.EffectivenessTarget, (_, flow) => KpiFormulas.Effectiveness(flow)),
            Of(KpiKind.Overdue, options.OverdueTarget, (_, flow) => KpiFormulas.Overdue(flow)),
            Of(KpiKind.Recovery, options.RecoveryTarget, (_, flow) =>
                KpiFormulas.Recovery(flow.Opening, flow.Recovered, flow.HasBefore)
            ),
            Of(KpiKind.Concentration, options.ConcentrationTarget, (i, flow) =>
                KpiFormulas.Concentration([.. largest[i].Select(o => new Money(o.Paise))], flow.Closing)
            ),
            Of(KpiKind.PromisesKept, options.PromisesKeptTarget, (i, _) =>
                KpiFormulas.PromisesKept(rates.GetValueOrDefault(shown[i].Number) ?? new KeptRate(0, 0, 0, 0))
            ),
            Of(KpiKind.Disputed, options.DisputedTarget, (_, flow) => KpiFormulas.Disputed(flow)),
            Of(KpiKind.DaysToSettle, options.SettleDaysTarget, (i, _) =>
                KpiFormulas.DaysToSettle(settled.GetValueOrDefault(shown[i].Number))
            ),
        ];
    }

    private static async Task<IReadOnlyList<Sums>> SumsAsync(
        ReportsDb db,
        CollectionFilter filter,
        List<int> snapshots,
        CancellationToken ct
    ) =>
        await db.Set<Balance>()
            .Where(b => snapshots.Contains(b.SnapshotId))
            .Join(
                db.Set<Customer>().OfEngineer(filter.EngineerId),
                b => b.CustomerId,
                c => c.Id,
                (b, c) => new { b, c.EngineerId }
            )
            .GroupBy(x => new { x.b.SnapshotId, x.EngineerId })
            .Select(g => new Sums(
                g.Key.SnapshotId,
                g.Key.EngineerId,
                g.Sum(x => x.b.OutstandingPaise),
                g.Sum(x => x.b.NewPaise),
                g.Sum(x => x.b.RecoveredPaise)
            ))
            .ToListAsync(ct);

    /// <summary>What of a month is overdue, and what is in dispute.</summary>
    private static async Task<(long Overdue, long Disputed)> PartsAsync(
        ReportsDb db,
        CollectionFilter filter,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var (ids, youngest, undated) = (IdsOf(positions), (int)AgeBucket.UpTo30, (int)AgeBucket.Unclassified);
        var aged = filter.EngineerId is null
            ? db.Set<BalanceDay>().Where(d => ids.Contains(d.SnapshotId)).Aged(terms)
            : db.Set<InvoiceBalance>()
                .Where(b => ids.Contains(b.SnapshotId))
                .Aged(terms)
                .Join(db.Set<Customer>().OfEngineer(filter.EngineerId), a => a.CustomerId, c => c.Id, (a, _) => a);
        var sums = await aged.Select(a => new
            {
                Overdue = a.Bucket != youngest && a.Bucket != undated ? a.OutstandingPaise : 0,
                a.DisputedPaise,
            })
            .GroupBy(x => 1)
            .Select(g => new { Overdue = g.Sum(x => x.Overdue), Disputed = g.Sum(x => x.DisputedPaise) })
            .SingleOrDefaultAsync(ct);
        return (sums?.Overdue ?? 0, sums?.Disputed ?? 0);
    }

    /// <summary>One more than are shown, so that it is known whether there are more.</summary>
    private static async Task<IReadOnlyList<Owed>> LargestAsync(
        ReportsDb db,
        CollectionFilter filter,
        IReadOnlyList<Position> positions,
        CancellationToken ct
    )
    {
        var ids = IdsOf(positions);
        return await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Join(db.Set<Customer>().OfEngineer(filter.EngineerId), b => b.CustomerId, c => c.Id, (b, _) => b)
            .GroupBy(b => b.CustomerId)
            .Select(g => new { g.Key, Paise = g.Sum(b => b.OutstandingPaise) })
            .Where(o => o.Paise > 0)
            .OrderByDescending(o => o.Paise)
            .ThenBy(o => o.Key)
            .Take(KpiFormulas.Largest + 1)
            .Select(o => new Owed(o.Key, o.Paise))
            .ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<LargeCustomer>> NamedAsync(
        ReportsDb db,
        IReadOnlyList<Owed> largest,
        Money closing,
        CancellationToken ct
    )
    {
        var keys = largest.Take(KpiFormulas.Largest).Select(o => o.CustomerId).ToList();
        var names = await db.CustomerNamesAsync(keys, ct);
        return
        [
            .. largest
                .Take(KpiFormulas.Largest)
                .Select(o => new LargeCustomer(
                    o.CustomerId,
                    names[o.CustomerId].Code,
                    names[o.CustomerId].Name,
                    names[o.CustomerId].Region,
                    new Money(o.Paise),
                    closing.Paise > 0 ? KpiFigure.Share(o.Paise, closing.Paise) : KpiFigure.Without(KpiGap.NothingOwed)
                )),
        ];
    }

    /// <summary>The promises by the month of their day.</summary>
    private static async Task<Dictionary<int, KeptRate>> RatesAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CollectionFilter filter,
        List<Period> shown,
        CancellationToken ct
    )
    {
        var months = shown.ConvertAll(m => m.Number);
        return await CollectionQueries
            .Promises(
                db,
                currentUser,
                new PromiseFilter(
                    EngineerId: filter.EngineerId,
                    Region: filter.Region,
                    DepartmentId: filter.DepartmentId
                )
            )
            .Where(p => months.Contains(p.DuePeriod))
            .RatesAsync(p => p.DuePeriod, ct);
    }

    /// <summary>The disputes by the month of their end.</summary>
    private static async Task<Dictionary<int, SettledDisputes>> SettledAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CollectionFilter filter,
        List<Period> shown,
        CancellationToken ct
    )
    {
        var months = shown.ConvertAll(m => m.Number);
        var customers = db.Set<Customer>().VisibleTo(currentUser).OfEngineer(filter.EngineerId).InRegion(filter.Region);
        if (filter.DepartmentId is { } department)
            customers = customers.Where(c => c.DepartmentId == department);
        return await db.Set<Dispute>()
            .Where(d =>
                d.ClosedPeriod != null
                && months.Contains(d.ClosedPeriod.Value)
                && customers.Select(c => c.Id).Contains(d.CustomerId)
            )
            .GroupBy(d => d.ClosedPeriod!.Value)
            .Select(g => new
            {
                g.Key,
                Count = g.Count(),
                Days = g.Sum(d => (long)d.DaysOpen!.Value),
            })
            .ToDictionaryAsync(g => g.Key, g => new SettledDisputes(g.Count, g.Days), ct);
    }

    private async Task<IReadOnlyList<EngineerRecovery>> EngineersAsync(
        CurrentUser currentUser,
        Positions all,
        MonthFlow flow,
        IReadOnlyList<Sums> rows,
        CancellationToken ct
    )
    {
        var names = (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name);
        return
        [
            .. rows.GroupBy(r =>
                    r.EngineerId is not { } id ? (Id: (int?)0, Name: EngineerFigures.Nobody)
                    : names.TryGetValue(id, out var name) ? (id, name)
                    : (null, EngineerFigures.Others)
                )
                .Select(g => (g.Key, Flow: FlowOf(all, flow.Month, [.. g])))
                .Where(e => e.Flow.Opening.Paise != 0 || e.Flow.Recovered.Paise != 0 || e.Flow.Closing.Paise != 0)
                .Select(e => new EngineerRecovery(
                    e.Key.Id,
                    e.Key.Name,
                    e.Flow.Opening,
                    e.Flow.Recovered,
                    e.Flow.Closing,
                    KpiFormulas.Recovery(e.Flow.Opening, e.Flow.Recovered, flow.HasBefore)
                ))
                .OrderBy(e => e.EngineerId is null or 0)
                .ThenByDescending(e => e.Recovered)
                .ThenBy(e => e.Name, StringComparer.Ordinal),
        ];
    }

    private static List<int> IdsOf(IEnumerable<Position> positions) => [.. positions.Select(p => p.Id)];

    private sealed record Owed(int CustomerId, long Paise);

    private sealed record Sums(int SnapshotId, int? EngineerId, long Outstanding, long New, long Recovered);
}
