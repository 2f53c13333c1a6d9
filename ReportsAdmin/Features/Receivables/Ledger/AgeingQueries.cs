using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>One line of a grouped ageing; <paramref name="Names"/> are the groups' names in the order asked for.</summary>
public sealed record AgeingGroup(
    IReadOnlyList<string> Names,
    Money Outstanding,
    AgeingAmounts Ageing,
    Money New,
    Money Recovered,
    int Customers,
    int Invoices,
    int Disputed
);

/// <summary>What came in and went out of one group over a range of months. Closing = opening + taken over + new - recovered.</summary>
/// <param name="TakenOver">What stood in first sheets already: balances that entered these books in the range without being new.</param>
public sealed record MovementGroup(
    IReadOnlyList<string> Names,
    Money Opening,
    Money New,
    Money Recovered,
    Money Closing,
    int Customers,
    int Disputed
)
{
    public Money TakenOver => Closing - Opening - New + Recovered;
}

/// <summary>Receivables summed by region, department and engineer, within the current user's scope.</summary>
public sealed partial class AgeingQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ReceivablesQueries outstanding,
    ReceivablesAnswers answers
)
{
    private const string EngineerGroup = "engineer";

    /// <summary>Sums of a month by <c>region</c>, <c>department</c> and <c>engineer</c>, the largest first.</summary>
    public async Task<IReadOnlyList<AgeingGroup>> GroupedAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        IReadOnlyList<string> groups,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        return await answers.GetAsync(
            currentUser,
            ("ageing", filter, groups),
            token => GroupAsync(currentUser, filter, groups, token),
            ct
        );
    }

    private async Task<IReadOnlyList<AgeingGroup>> GroupAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        IReadOnlyList<string> groups,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = (await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct)).At(
            filter.Period
        );
        var terms = await outstanding.TermsAsync(currentUser, filter, positions, ct);
        var naming = await NamingAsync(currentUser, positions, groups, ct);
        var ids = positions.Select(p => p.Id).ToList();
        var ages = (
            groups.Contains(EngineerGroup, StringComparer.Ordinal)
                ? await AgesByEngineerAsync(db, ids, terms, ct)
                : await AgesAsync(db, ids, terms, ct)
        ).ToLookup(s => naming.Of(s.SnapshotId, s.EngineerId), s => (s.Bucket, s.Paise), NameComparer.Instance);
        var moved = positions.Where(p => p.Period == filter.Period).Select(p => p.Id).ToHashSet();
        var rows = await SumsAsync(db, ids, ct);
        return
        [
            .. rows.GroupBy(r => naming.Of(r.SnapshotId, r.EngineerId), NameComparer.Instance)
                .Select(g => new AgeingGroup(
                    g.Key,
                    new Money(g.Sum(r => r.Outstanding)),
                    AgeingQuery.Fold(ages[g.Key]),
                    new Money(g.Where(r => moved.Contains(r.SnapshotId)).Sum(r => r.New)),
                    new Money(g.Where(r => moved.Contains(r.SnapshotId)).Sum(r => r.Recovered)),
                    g.Sum(r => r.Customers),
                    g.Sum(r => r.Invoices),
                    g.Sum(r => r.Disputed)
                ))
                .Where(g => g.Customers > 0 || g.New.Paise != 0 || g.Recovered.Paise != 0)
                .OrderByDescending(g => g.Outstanding.Paise)
                .ThenBy(g => string.Join('\n', g.Names), StringComparer.Ordinal),
        ];
    }

    /// <summary>Whose customers they are is not told.</summary>
    private static Task<List<EngineerAge>> AgesAsync(
        ReportsDb db,
        List<int> ids,
        AgeingTerms terms,
        CancellationToken ct
    ) =>
        db.Set<BalanceDay>()
            .Where(d => ids.Contains(d.SnapshotId))
            .Aged(terms)
            .GroupBy(d => new { d.SnapshotId, d.Bucket })
            .Select(g => new EngineerAge(g.Key.SnapshotId, null, g.Key.Bucket, g.Sum(d => d.OutstandingPaise)))
            .ToListAsync(ct);

    private static Task<List<EngineerAge>> AgesByEngineerAsync(
        ReportsDb db,
        List<int> ids,
        AgeingTerms terms,
        CancellationToken ct
    ) =>
        (
            from b in db.Set<InvoiceBalance>().Where(b => ids.Contains(b.SnapshotId)).Aged(terms)
            join c in db.Set<Customer>() on b.CustomerId equals c.Id
            group b.OutstandingPaise by new
            {
                b.SnapshotId,
                c.EngineerId,
                b.Bucket,
            } into g
            select new EngineerAge(g.Key.SnapshotId, g.Key.EngineerId, g.Key.Bucket, g.Sum())
        ).ToListAsync(ct);

    private sealed record EngineerAge(int SnapshotId, int? EngineerId, int Bucket, long Paise);

    /// <summary>Movement over a range of months, both included. Customers are shown under the engineer they have today.</summary>
    public async Task<IReadOnlyList<MovementGroup>> MovementAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        Period first,
        IReadOnlyList<string> groups,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var naming = await NamingAsync(currentUser, all.All, groups, ct);
        var opening = all.At(first.AddMonths(-1)).Select(p => p.Id).ToHashSet();
        var closing = all.At(filter.Period).Select(p => p.Id).ToHashSet();
        var within = all
            .All.Where(p => p.Period.CompareTo(first) >= 0 && p.Period.CompareTo(filter.Period) <= 0)
            .Select(p => p.Id)
            .ToHashSet();
        var rows = await SumsAsync(db, [.. opening.Union(closing).Union(within)], ct);
        return
        [
            .. rows.GroupBy(r => naming.Of(r.SnapshotId, r.EngineerId), NameComparer.Instance)
                .Select(g => new MovementGroup(
                    g.Key,
                    new Money(g.Where(r => opening.Contains(r.SnapshotId)).Sum(r => r.Outstanding)),
                    new Money(g.Where(r => within.Contains(r.SnapshotId)).Sum(r => r.New)),
                    new Money(g.Where(r => within.Contains(r.SnapshotId)).Sum(r => r.Recovered)),
                    new Money(g.Where(r => closing.Contains(r.SnapshotId)).Sum(r => r.Outstanding)),
                    g.Where(r => closing.Contains(r.SnapshotId)).Sum(r => r.Customers),
                    g.Where(r => closing.Contains(r.SnapshotId)).Sum(r => r.Disputed)
                ))
                .OrderByDescending(g => g.Closing.Paise)
                .ThenBy(g => string.Join('\n', g.Names), StringComparer.Ordinal),
        ];
    }

    /// <summary>Movement month by month over a range, oldest first; <see cref="MovementGroup.Names"/> holds the month as <c>Apr-25</c>.</summary>
    public async Task<IReadOnlyList<MovementGroup>> MonthsAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        Period first,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var months = new List<MovementGroup>();
        for (var month = first; month.CompareTo(filter.Period) <= 0; month = month.AddMonths(1))
        {
            var now = Positions.Sum(all.At(month), month);
            months.Add(
                new MovementGroup(
                    [month.ToString()],
                    Positions.Sum(all.At(month.AddMonths(-1)), month).Outstanding,
                    now.New,
                    now.Recovered,
                    now.Outstanding,
                    now.Customers,
                    now.Disputed
                )
            );
        }

        return months;
    }

    private static async Task<IReadOnlyList<Sums>> SumsAsync(
        ReportsDb db,
        IReadOnlyList<int> snapshots,
        CancellationToken ct
    )
    {
        return await db.Set<Balance>()
            .Where(b => snapshots.Contains(b.SnapshotId))
            .Join(
                db.Set<Customer>(),
                b => b.CustomerId,
                c => c.Id,
                (b, c) =>
                    new
                    {
                        b,
                        c.EngineerId,
                        Open = b.OpenItems > 0,
                    }
            )
            .GroupBy(x => new { x.b.SnapshotId, x.EngineerId })
            .Select(g => new Sums(
                g.Key.SnapshotId,
                g.Key.EngineerId,
                g.Sum(x => x.b.OutstandingPaise),
                g.Sum(x => x.b.NewPaise),
                g.Sum(x => x.b.RecoveredPaise),
                g.Sum(x => x.Open ? 1 : 0),
                g.Sum(x => x.b.Invoices),
                g.Sum(x => x.b.Disputed)
            ))
            .ToListAsync(ct);
    }

    private async Task<Naming> NamingAsync(
        CurrentUser currentUser,
        IReadOnlyList<Position> positions,
        IReadOnlyList<string> groups,
        CancellationToken ct
    ) =>
        new(
            groups,
            positions.ToDictionary(p => p.Id),
            (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name),
            (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name)
        );

    private sealed record Sums(
        int SnapshotId,
        int? EngineerId,
        long Outstanding,
        long New,
        long Recovered,
        int Customers,
        int Invoices,
        int Disputed
    );

    private sealed record Naming(
        IReadOnlyList<string> Groups,
        Dictionary<int, Position> Positions,
        Dictionary<int, string> Departments,
        Dictionary<int, string> Engineers
    )
    {
        public IReadOnlyList<string> Of(int snapshotId, int? engineerId) =>
            [
                .. Groups.Select(group =>
                    group switch
                    {
                        "zone" => Regions.ZoneNameOf(Positions[snapshotId].Region),
                        "region" => Regions.Display(Positions[snapshotId].Region),
                        "department" => Departments.GetValueOrDefault(Positions[snapshotId].DepartmentId, "?"),
                        EngineerGroup => engineerId is { } id
                            ? Engineers.GetValueOrDefault(id, EngineerFigures.Others)
                            : EngineerFigures.Nobody,
                        _ => throw new ArgumentOutOfRangeException(nameof(snapshotId), group, "Not a grouping."),
                    }
                ),
            ];
    }

    private sealed class NameComparer : IEqualityComparer<IReadOnlyList<string>>
    {
        public static readonly NameComparer Instance = new();

        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) =>
            x!.SequenceEqual(y!, StringComparer.Ordinal);

        public int GetHashCode(IReadOnlyList<string> names) =>
            names.Aggregate(17, (hash, name) => HashCode.Combine(hash, name));
    }
}

/// <summary>A customer whose balance differs between two months.</summary>
public sealed record CustomerMovement(string Code, string Name, string Region, Money Opening, Money Closing)
{
    public Money Change => Closing - Opening;
}
