using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Features.FieldSales.Visits;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales.Dashboard;

/// <summary>The dashboard's figures against an independent walk through a random ledger and its visits, on both databases.</summary>
public sealed class SalesMetricsTests
{
    private static readonly CurrentUser Mumbai = new(
        999,
        "Mumbai's own",
        "Manager",
        new HashSet<string> { SalesQueries.ReadPermission },
        new Scope(["mumbai"], null, false)
    );

    [Theory]
    [
        InlineData(110, 100, SalesDirection.Up, "10", true),
        InlineData(90, 100, SalesDirection.Down, "10", true),
        InlineData(100, 100, SalesDirection.Neutral, "0", true),
        InlineData(100_04, 100_00, SalesDirection.Neutral, "0", true),
        InlineData(100_05, 100_00, SalesDirection.Up, "0.1", true),
        InlineData(99_96, 100_00, SalesDirection.Neutral, "0", true)
    ]
    [
        InlineData(0, 100, SalesDirection.Down, "100", true),
        InlineData(5, 0, SalesDirection.Neutral, "0", false),
        InlineData(0, 0, SalesDirection.Neutral, "0", false),
        InlineData(5, -3, SalesDirection.Neutral, "0", false)
    ]
    public void A_trend_has_a_direction_and_a_percentage_that_is_never_negative(
        long now,
        long before,
        SalesDirection direction,
        string percentage,
        bool comparable
    )
    {
        var trend = SalesTrend.Of(now, before);
        Assert.Equal(
            (direction, percentage, comparable),
            (
                trend.Direction,
                trend.Percentage.ToString(System.Globalization.CultureInfo.InvariantCulture),
                trend.Comparable
            )
        );
    }

    [Theory, EachDatabase]
    public async Task Nothing_at_all_is_nothing(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        Assert.Equal(
            new SalesMetrics(Money.Zero, Money.Zero, 0, 0, default, default, default, default),
            await fixture.Get<SalesMetricsQueries>().MetricsAsync(CurrentUser.System, null, default)
        );
        Assert.All(await fixture.Get<SalesMetricsQueries>().MonthsAsync(CurrentUser.System, null, default), m =>
            Assert.Equal((Money.Zero, Money.Zero, 0L, 0), (m.Liquidation, m.Sales, m.BalanceMilli, m.ActiveMdos))
        );
        Assert.Equal(
            0,
            (
                await fixture
                    .Get<TeamFigureQueries>()
                    .TeamAsync(CurrentUser.System, new TeamFilter(), new PageRequest(1, 10), default)
            ).Total
        );
    }

    [Theory, EachDatabase]
    public async Task Figures_agree_with_a_walk_through_a_random_company(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var company = await Company.FoundAsync(fixture, seed: 11);
        // In May, on the last and the first day of financial years, and on a 29 February.
        foreach (var day in (DateOnly[])[new(2026, 5, 15), new(2027, 3, 31), new(2027, 4, 1), new(2028, 2, 29)])
        {
            fixture.Clock.Advance(day.ToDateTime(new TimeOnly(6, 0)) - fixture.Clock.GetUtcNow().UtcDateTime);
            foreach (
                var (currentUser, zone) in ((CurrentUser, string?)[])
                    [
                        (CurrentUser.System, null),
                        (CurrentUser.System, "N"),
                        (CurrentUser.System, "Nowhere"),
                        (Mumbai, null),
                        (Mumbai, "W"),
                    ]
            )
            {
                var books = company.SeenBy(currentUser, zone);
                Assert.Equal(
                    books.Metrics(day),
                    await fixture.Get<SalesMetricsQueries>().MetricsAsync(currentUser, zone, default)
                );
                Assert.Equal(
                    books.Months(day),
                    await fixture.Get<SalesMetricsQueries>().MonthsAsync(currentUser, zone, default)
                );
                var team = await fixture
                    .Get<TeamFigureQueries>()
                    .TeamAsync(currentUser, new TeamFilter(Zone: zone), new PageRequest(1, 100), default);
                Assert.Equal(company.SeenBy(currentUser, null).Team(day, zone), team.Rows);
            }
        }
    }

    [Fact]
    public async Task The_team_is_narrowed_sorted_and_paged()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await Company.FoundAsync(fixture, seed: 5);
        var queries = fixture.Get<TeamFigureQueries>();
        var all = (
            await queries.TeamAsync(CurrentUser.System, new TeamFilter(), new PageRequest(1, 100), default)
        ).Rows;
        Assert.Equal(all.OrderByDescending(r => r.LiquidationPercent).ThenBy(r => r.Name, StringComparer.Ordinal), all);
        Assert.Equal(
            all.OrderBy(r => r.Name, StringComparer.Ordinal),
            (
                await queries.TeamAsync(
                    CurrentUser.System,
                    new TeamFilter(Sort: "name"),
                    new PageRequest(1, 100),
                    default
                )
            ).Rows
        );
        Assert.Equal(
            all.OrderByDescending(r => r.VisitPercent).ThenBy(r => r.Name, StringComparer.Ordinal),
            (
                await queries.TeamAsync(
                    CurrentUser.System,
                    new TeamFilter(Sort: "-visits"),
                    new PageRequest(1, 100),
                    default
                )
            ).Rows
        );
        var page = await queries.TeamAsync(
            CurrentUser.System,
            new TeamFilter(Role: "MDO"),
            new PageRequest(2, 3),
            default
        );
        Assert.Equal(all.Where(r => r.Role == "MDO").Skip(3).Take(3), page.Rows);
        Assert.Equal(all.Count(r => r.Role == "MDO"), page.Total);
        Assert.Equal(
            "userId",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    queries.TeamAsync(
                        CurrentUser.System,
                        new TeamFilter(UserId: 424242),
                        new PageRequest(1, 3),
                        default
                    )
                )
            )
                .Fields.Single()
                .Key
        );
    }

    /// <summary>Distributors, people and visits of what one current user sees in one zone, and the figures calculated by hand.</summary>
    private sealed record SampleWorkbooks(
        IReadOnlyList<Distributor> Distributors,
        IReadOnlyList<StockMovement> Movements,
        IReadOnlyList<SalesPerson> People,
        IReadOnlyList<Visit> Visits,
        IReadOnlyList<VisitTarget> Targets
    )
    {
        public SalesMetrics Metrics(DateOnly today)
        {
            var start = YearStart(today);
            var (liquidation, sales, balance) = (
                Value(MovementKind.Liquidation, start, today),
                Value(MovementKind.Sale, start, today),
                Balance(today)
            );
            var (before, end) = (start.AddYears(-1), today.AddYears(-1));
            var (active, earlier) = (Active(today.AddDays(-29), today), Active(today.AddDays(-59), today.AddDays(-30)));
            return new SalesMetrics(
                new Money(liquidation),
                new Money(sales),
                balance,
                active,
                SalesTrend.Of(liquidation, Value(MovementKind.Liquidation, before, end)),
                SalesTrend.Of(sales, Value(MovementKind.Sale, before, end)),
                SalesTrend.Of(balance, SignedUpTo(today.AddMonths(-1))),
                SalesTrend.Of(active, earlier)
            );
        }

        public IEnumerable<SalesMonth> Months(DateOnly today)
        {
            for (var i = 11; i >= 0; i--)
            {
                var first = new DateOnly(today.Year, today.Month, 1).AddMonths(-i);
                var last = first.AddMonths(1).AddDays(-1);
                yield return new SalesMonth(
                    first,
                    new Money(Value(MovementKind.Liquidation, first, last < today ? last : today)),
                    new Money(Value(MovementKind.Sale, first, last < today ? last : today)),
                    Balance(last < today ? last : today),
                    Active(first, last)
                );
            }
        }

        public IEnumerable<TeamFigures> Team(DateOnly today, string? zone)
        {
            var month = (today.Year * 100) + today.Month;
            return People
                .Where(p => p.Active && (zone is null || p.Zone == zone))
                .Select(p => new TeamFigures(
                    p.Id,
                    p.Name,
                    p.Designation ?? "",
                    Percent(p, today),
                    Visits.Count(v => v.UserId == p.Id && Local(v).Year == today.Year && Local(v).Month == today.Month),
                    Targets.SingleOrDefault(t => t.UserId == p.Id && t.Month == month)?.Visits ?? 0,
                    p.Territory ?? "",
                    p.Region ?? "",
                    p.Zone ?? ""
                ))
                .OrderByDescending(t => t.LiquidationPercent)
                .ThenBy(t => t.Name, StringComparer.Ordinal);
        }

        private decimal Percent(SalesPerson p, DateOnly today)
        {
            var own = Distributors
                .Where(d =>
                    p.Territory is { } t ? d.Territory == t
                    : p.Region is { } r ? d.Region == r
                    : p.Zone is not { } z || d.Zone == z
                )
                .Select(d => d.Id)
                .ToHashSet();
            var (available, liquidated) = (0L, 0L);
            foreach (var m in Movements.Where(m => own.Contains(m.DistributorId) && m.Day <= today))
            {
                if (m.Kind == MovementKind.Opening)
                    available += m.ValuePaise;
                else if (m.Day < YearStart(today))
                    available += m.Kind == MovementKind.Liquidation ? -m.ValuePaise : m.ValuePaise;
                else if (m.Kind == MovementKind.Sale)
                    available += m.ValuePaise;
                else if (m.Kind == MovementKind.Liquidation)
                    liquidated += m.ValuePaise;
            }

            return available <= 0
                ? 0
                : Math.Round(Math.Min(100, liquidated * 100m / available), 2, MidpointRounding.AwayFromZero);
        }

        private long Value(MovementKind kind, DateOnly from, DateOnly to) =>
            Movements.Where(m => m.Kind == kind && m.Day >= from && m.Day <= to).Sum(m => m.ValuePaise);

        private long SignedUpTo(DateOnly day) =>
            Movements
                .Where(m => m.Day <= day)
                .Sum(m => m.Kind == MovementKind.Liquidation ? -m.VolumeMilli : m.VolumeMilli);

        private long Balance(DateOnly day) => Math.Max(0, SignedUpTo(day));

        private int Active(DateOnly from, DateOnly to) =>
            People
                .Where(p => p.Designation == "MDO")
                .Count(p =>
                    Visits.Any(v =>
                        v.UserId == p.Id
                        && DateOnly.FromDateTime(Local(v)) >= from
                        && DateOnly.FromDateTime(Local(v)) <= to
                    )
                );

        private static DateTime Local(Visit visit) => visit.At.AddMinutes(330);

        private static DateOnly YearStart(DateOnly day) =>
            day.Month > 3 ? new DateOnly(day.Year, 4, 1) : new DateOnly(day.Year - 1, 4, 1);
    }

    private sealed record Company(SampleWorkbooks All)
    {
        private static readonly (string Zone, string Region, string Territory, string Branch)[] Places =
        [
            ("N", "N1", "N1a", "delhi"),
            ("N", "N1", "N1b", "delhi"),
            ("N", "N2", "N2a", "punjab"),
            ("W", "W1", "W1a", "mumbai"),
            ("W", "W1", "W1b", "mumbai"),
        ];
        private static readonly DateOnly First = new(2024, 11, 1);

        public SampleWorkbooks SeenBy(CurrentUser currentUser, string? zone)
        {
            bool Sees(string? branch) =>
                currentUser.Scope.Regions is not { } own || (branch is not null && own.Contains(branch));
            var distributors = All.Distributors.Where(d => Sees(d.Branch) && (zone is null || d.Zone == zone)).ToList();
            return All with
            {
                Distributors = distributors,
                Movements = [.. All.Movements.Where(m => distributors.Any(d => d.Id == m.DistributorId))],
                People = [.. All.People.Where(p => Sees(p.Branch) && (zone is null || p.Zone == zone))],
            };
        }

        public static async Task<Company> FoundAsync(TestFixture fixture, int seed)
        {
            var random = new Random(seed);
            await using var db = fixture.Contexts.CreateDbContext();
            var product = new Product
            {
                Code = "P",
                Name = "P",
                SearchText = "p",
                Category = "Seed",
            };
            var distributors = Places
                .SelectMany(
                    (p, i) =>
                        Enumerable
                            .Range(0, 2)
                            .Select(n => new Distributor
                            {
                                Code = $"D-{i}{n}",
                                Name = $"D{i}{n}",
                                SearchText = "d",
                                Zone = p.Zone,
                                Region = p.Region,
                                Territory = p.Territory,
                                Branch = n == 1 && i == 0 ? null : p.Branch,
                            })
                )
                .ToList();
            var outlet = new Outlet
            {
                Code = "R",
                Name = "R",
                SearchText = "r",
                Type = "retailer",
                Zone = "N",
                Region = "N1",
                Territory = "N1a",
            };
            db.AddRange(distributors);
            db.AddRange(product, outlet);
            await db.SaveChangesAsync();
            var people = Places
                .SelectMany(
                    (p, i) =>
                        Enumerable
                            .Range(0, 4)
                            .Select(n =>
                                Draft($"{i}{n}", n == 0 ? "TSM" : "MDO", p.Branch, p.Zone, p.Region, p.Territory)
                            )
                )
                .Append(Draft("rbh", "RBH", "delhi", "N", "N1", null))
                .Append(Draft("zbh", "ZBH", null, "N", null, null))
                .Append(Draft("md", "MD", null, null, null, null))
                .ToList();
            var ids = await TeamCommands.EnrolAsync(db, people, DateTime.UnixEpoch, default);
            var movements = Enumerable
                .Range(0, 700)
                .Select(_ =>
                {
                    var kind = (MovementKind)random.Next(4);
                    var sign = kind == MovementKind.Adjustment && random.Next(2) == 0 ? -1 : 1;
                    return new StockMovement
                    {
                        DistributorId = distributors[random.Next(distributors.Count)].Id,
                        ProductId = product.Id,
                        Day = First.AddDays(random.Next(1300)),
                        Kind = kind,
                        VolumeMilli = sign * random.Next(1, 99_999),
                        ValuePaise = sign * random.Next(1, 9_999_999),
                    };
                })
                .ToList();
            // At every hour, so that days are distinguished by the company's clock and not by UTC.
            var visits = Enumerable
                .Range(0, 900)
                .Select(_ => new Visit
                {
                    UserId = ids.Values.ElementAt(random.Next(ids.Count)),
                    OutletId = outlet.Id,
                    At = First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddMinutes(random.Next(1300 * 24 * 60)),
                    Minutes = 20,
                })
                .ToList();
            var targets = ids
                .Values.Where((_, i) => i % 3 != 0)
                .SelectMany(id =>
                    ((int[])[202605, 202703, 202704, 202802]).Select(m => new VisitTarget
                    {
                        UserId = id,
                        Month = m,
                        Visits = random.Next(1, 9),
                    })
                )
                .ToList();
            db.AddRange(movements);
            db.AddRange(visits);
            db.AddRange(targets);
            await db.SaveChangesAsync();
            await StockTotals.RebuildAsync(db, default);
            return new Company(
                new SampleWorkbooks(
                    distributors,
                    movements,
                    await fixture.Get<SalesTeamQueries>().PeopleAsync(CurrentUser.System, default),
                    visits,
                    targets
                )
            );
        }

        private static PersonDraft Draft(
            string name,
            string designation,
            string? branch,
            string? zone,
            string? region,
            string? territory
        ) =>
            new(
                $"{name}@field.example.com",
                $"Person {name}",
                RoleNames.Engineer,
                branch,
                Designation: designation,
                InField: true,
                Zone: zone,
                FieldRegion: region,
                Territory: territory,
                Active: name is not "02"
            );
    }
}
