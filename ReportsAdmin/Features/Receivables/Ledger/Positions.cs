using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>A snapshot's sums, as read.</summary>
internal sealed record Position(
    int Id,
    int DepartmentId,
    string Region,
    Period Period,
    int BatchId,
    long OutstandingPaise,
    long NewPaise,
    long RecoveredPaise,
    int Customers,
    int Invoices,
    int Disputed,
    int Items,
    long AmountPaise
)
{
    private const int WaitMonths = 3;

    /// <summary>Whether the sheet of a month is waited for: a department and region without any for three months is not.</summary>
    public bool IsWaitedFor(Period month) => Period.AddMonths(WaitMonths).CompareTo(month) > 0;
}

/// <summary>
/// The month-end positions a user sees. Departments and regions upload on different days, so a month is answered by each
/// one's latest position up to it: the total does not halve because one department is late (Decisions/0007-positions.md).
/// </summary>
internal sealed class Positions(IReadOnlyList<Position> all)
{
    /// <param name="region">A filter of <see cref="Regions.ParseFilter"/>; null for all.</param>
    public static async Task<Positions> LoadAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int? departmentId,
        string? region,
        CancellationToken ct
    )
    {
        var query = db.Set<Snapshot>().VisibleTo(currentUser);
        if (departmentId is { } department)
            query = query.Where(s => s.DepartmentId == department);
        if (region is not null)
        {
            var regions = Regions.Within(region);
            query = query.Where(s => regions.Contains(s.Region));
        }

        var rows = await query
            .Select(s => new
            {
                s.Id,
                s.DepartmentId,
                s.Region,
                s.Period,
                s.BatchId,
                s.OutstandingPaise,
                s.NewPaise,
                s.RecoveredPaise,
                s.Customers,
                s.Invoices,
                s.Disputed,
                s.Items,
                s.AmountPaise,
            })
            .OrderBy(s => s.Period)
            .ThenBy(s => s.Id)
            .ToListAsync(ct);
        return new Positions([
            .. rows.Select(s => new Position(
                s.Id,
                s.DepartmentId,
                s.Region,
                Period.FromNumber(s.Period),
                s.BatchId,
                s.OutstandingPaise,
                s.NewPaise,
                s.RecoveredPaise,
                s.Customers,
                s.Invoices,
                s.Disputed,
                s.Items,
                s.AmountPaise
            )),
        ]);
    }

    public IReadOnlyList<Position> All => all;

    public Period? First => all.Count == 0 ? null : all[0].Period;

    public Period? Last => all.Count == 0 ? null : all[^1].Period;

    /// <summary>The latest position of each department and region up to the month.</summary>
    public IReadOnlyList<Position> At(Period period)
    {
        var latest = new Dictionary<(int, string), Position>();
        foreach (var position in all)
        {
            if (position.Period.CompareTo(period) <= 0)
                latest[(position.DepartmentId, position.Region)] = position;
        }

        return [.. latest.Values];
    }

    /// <summary>Every position that answers for some month of a range: those uploaded in it, and those from before that its first months still rest on.</summary>
    public IReadOnlyList<Position> Within(Period first, Period last) =>
        [.. At(first).Concat(all.Where(p => p.Period.CompareTo(first) > 0 && p.Period.CompareTo(last) <= 0))];

    /// <summary>How many of the positions that answer for a month are of the month itself.</summary>
    public static MonthCoverage Coverage(IReadOnlyCollection<Position> positions, Period month) =>
        new(positions.Count(p => p.Period == month), positions.Count);

    /// <summary>Sums of a month. Movement counts only where the month itself was uploaded: an older position's movement belongs to its own month.</summary>
    public static KeyFigures Sum(IReadOnlyCollection<Position> positions, Period month) =>
        new(
            new Money(positions.Sum(p => p.OutstandingPaise)),
            new Money(positions.Where(p => p.Period == month).Sum(p => p.RecoveredPaise)),
            new Money(positions.Where(p => p.Period == month).Sum(p => p.NewPaise)),
            positions.Sum(p => p.Invoices),
            positions.Sum(p => p.Disputed),
            positions.Sum(p => p.Customers)
        );
}

internal static class ReceivablesScope
{
    /// <param name="engineerId">0 for those without one; null for all.</param>
    public static IQueryable<Customer> OfEngineer(this IQueryable<Customer> customers, int? engineerId) =>
        engineerId switch
        {
            null => customers,
            0 => customers.Where(c => c.EngineerId == null),
            { } engineer => customers.Where(c => c.EngineerId == engineer),
        };

    /// <param name="region">A filter of <see cref="Regions.ParseFilter"/>; null for all.</param>
    public static IQueryable<Customer> InRegion(this IQueryable<Customer> customers, string? region)
    {
        if (region is null)
            return customers;
        var regions = Regions.Within(region);
        return customers.Where(c => regions.Contains(c.Region));
    }

    public static IQueryable<Snapshot> VisibleTo(this IQueryable<Snapshot> snapshots, CurrentUser currentUser)
    {
        if (currentUser.Scope.Regions is { } regions)
            snapshots = snapshots.Where(s => regions.Contains(s.Region));
        if (currentUser.Scope.DepartmentIds is { } departments)
            snapshots = snapshots.Where(s => departments.Contains(s.DepartmentId));
        return snapshots;
    }

    /// <exception cref="DomainException">Not found, also when the customer is outside the current user's scope.</exception>
    public static async Task RequireCustomerAsync(
        this ReportsDb db,
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        if (!await db.Set<Customer>().VisibleTo(currentUser).AnyAsync(c => c.Id == customerId, ct))
            throw DomainException.NotFound("Customer not found.");
    }

    public static IQueryable<Customer> VisibleTo(this IQueryable<Customer> customers, CurrentUser currentUser)
    {
        if (currentUser.Scope.Regions is { } regions)
            customers = customers.Where(c => regions.Contains(c.Region));
        if (currentUser.Scope.DepartmentIds is { } departments)
            customers = customers.Where(c => departments.Contains(c.DepartmentId));
        return customers;
    }
}

internal static class OpenBalances
{
    /// <summary>Balances with anything open, also where debts and credits add up to zero: an overdue debt does not vanish behind a payment on account.</summary>
    public static IQueryable<Balance> Open(this IQueryable<Balance> balances) => balances.Where(b => b.OpenItems > 0);
}

/// <summary>How ages are counted for a set of positions.</summary>
/// <param name="ByDueDate">The snapshots whose department counts from the due date, where a sheet gave one.</param>
internal sealed record AgeingTerms(AgeingScheme Scheme, DateOnly AsOf, IReadOnlyList<int> ByDueDate);

/// <summary>An invoice balance with its age bucket, computed in the database.</summary>
internal sealed class AgedItem
{
    public int SnapshotId { get; init; }

    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    public long OutstandingPaise { get; init; }

    public DateOnly? AgeDate { get; init; }

    /// <summary>How much of it is in dispute; never of a credit.</summary>
    public long DisputedPaise { get; init; }

    public int Bucket { get; init; }
}

/// <summary>An invoice balance with how much of it is in dispute: never more than is owed, and nothing of a credit.</summary>
internal sealed class DisputedBalance
{
    public required InvoiceBalance Balance { get; init; }

    public long DisputedPaise { get; init; }
}

/// <summary>One balance, or several with the same dates, before it has an age.</summary>
internal sealed class DatedItem
{
    public int SnapshotId { get; init; }

    public int InvoiceId { get; init; }

    public int CustomerId { get; init; }

    public long OutstandingPaise { get; init; }

    public long DisputedPaise { get; init; }

    public DateOnly? InvoiceDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public AgeBucket? Bucket { get; init; }
}

internal static class AgeingQuery
{
    public static IQueryable<DisputedBalance> WithDisputed(this IQueryable<InvoiceBalance> balances) =>
        balances.Select(b => new DisputedBalance
        {
            Balance = b,
            DisputedPaise =
                !b.Disputed || b.OutstandingPaise <= 0 ? 0
                : b.DisputePaise < b.OutstandingPaise ? b.DisputePaise.Value
                : b.OutstandingPaise,
        });

    public static IQueryable<AgedItem> Aged(this IQueryable<InvoiceBalance> balances, AgeingTerms terms) =>
        balances
            .WithDisputed()
            .Select(b => new DatedItem
            {
                SnapshotId = b.Balance.SnapshotId,
                InvoiceId = b.Balance.InvoiceId,
                CustomerId = b.Balance.CustomerId,
                OutstandingPaise = b.Balance.OutstandingPaise,
                DisputedPaise = b.DisputedPaise,
                InvoiceDate = b.Balance.InvoiceDate,
                DueDate = b.Balance.DueDate,
                Bucket = b.Balance.Bucket,
            })
            .Aged(terms);

    /// <summary>Those whose age is in a bucket.</summary>
    public static IQueryable<InvoiceBalance> In(
        this IQueryable<InvoiceBalance> balances,
        AgeBucket bucket,
        AgeingTerms terms
    )
    {
        var (edges, byDue) = (terms.Scheme.EdgesOn(terms.AsOf), terms.ByDueDate);
        // Dates from the first up to and without the second; null for without an end.
        var (from, until) = bucket switch
        {
            AgeBucket.UpTo30 => ((DateOnly?)edges.First, (DateOnly?)null),
            AgeBucket.UpTo90 => (edges.Second, edges.First),
            AgeBucket.UpTo180 => (edges.Third, edges.Second),
            AgeBucket.UpTo365 => (edges.Fourth, edges.Third),
            _ => (null, edges.Fourth),
        };
        var dated = balances.Select(b => new
        {
            Balance = b,
            Date = byDue.Contains(b.SnapshotId) ? b.DueDate ?? b.InvoiceDate : b.InvoiceDate,
        });
        var found =
            bucket == AgeBucket.Unclassified
                ? dated.Where(d => d.Balance.Bucket == bucket || (d.Balance.Bucket == null && d.Date == null))
                : dated.Where(d =>
                    d.Balance.Bucket == bucket
                    || (
                        d.Balance.Bucket == null
                        && (from == null || d.Date >= from)
                        && (until == null || d.Date < until)
                        && d.Date != null
                    )
                );
        return found.Select(d => d.Balance);
    }

    /// <summary>The same sums of whole snapshots from a small part of the rows; they are of no invoice and no customer (both 0).</summary>
    public static IQueryable<AgedItem> Aged(this IQueryable<BalanceDay> days, AgeingTerms terms) =>
        days.Select(d => new DatedItem
            {
                SnapshotId = d.SnapshotId,
                InvoiceId = 0,
                CustomerId = 0,
                OutstandingPaise = d.OutstandingPaise,
                DisputedPaise = d.DisputedPaise,
                InvoiceDate = d.InvoiceDate,
                DueDate = d.DueDate,
                Bucket = d.Bucket,
            })
            .Aged(terms);

    private static IQueryable<AgedItem> Aged(this IQueryable<DatedItem> items, AgeingTerms terms)
    {
        var edges = terms.Scheme.EdgesOn(terms.AsOf);
        var byDue = terms.ByDueDate;
        return items
            .Select(b => new
            {
                b.SnapshotId,
                b.InvoiceId,
                b.CustomerId,
                b.OutstandingPaise,
                b.Bucket,
                b.DisputedPaise,
                Date = byDue.Contains(b.SnapshotId) ? b.DueDate ?? b.InvoiceDate : b.InvoiceDate,
            })
            .Select(b => new AgedItem
            {
                SnapshotId = b.SnapshotId,
                InvoiceId = b.InvoiceId,
                CustomerId = b.CustomerId,
                OutstandingPaise = b.OutstandingPaise,
                AgeDate = b.Date,
                DisputedPaise = b.DisputedPaise,
                Bucket =
                    b.Bucket != null ? (int)b.Bucket.Value
                    : b.Date == null ? 5
                    : b.Date >= edges.First ? 0
                    : b.Date >= edges.Second ? 1
                    : b.Date >= edges.Third ? 2
                    : b.Date >= edges.Fourth ? 3
                    : 4,
            });
    }

    /// <summary>Folds sums by bucket number (0 to 5) into one value.</summary>
    public static AgeingAmounts Fold(IEnumerable<(int Bucket, long Paise)> sums)
    {
        var totals = new long[6];
        foreach (var (bucket, paise) in sums)
            totals[bucket] += paise;
        return new AgeingAmounts(
            new(totals[0]),
            new(totals[1]),
            new(totals[2]),
            new(totals[3]),
            new(totals[4]),
            new(totals[5])
        );
    }
}
