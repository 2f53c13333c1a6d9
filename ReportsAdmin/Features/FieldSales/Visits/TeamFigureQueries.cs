using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales.Visits;

/// <summary>What the team's figures are narrowed to and sorted by. Null means all, within the current user's scope.</summary>
/// <param name="Role">A designation: one of <see cref="SalesRoles.All"/>.</param>
/// <param name="Sort">One of <see cref="TeamFigureQueries.Sorts"/>, with a leading minus for the largest first.</param>
public sealed record TeamFilter(
    int? UserId = null,
    string? Role = null,
    string? Zone = null,
    string Sort = TeamFigureQueries.StandardSort
);

/// <summary>How a person of the field stands.</summary>
/// <param name="LiquidationPercent">Of the distributors at their place, financial year to date: 0 to 100, two decimals, by the formula of <see cref="StockFigures"/>.</param>
/// <param name="VisitsCompleted">Their own, in the current month.</param>
/// <param name="VisitsTarget">For the whole month; 0 when none was set.</param>
public sealed record TeamFigures(
    int Id,
    string Name,
    string Role,
    decimal LiquidationPercent,
    int VisitsCompleted,
    int VisitsTarget,
    string Territory,
    string Region,
    string Zone
)
{
    /// <summary>Visits against the target, 0 without one; may exceed 100.</summary>
    public decimal VisitPercent =>
        VisitsTarget == 0 ? 0 : Math.Round(VisitsCompleted * 100m / VisitsTarget, 1, MidpointRounding.AwayFromZero);
}

/// <summary>
/// The figures of the field team. A person's place is as deep as they have one: territory for a TSM and an MDO, region or zone for
/// those above, everything the current user sees for who has none.
/// </summary>
public sealed class TeamFigureQueries(IDbContextFactory<ReportsDb> contexts, BusinessClock clock)
{
    public const string StandardSort = "-liquidation";

    public static readonly IReadOnlyList<string> Sorts = ["liquidation", "name", "visits", "territory"];

    /// <summary>Two statements: sums by territory, and the people with their visits. A team is hundreds, so it is ordered here.</summary>
    public async Task<Page<TeamFigures>> TeamAsync(
        CurrentUser currentUser,
        TeamFilter filter,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(SalesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var people = await PeopleAsync(db, currentUser, filter, ct);
        if (
            filter.UserId is not null
            && people.Count == 0
            && !await SalesTeamQueries.PeopleOf(db, currentUser).AnyAsync(p => p.Id == filter.UserId, ct)
        )
            throw DomainException.Invalid("userId", "This person is not in the field team.");
        var places = people.Count == 0 ? [] : await PositionsAsync(db, currentUser, ct);
        var rows = Ordered(people.Select(p => ToFigures(p, places)), filter.Sort);
        return new Page<TeamFigures>([.. rows.Skip(page.Skip).Take(page.Size)], people.Count, page);
    }

    private async Task<List<TeamPerson>> PeopleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        TeamFilter filter,
        CancellationToken ct
    )
    {
        var people = SalesTeamQueries.PeopleOf(db, currentUser).Where(p => p.Active);
        if (filter.UserId is { } id)
            people = people.Where(p => p.Id == id);
        if (filter.Role is { } role)
            people = people.Where(p => p.Designation == role);
        if (filter.Zone is { } zone)
            people = people.Where(p => p.Zone == zone);
        var first = new DateOnly(clock.Today.Year, clock.Today.Month, 1);
        var (from, to, month) = (
            clock.StartOf(first),
            clock.StartOf(first.AddMonths(1)),
            (first.Year * 100) + first.Month
        );
        return await people
            .Select(p => new TeamPerson
            {
                Person = p,
                Visits = db.Set<Visit>().Count(v => v.UserId == p.Id && v.At >= from && v.At < to),
                Target = db.Set<VisitTarget>()
                    .Where(t => t.UserId == p.Id && t.Month == month)
                    .Select(t => (int?)t.Visits)
                    .FirstOrDefault()
                    ?? 0,
            })
            .ToListAsync(ct);
    }

    private async Task<List<PlaceSums>> PositionsAsync(ReportsDb db, CurrentUser currentUser, CancellationToken ct)
    {
        var year = SalesFilter.YearToDate(clock.Today);
        return await (
            from s in SalesMetricsQueries
                .Ledger(db, currentUser, null, year.End, year.Start)
                .SumBy(m => m.DistributorId, year.Start)
            join d in db.Set<Distributor>() on s.Key equals d.Id
            group s by new
            {
                d.Zone,
                d.Region,
                d.Territory,
            } into g
            select new PlaceSums
            {
                Zone = g.Key.Zone,
                Region = g.Key.Region,
                Territory = g.Key.Territory,
                Opening = g.Sum(s => s.OpeningValue),
                Sales = g.Sum(s => s.SalesValue),
                Liquidation = g.Sum(s => s.LiquidationValue),
            }
        ).ToListAsync(ct);
    }

    private static TeamFigures ToFigures(TeamPerson x, List<PlaceSums> places)
    {
        var p = x.Person;
        var own = places
            .Where(s =>
                (p.Zone is null || s.Zone == p.Zone)
                && (p.Region is null || s.Region == p.Region)
                && (p.Territory is null || s.Territory == p.Territory)
            )
            .ToList();
        var stock = new StockFigures(
            new(own.Sum(s => s.Opening), 0),
            new(own.Sum(s => s.Sales), 0),
            new(own.Sum(s => s.Liquidation), 0),
            default
        );
        return new TeamFigures(
            p.Id,
            p.Name,
            p.Designation ?? "",
            stock.LiquidationPercent,
            x.Visits,
            x.Target,
            p.Territory ?? "",
            p.Region ?? "",
            p.Zone ?? ""
        );
    }

    private static IEnumerable<TeamFigures> Ordered(IEnumerable<TeamFigures> rows, string sort)
    {
        Func<TeamFigures, IComparable> key = sort.TrimStart('-') switch
        {
            "name" => r => r.Name,
            "visits" => r => r.VisitPercent,
            "territory" => r => $"{r.Zone}\t{r.Region}\t{r.Territory}",
            _ => r => r.LiquidationPercent,
        };
        var compare = Comparer<IComparable>.Create(
            (a, b) => a is string text ? string.CompareOrdinal(text, (string)b) : a.CompareTo(b)
        );
        return (sort.StartsWith('-') ? rows.OrderByDescending(key, compare) : rows.OrderBy(key, compare))
            .ThenBy(r => r.Name, StringComparer.Ordinal)
            .ThenBy(r => r.Id);
    }

    private sealed class TeamPerson
    {
        public required SalesPerson Person { get; init; }

        public int Visits { get; init; }

        public int Target { get; init; }
    }

    private sealed class PlaceSums
    {
        public required string Zone { get; init; }

        public required string Region { get; init; }

        public required string Territory { get; init; }

        public long Opening { get; init; }

        public long Sales { get; init; }

        public long Liquidation { get; init; }
    }
}
