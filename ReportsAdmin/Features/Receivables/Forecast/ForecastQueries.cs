using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Forecast;

/// <summary>
/// What is expected to come in during the next months at each customer's own pace, and how good earlier forecasts were. Nothing is
/// stored: a forecast for a past month is made again from the sheets that were there before it.
/// </summary>
public sealed class ForecastQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers
)
{
    /// <param name="page">Null for every customer on one page: for files.</param>
    public async Task<CashForecast> ReadAsync(
        CurrentUser currentUser,
        CollectionFilter filter,
        PageRequest? page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        // Of every customer at once it is as large as they are many.
        return page is null
            ? await MakeAsync(currentUser, filter, page, ct)
            : await answers.GetAsync(
                currentUser,
                ("forecast", filter, page),
                token => MakeAsync(currentUser, filter, page, token),
                ct
            );
    }

    private async Task<CashForecast> MakeAsync(
        CurrentUser currentUser,
        CollectionFilter filter,
        PageRequest? page,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var month = filter.Month ?? all.Last ?? await outstanding.LatestPeriodAsync(currentUser, ct);
        var now = all.At(month);
        var customers = db.Set<Customer>().VisibleTo(currentUser).OfEngineer(filter.EngineerId);
        var links = LinkedPosition.Of(all.All.Where(p => p.Period.CompareTo(month) <= 0));
        var model = await ModelAsync(db, customers, links, now, month, ct);
        var ahead = Enumerable.Range(1, ForecastFormulas.MonthsAhead).Select(month.AddMonths).ToList();
        var promised = await PromisedAsync(db, currentUser, filter, customers, ahead, ct);
        var last = HeldIn(model, links, month);
        var rows = RowsOf(model, now.Select(p => links[p.Id]), ahead.Count, last);
        return new CashForecast
        {
            Page = new Page<ForecastCustomer>(
                await NamedAsync(
                    db,
                    page is { } some ? [.. rows.Skip(some.Skip).Take(some.Size)] : rows,
                    promised,
                    last,
                    month,
                    ct
                ),
                rows.Count,
                page ?? new PageRequest(1, PageRequest.MaxSize)
            ),
            From = month,
            Months =
            [
                .. ahead.Select(
                    (m, i) =>
                        new ForecastMonth(
                            m,
                            new Money(rows.Sum(r => r.Expected[i].Paise)),
                            new Money(promised.Where(p => p.Key.Month == m.Number).Sum(p => p.Value))
                        )
                ),
            ],
            Owed = new Money(rows.Sum(r => r.OwedPaise)),
            Disputed = new Money(rows.Sum(r => r.DisputedPaise)),
            Past =
            [
                .. Enumerable
                    .Range(0, ForecastFormulas.PastMonths)
                    .Select(back => month.AddMonths(back + 1 - ForecastFormulas.PastMonths))
                    .Select(m => (Month: m, Held: m == month ? last : HeldIn(model, links, m)))
                    .Where(m => m.Held.Count > 0)
                    .Select(m => PastOf(m.Month, m.Held.Values)),
            ],
            Coverage = Positions.Coverage(now, month),
            DataFreshness = await outstanding.FreshnessAsync(db, currentUser, now, month, ct),
        };
    }

    /// <summary>Customers with anything owed, in dispute, or forecast for the month itself; the most expected first.</summary>
    private static List<CustomerForecast> RowsOf(
        ForecastModel model,
        IEnumerable<LinkedPosition> now,
        int monthsAhead,
        Dictionary<int, (long Expected, long Received)> last
    )
    {
        var forecasts = now.SelectMany(p => model.After(p, monthsAhead))
            .GroupBy(f => f.CustomerId)
            .ToDictionary(g => g.Key, g => Sum([.. g]));
        var gone = last
            .Keys.Where(id => !forecasts.ContainsKey(id))
            .Select(id => new CustomerForecast(id, 0, 0, null, false, ForecastFormulas.Expected(0, 0, monthsAhead)));
        return
        [
            .. forecasts
                .Values.Concat(gone)
                .Where(f =>
                    f.OwedPaise > 0 || f.DisputedPaise > 0 || last.GetValueOrDefault(f.CustomerId) is not (0, 0)
                )
                .OrderByDescending(f => f.Expected[0].Paise)
                .ThenByDescending(f => f.OwedPaise)
                .ThenBy(f => f.CustomerId),
        ];
    }

    /// <summary>Reads what the forecast of now and those of the past months rest on.</summary>
    private static async Task<ForecastModel> ModelAsync(
        ReportsDb db,
        IQueryable<Customer> customers,
        Dictionary<int, LinkedPosition> links,
        IReadOnlyList<Position> now,
        Period month,
        CancellationToken ct
    )
    {
        var since = month.AddMonths(1 - ForecastFormulas.PastMonths);
        var held = links.Values.Where(l => l.Position.Period.CompareTo(since) >= 0).ToList();
        var bases = held.Select(l => l.Before).OfType<LinkedPosition>().Concat(now.Select(p => links[p.Id])).ToList();
        var used = held.Concat(bases)
            .Concat(bases.SelectMany(l => l.History()))
            .Select(l => l.Position.Id)
            .Distinct()
            .ToList();
        var rows = await db.Set<Balance>()
            .Where(b => used.Contains(b.SnapshotId) && customers.Any(c => c.Id == b.CustomerId))
            .Select(b => new CustomerMonth(
                b.SnapshotId,
                b.CustomerId,
                b.OutstandingPaise,
                b.NewPaise,
                b.RecoveredPaise
            ))
            .ToListAsync(ct);
        var from = bases.ConvertAll(l => l.Position.Id);
        var disputed = await db.Set<InvoiceBalance>()
            .Where(b => from.Contains(b.SnapshotId) && b.Disputed && customers.Any(c => c.Id == b.CustomerId))
            .WithDisputed()
            .GroupBy(b => new { b.Balance.SnapshotId, b.Balance.CustomerId })
            .Select(g => new
            {
                g.Key.SnapshotId,
                g.Key.CustomerId,
                Paise = g.Sum(b => b.DisputedPaise),
            })
            .ToDictionaryAsync(d => (d.SnapshotId, d.CustomerId), d => d.Paise, ct);
        return new ForecastModel(rows, disputed);
    }

    /// <summary>Open promises by customer and month of their day. In paise.</summary>
    private static async Task<Dictionary<(int CustomerId, int Month), long>> PromisedAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CollectionFilter filter,
        IQueryable<Customer> customers,
        List<Period> ahead,
        CancellationToken ct
    )
    {
        var months = ahead.ConvertAll(m => m.Number);
        return await CollectionQueries
            .Promises(db, currentUser, new PromiseFilter(Region: filter.Region, DepartmentId: filter.DepartmentId))
            .Where(p =>
                p.Status == PromiseStatus.Open
                && months.Contains(p.DuePeriod)
                && customers.Any(c => c.Id == p.CustomerId)
            )
            .GroupBy(p => new { p.CustomerId, p.DuePeriod })
            .Select(g => new
            {
                g.Key.CustomerId,
                g.Key.DuePeriod,
                Paise = g.Sum(p => p.AmountPaise),
            })
            .ToDictionaryAsync(p => (p.CustomerId, p.DuePeriod), p => p.Paise, ct);
    }

    private static PastForecast PastOf(Period month, IEnumerable<(long Expected, long Received)> held)
    {
        var (expected, received) = (0L, 0L);
        foreach (var of in held)
            (expected, received) = (expected + of.Expected, received + of.Received);
        return new PastForecast(month, new Money(expected), new Money(received));
    }

    /// <summary>Forecast and received of a month, by customer.</summary>
    private static Dictionary<int, (long Expected, long Received)> HeldIn(
        ForecastModel model,
        Dictionary<int, LinkedPosition> links,
        Period month
    ) =>
        links
            .Values.Where(l => l.Position.Period == month)
            .SelectMany(model.Held)
            .GroupBy(h => h.CustomerId)
            .ToDictionary(g => g.Key, g => (g.Sum(h => h.ExpectedPaise), g.Sum(h => h.ReceivedPaise)));

    /// <summary>A customer whose items stand in several regions or departments.</summary>
    private static CustomerForecast Sum(IReadOnlyList<CustomerForecast> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var owed = parts.Sum(p => p.OwedPaise);
        return parts[0] with
        {
            OwedPaise = owed,
            DisputedPaise = parts.Sum(p => p.DisputedPaise),
            Pace = owed == 0 ? parts[0].Pace : parts.Sum(p => p.OwedPaise * (p.Pace ?? 0)) / owed,
            IsOwnPace = parts.All(p => p.IsOwnPace),
            Expected =
            [
                .. Enumerable
                    .Range(0, parts[0].Expected.Count)
                    .Select(i => new Money(parts.Sum(p => p.Expected[i].Paise))),
            ],
        };
    }

    private static async Task<IReadOnlyList<ForecastCustomer>> NamedAsync(
        ReportsDb db,
        IReadOnlyList<CustomerForecast> shown,
        Dictionary<(int CustomerId, int Month), long> promised,
        Dictionary<int, (long Expected, long Received)> last,
        Period month,
        CancellationToken ct
    )
    {
        var names = await db.CustomerNamesAsync([.. shown.Select(s => s.CustomerId)], ct);
        var promisedBy = promised.ToLookup(p => p.Key.CustomerId, p => p.Value);
        return
        [
            .. shown.Select(s => new ForecastCustomer
            {
                Id = s.CustomerId,
                Code = names[s.CustomerId].Code,
                Name = names[s.CustomerId].Name,
                Region = names[s.CustomerId].Region,
                Owed = new Money(s.OwedPaise),
                Disputed = new Money(s.DisputedPaise),
                PacePercent = s.Pace is { } pace ? Math.Round(100 * pace, 1, MidpointRounding.AwayFromZero) : null,
                IsOwnPace = s.IsOwnPace,
                Expected = s.Expected,
                Promised = new Money(promisedBy[s.CustomerId].Sum()),
                Last = last.TryGetValue(s.CustomerId, out var of) ? PastOf(month, [of]) : null,
            }),
        ];
    }
}
