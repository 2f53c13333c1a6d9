using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>
/// Random sheets, undos, payments and assignments: after each step the key figures are what is worked out item by item from an
/// independent model, and tie with the dashboard, the months of the movement report and the customers of the same filter.
/// </summary>
public sealed class KpiTruthTests
{
    private static readonly int[] Standard = [30, 90, 180, 365];
    private static readonly int[] OwnEdges = [15, 45, 100, 200];

    [Theory]
    [InlineData(TestProvider.Sqlite, 1, 40)]
    [InlineData(TestProvider.Sqlite, 1001, 40)]
    [InlineData(TestProvider.Postgres, 2001, 15)]
    public async Task Every_figure_is_what_the_model_says(TestProvider provider, int firstSeed, int histories)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var engineers = await OneTruthTests.PrepareAsync(fixture);
        for (var seed = firstSeed; seed < firstSeed + histories; seed++)
        {
            var history = new TruthHistory(fixture, seed, engineers);
            for (var steps = history.Random.Next(3, 7); steps > 0; steps--)
            {
                await history.StepAsync();
                await AgreesAsync(fixture, history, Any(history.Random, engineers));
            }

            await OneTruthTests.EmptyAsync(fixture);
        }
    }

    private static CollectionFilter Any(Random random, IReadOnlyList<int> engineers) =>
        new(
            Period.FromNumber(TruthHistory.Months[random.Next(TruthHistory.Months.Length)]),
            random.Next(3) == 0 ? random.Next(1, 3) : null,
            random.Next(4) == 0 ? TruthHistory.Regions[random.Next(TruthHistory.Regions.Length)] : null,
            random.Next(4) switch
            {
                0 => engineers[random.Next(engineers.Count)],
                1 => 0,
                _ => null,
            }
        );

    private static async Task AgreesAsync(TestFixture fixture, TruthHistory history, CollectionFilter filter)
    {
        var board = await fixture.Get<KpiQueries>().BoardAsync(CurrentUser.System, filter, default);
        var paper = new Paper(history, filter);
        var months = paper.Months(filter.Month!.Value.Number);
        var why = $"{filter}\n{history.Story}";
        Assert.True(months.SequenceEqual(board.Series[0].Points.Select(p => p.Month.Number)), why);
        var disputes = await DisputesOnPaper.ReadAsync(fixture, filter);
        for (var i = 0; i < months.Count; i++)
        {
            decimal?[] expected =
            [
                paper.DaysSales(months[i]),
                paper.Effectiveness(months[i]),
                paper.Share(paper.Overdue(months[i]), paper.Closing(months[i])),
                paper.HasBefore(months[i])
                    ? paper.Share(paper.Moved(months[i]).Recovered, paper.Opening(months[i]))
                    : null,
                // Eight customers are too few for a share of the ten largest, and these histories promise nothing.
                null,
                null,
                paper.Share(disputes.InDispute(months[i]), paper.Closing(months[i])),
                disputes.DaysToSettle(months[i]),
            ];
            var actual = board.Series.Select(s => s.Points[i].Figure.Value).ToArray();
            Assert.True(
                expected.SequenceEqual(actual),
                $"{months[i]}: {string.Join(" ", actual)}, on paper {string.Join(" ", expected)}\n{why}"
            );
        }

        Assert.True((months.Count == 0) == (board.Flow is null), why);
        if (board.Flow is null)
            return;
        Assert.True(
            paper.Largest(months[^1]).SequenceEqual(board.Largest.Select(r => (r.Code, r.Outstanding.Paise))),
            $"largest {why}"
        );
        Assert.True(
            paper
                .Engineers(months[^1])
                .SetEquals(board.Engineers.Select(e => (e.Name, e.Opening.Paise, e.Recovered.Paise, e.Closing.Paise))),
            $"engineers {why}"
        );
        await TiesAsync(fixture, filter, board, why);
    }

    private static async Task TiesAsync(TestFixture fixture, CollectionFilter filter, KpiBoard board, string why)
    {
        var flow = board.Flow!;
        var same = new ReceivablesFilter(filter.Month!.Value, filter.DepartmentId, filter.Region);
        var sheet = await fixture.Customers.SheetAsync(
            CurrentUser.System,
            new CustomerFilter(same, EngineerId: filter.EngineerId),
            new PageRequest(1, 100),
            default
        );
        Assert.True(sheet.Outstanding == flow.Closing, $"customers {why}");
        var overdue = sheet.Ageing.Total - sheet.Ageing.UpTo30 - sheet.Ageing.Unclassified;
        Assert.True(overdue == flow.Overdue && sheet.Scheme.First == board.OverdueAfterDays, $"ages {why}");
        if (filter.EngineerId is not null)
            return;
        var dashboard = await fixture.Outstanding.DashboardAsync(CurrentUser.System, same, default);
        Assert.True(
            (dashboard.Figures.Outstanding, dashboard.Figures.New, dashboard.Figures.Recovered)
                == (flow.Closing, flow.New, flow.Recovered),
            $"dashboard {why}"
        );
        Assert.True(
            dashboard
                .Engineers.Where(e => e.Collected.Paise != 0)
                .Select(e => (e.EngineerId, e.Collected))
                .ToHashSet()
                .SetEquals(board.Engineers.Where(e => e.Recovered.Paise != 0).Select(e => (e.EngineerId, e.Recovered))),
            $"engineers of the dashboard {why}"
        );
        var movement = await fixture
            .Get<AgeingQueries>()
            .MonthsAsync(CurrentUser.System, same, board.Series[0].Points[0].Month, default);
        var last = movement[^1];
        Assert.True(movement.Count == board.Series[0].Points.Count, why);
        Assert.True(
            (last.Opening, last.TakenOver, last.New, last.Recovered, last.Closing)
                == (flow.Opening, flow.TakenOver, flow.New, flow.Recovered, flow.Closing),
            $"movement {why}"
        );
    }

    /// <summary>What was in dispute at the end of a month and how long disputes took, worked out row by row from what is stored.</summary>
    private sealed record DisputesOnPaper(
        IReadOnlyList<Snapshot> Snapshots,
        ILookup<int, InvoiceBalance> Balances,
        IReadOnlyList<Dispute> Settled
    )
    {
        public static async Task<DisputesOnPaper> ReadAsync(TestFixture fixture, CollectionFilter filter)
        {
            await using var db = fixture.Contexts.CreateDbContext();
            var customers = await db.Set<Customer>().ToDictionaryAsync(c => c.Id);
            bool Counts(int customer) =>
                filter.EngineerId is not { } engineer || (customers[customer].EngineerId ?? 0) == engineer;
            return new DisputesOnPaper(
                [
                    .. (await db.Set<Snapshot>().ToListAsync()).Where(s =>
                        (filter.DepartmentId is null || s.DepartmentId == filter.DepartmentId)
                        && (filter.Region is null || s.Region == filter.Region)
                    ),
                ],
                (await db.Set<InvoiceBalance>().ToListAsync())
                    .Where(b => b.Disputed && Counts(b.CustomerId))
                    .ToLookup(b => b.SnapshotId),
                [
                    .. (await db.Set<Dispute>().Where(d => d.ClosedAt != null).ToListAsync()).Where(d =>
                        Counts(d.CustomerId)
                        && (filter.DepartmentId is null || customers[d.CustomerId].DepartmentId == filter.DepartmentId)
                        && (filter.Region is null || customers[d.CustomerId].Region == filter.Region)
                    ),
                ]
            );
        }

        public long InDispute(int month) =>
            Snapshots
                .Where(s => s.Period <= month)
                .GroupBy(s => (s.DepartmentId, s.Region))
                .SelectMany(g => Balances[g.MaxBy(s => s.Period)!.Id])
                .Where(b => b.OutstandingPaise > 0)
                .Sum(b => Math.Min(b.DisputePaise ?? long.MaxValue, b.OutstandingPaise));

        public decimal? DaysToSettle(int month)
        {
            var india = TimeSpan.FromMinutes(330);
            var days = Settled
                .Select(d => (From: (d.OpenedAt + india).Date, To: (d.ClosedAt!.Value + india).Date))
                .Where(d => (d.To.Year * 100) + d.To.Month == month)
                .Select(d => (decimal)(d.To - d.From).Days)
                .ToList();
            return days.Count == 0 ? null : Math.Round(days.Average(), 1, MidpointRounding.AwayFromZero);
        }
    }

    /// <summary>The figures worked out from the open items of each month, without the product's code.</summary>
    private sealed class Paper(TruthHistory history, CollectionFilter filter)
    {
        private readonly List<Place> places =
        [
            .. history.Model.Places.Where(p =>
                (filter.DepartmentId is null || p.Department == filter.DepartmentId)
                && (filter.Region is null || p.Region == filter.Region)
            ),
        ];

        public List<int> Months(int last)
        {
            var months = new List<int>();
            if (places.Count == 0)
                return months;
            for (var month = last; month >= places.Min(p => p.Period) && months.Count < 12; month = Before(month))
                months.Insert(0, month);
            return months;
        }

        public bool HasBefore(int month) => places.Exists(p => p.Period < month);

        public long Opening(int month) => Open(Before(month)).Sum(i => i.Paise);

        public long Closing(int month) => Open(month).Sum(i => i.Paise);

        public long Overdue(int month)
        {
            var day = month >= 202605 ? new DateOnly(2026, 5, 15) : FirstDay(month).AddMonths(1).AddDays(-1);
            return Open(month)
                .Where(i =>
                    TruthDates.BucketOf(
                        i.Number,
                        day,
                        i.Department == 2,
                        filter.DepartmentId == 1 ? OwnEdges : Standard
                    )
                        is not (0 or 5)
                )
                .Sum(i => i.Paise);
        }

        public (long New, long Recovered) Moved(int month, string? engineer = null)
        {
            var (added, recovered) = (0L, 0L);
            foreach (var place in places.Where(p => p.Period == month))
            {
                var now = At(place, month, engineer);
                if (!places.Exists(p => p with { Period = 0 } == place with { Period = 0 } && p.Period < month))
                {
                    added += now.Where(i =>
                            i.Value > 0
                            && !TruthModel.IsTotal(i.Key.Number)
                            && TruthDates.Of(i.Key.Number) >= FirstDay(month)
                        )
                        .Sum(i => i.Value);
                    continue;
                }

                var then = At(place, Before(month), engineer);
                foreach (var key in now.Keys.Union(then.Keys))
                {
                    var change = now.GetValueOrDefault(key) - then.GetValueOrDefault(key);
                    added += Math.Max(0, change);
                    recovered += Math.Max(0, -change);
                }
            }

            return (added, recovered);
        }

        public decimal? DaysSales(int month)
        {
            var counted = new[] { month, Before(month), Before(Before(month)) }.Where(HasBefore).ToList();
            var sales = counted.Sum(m => Moved(m).New);
            if (sales <= 0 || Closing(month) <= 0)
                return null;
            return Tenth((decimal)Closing(month) / sales * counted.Sum(m => DateTime.DaysInMonth(m / 100, m % 100)));
        }

        /// <summary>What came in ÷ (what came in + what is overdue): the same once the terms that cancel out are gone.</summary>
        public decimal? Effectiveness(int month)
        {
            var recovered = Moved(month).Recovered;
            return HasBefore(month) ? Share(recovered, recovered + Overdue(month)) : null;
        }

        public decimal? Share(long part, long whole) => whole <= 0 ? null : Tenth(100m * part / whole);

        public IEnumerable<(string, long)> Largest(int month) =>
            Open(month)
                .GroupBy(i => i.Code)
                .Select(g => (Code: g.Key, Paise: g.Sum(i => i.Paise)))
                .Where(c => c.Paise > 0)
                .OrderByDescending(c => c.Paise);

        public HashSet<(string, long, long, long)> Engineers(int month) =>
            [
                .. history
                    .Model.Codes.Where(Counts)
                    .Select(EngineerOf)
                    .Distinct()
                    .Select(e =>
                        (
                            Name: e,
                            Opening: Open(Before(month)).Where(i => EngineerOf(i.Code) == e).Sum(i => i.Paise),
                            Moved(month, e).Recovered,
                            Closing: Open(month).Where(i => EngineerOf(i.Code) == e).Sum(i => i.Paise)
                        )
                    )
                    .Where(e => e.Opening != 0 || e.Recovered != 0 || e.Closing != 0),
            ];

        private Dictionary<(string Code, string Number), long> At(Place place, int month, string? engineer) =>
            Open(month)
                .Where(i => i.Department == place.Department && i.Region == place.Region)
                .Where(i => engineer is null || EngineerOf(i.Code) == engineer)
                .ToDictionary(i => (i.Code, i.Number), i => i.Paise);

        private IEnumerable<TruthItem> Open(int month) =>
            history.Model.Open(month, filter.DepartmentId, filter.Region).Where(i => Counts(i.Code));

        private bool Counts(string code) =>
            filter.EngineerId is not { } engineer || history.Engineers.GetValueOrDefault(code) == engineer;

        private string EngineerOf(string code) =>
            history.Engineers.TryGetValue(code, out var id) ? $"Engineer {id}" : "Unassigned";

        private static decimal Tenth(decimal value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);

        private static int Before(int month) => month % 100 == 1 ? month - 89 : month - 1;

        private static DateOnly FirstDay(int month) => new(month / 100, month % 100, 1);
    }
}
