using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>The one read of spec 003 that has no page: all customers of a financial year, streamed.</summary>
public sealed class TrackerQueries(
    IDbContextFactory<ReportsDb> contexts,
    ReceivablesQueries outstanding,
    AccessQueries access,
    IBulkReader bulk,
    BusinessClock clock
)
{
    /// <summary>
    /// Everyone who owed something in the year (in all years when none is given), in the order of their codes, as of one
    /// instant and with all ages counted to one day.
    /// </summary>
    public async IAsyncEnumerable<TrackerCustomer> CustomersAsync(
        CurrentUser currentUser,
        int? departmentId,
        string? region,
        FinancialYear? asked,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var latest = await db.Set<Snapshot>().VisibleTo(currentUser).MaxAsync(s => (int?)s.Period, ct);
        var all = await Positions.LoadAsync(db, currentUser, departmentId, region, ct);
        if (
            latest is null
            || LastOf(asked, Period.FromNumber(latest.Value)) is not { } last
            || all.First is not { } first
        )
            yield break;
        var begin = asked?.First ?? first;
        var within = all.Within(begin, last);
        var filter = new ReceivablesFilter(last, departmentId, region) { StandardAges = true };
        var year = new TrackerYear(
            begin,
            within,
            all.At(last),
            await outstanding.TermsAsync(currentUser, filter, within, ct),
            (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name),
            (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id, e => e.Name)
        );
        if (year.Snapshots.Count == 0)
            yield break;
        var debtors = await DebtorsAsync(db, year, ct);
        await using var rows = await bulk.OpenAsync(db, TrackerRows.Statement(year), ct);
        var reading = new TrackerRows(rows, year, debtors);
        while (await reading.NextAsync(ct) is { } customer)
            yield return customer;
    }

    /// <summary>The month whose positions answer for the year, as on the dashboard; null for a year that has not begun.</summary>
    private Period? LastOf(FinancialYear? year, Period latest)
    {
        if (year is not { } wanted)
            return latest;
        if (wanted.Last.CompareTo(latest) < 0)
            return wanted.Last;
        if (wanted.First.CompareTo(latest) <= 0)
            return latest;
        return wanted.First.CompareTo(Period.Of(clock.Today)) <= 0 ? wanted.First : null;
    }

    private static Task<HashSet<int>> DebtorsAsync(ReportsDb db, TrackerYear year, CancellationToken ct)
    {
        var (ids, own) = (year.Snapshots.ToList(), year.OwnSnapshots.ToList());
        var balances = db.Set<Balance>().Where(b => ids.Contains(b.SnapshotId));
        return balances
            .Open()
            .Select(b => b.CustomerId)
            .Union(
                balances
                    .Where(b => own.Contains(b.SnapshotId) && (b.NewPaise != 0 || b.RecoveredPaise != 0))
                    .Select(b => b.CustomerId)
            )
            .ToHashSetAsync(ct);
    }
}
