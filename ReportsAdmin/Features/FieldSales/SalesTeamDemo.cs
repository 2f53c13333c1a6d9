using System.Globalization;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.FieldSales;

/// <summary>The field team of the demo company, what it was to do and what it did: some do more than their target, some less, and a few have stopped.</summary>
internal sealed class SalesTeamDemo(IBulkImporter bulk, BusinessClock clock)
{
    private const int Months = 13;
    private const int MdosPerTerritory = 4;
    private const int WorkingDaysOfMonth = 25;

    // Enough for a screen to show, however early in the morning or on a Sunday the company is founded.
    private const int MinToday = 12;

    private static readonly string[] First = """
        Rajesh Priya Kavita Amit Sanjay Deepa Vikram Anjali Suresh Meena Arjun Sunita Manoj Pooja Ramesh
        Nisha Anil Rekha Vijay Shalini Harish Geeta Prakash Lata Kiran Mohan Swati Ravi Usha Dinesh Asha
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    private static readonly string[] Last = """
        Kumar Sharma Verma Singh Patil Nair Rao Deshmukh Iyer Gupta Reddy Kulkarni Mehta Joshi Das Chauhan
        Pillai Yadav Shinde Thakur Mishra Gowda Bose
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static readonly BulkColumn[] TargetColumns =
    [
        new("user_id", BulkType.Int32),
        new("month", BulkType.Int32),
        new("visits", BulkType.Int32),
    ];
    private static readonly BulkColumn[] VisitColumns =
    [
        new("user_id", BulkType.Int32),
        new("outlet_id", BulkType.Int32),
        new("at", BulkType.Instant),
        new("minutes", BulkType.Int32),
    ];

    private readonly Random random = new(43);
    private readonly DateOnly today = clock.Today;
    private readonly DateTime now = clock.UtcNow;

    public async Task SeedAsync(ReportsDb db, IReadOnlyList<Outlet> outlets, CancellationToken ct)
    {
        var people = People();
        var ids = await TeamCommands.EnrolAsync(db, people, now, ct);
        var byTerritory = outlets.ToLookup(o => (o.Region, o.Territory));
        var rounds = people
            .Where(p => p.FieldRegion is not null)
            .Select(
                (p, i) =>
                    ToRound(
                        ids[p.Email],
                        p,
                        i,
                        p.Territory is null
                            ? [.. outlets.Where(o => o.Region == p.FieldRegion)]
                            : [.. byTerritory[(p.FieldRegion!, p.Territory)]]
                    )
            )
            .ToList();
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - Months);
        await bulk.InsertAsync(db, "visit_targets", TargetColumns, Targets(rounds, first), ct);
        await bulk.InsertAsync(db, "visits", VisitColumns, Visits(rounds, first), ct);
    }

    private static IReadOnlyList<PersonDraft> People()
    {
        var team = new Team();
        foreach (var zone in SalesDemoMasters.Places.GroupBy(p => p.Zone))
        {
            // Heads of a zone have no branch, so they see nothing until an administrator assigns one.
            var head = team.Add(new Post(RoleNames.Engineer, "ZBH", zone.Key), "manager@example.com");
            foreach (var place in zone)
            {
                var region = new Post(RoleNames.Manager, "RBH", place.Zone, place.Branch, place.Region);
                var regional = team.Add(region, head);
                foreach (var territory in place.Territories)
                {
                    var post = region with
                    {
                        Role = RoleNames.Engineer,
                        Designation = SalesRoles.Tsm,
                        Territory = territory,
                    };
                    var lead = team.Add(post, regional);
                    for (var i = 0; i < MdosPerTerritory; i++)
                        team.Add(post with { Designation = SalesRoles.Mdo }, lead);
                }
            }
        }

        return team.People;
    }

    private static IEnumerable<object?[]> Targets(IEnumerable<Round> rounds, DateOnly first) =>
        rounds.SelectMany(r =>
            Enumerable
                .Range(0, Months)
                .Select(m => first.AddMonths(m))
                .Select(m => new object?[] { r.UserId, (m.Year * 100) + m.Month, r.Target })
        );

    private Round ToRound(int userId, PersonDraft person, int index, IReadOnlyList<Outlet> outlets)
    {
        var target =
            person.Designation switch
            {
                SalesRoles.Mdo => 24,
                SalesRoles.Tsm => 16,
                _ => 6,
            } + (index % 3 * 2);
        // Somebody who stopped six weeks ago: active in one stretch of thirty days and not in the next.
        var last = person.Designation == SalesRoles.Mdo && index % 37 == 9 ? today.AddDays(-42) : today;
        return new Round(userId, target, 0.72 + (random.NextDouble() * 0.42), last, outlets);
    }

    private IEnumerable<object?[]> Visits(List<Round> rounds, DateOnly first)
    {
        var ofToday = 0;
        foreach (var round in rounds)
        {
            for (var day = first; day <= round.Until; day = day.AddDays(1))
            {
                if (day.DayOfWeek == DayOfWeek.Sunday)
                    continue;
                var count = (int)((round.Target * round.Diligence / WorkingDaysOfMonth) + random.NextDouble());
                for (var i = 0; i < count; i++)
                {
                    var at = clock.StartOf(day).AddMinutes(570 + (i * 480 / count) + random.Next(480 / count));
                    if (at > now)
                        break;
                    if (day == today)
                        ofToday++;
                    yield return Visit(round, at);
                }
            }
        }

        var sinceMidnight = (int)(now - clock.StartOf(today)).TotalMinutes;
        foreach (
            var round in rounds
                .Where(r => r.Until == today && r.Outlets.Count > 0)
                .Take(Math.Max(0, MinToday - ofToday))
        )
            yield return Visit(round, now.AddMinutes(-random.Next(Math.Clamp(sinceMidnight, 1, 180))));
    }

    private object?[] Visit(Round round, DateTime at) =>
        [round.UserId, round.Outlets[random.Next(round.Outlets.Count)].Id, at, 15 + random.Next(46)];

    /// <summary>What somebody is to do and where.</summary>
    private sealed record Round(
        int UserId,
        int Target,
        double Diligence,
        DateOnly Until,
        IReadOnlyList<Outlet> Outlets
    );

    private sealed record Post(
        string Role,
        string Designation,
        string Zone,
        string? Branch = null,
        string? Region = null,
        string? Territory = null
    );

    /// <summary>The people so far, superiors before those below them.</summary>
    private sealed class Team
    {
        private readonly List<PersonDraft> people = [];

        public IReadOnlyList<PersonDraft> People => people;

        /// <summary>Fills a post with a new person; answers their address.</summary>
        public string Add(Post post, string superior)
        {
            var n = people.Count;
            var name = $"{First[n % First.Length]} {Last[((n * 5) + (n / First.Length)) % Last.Length]}";
            var email = string.Create(
                CultureInfo.InvariantCulture,
                $"{name.Replace(' ', '.').ToLowerInvariant()}.{n + 1}@field.example.com"
            );
            people.Add(
                new PersonDraft(email, name, post.Role, post.Branch)
                {
                    Contact = string.Create(
                        CultureInfo.InvariantCulture,
                        $"+91 97{n * 7919 % 1000:000} {n * 104729 % 100000:00000}"
                    ),
                    Designation = post.Designation,
                    InField = true,
                    Zone = post.Zone,
                    FieldRegion = post.Region,
                    Territory = post.Territory,
                    ReportsTo = superior,
                }
            );
            return email;
        }
    }
}
