using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Dashboard;

/// <summary>The dashboard, the trend, the invoice tracker and the upload board, within the current user's scope.</summary>
public sealed partial class ReceivablesQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ImportQueries imports,
    ReceivablesAnswers answers,
    BusinessClock clock
)
{
    public const string ReadPermission = "outstanding:read";
    private const int TrendMonths = 12;
    private const int TopDebtors = 10;

    /// <summary>The month a screen opens with: the latest one uploaded, or the current month when there is none.</summary>
    public async Task<Period> LatestPeriodAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var last = await db.Set<Snapshot>().VisibleTo(currentUser).MaxAsync(s => (int?)s.Period, ct);
        return last is { } number ? Period.FromNumber(number) : Period.Of(clock.Today);
    }

    /// <summary>The months that can be looked at, newest first: from the first upload to the current month.</summary>
    public async Task<IReadOnlyList<Period>> PeriodsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var db = contexts.Reader();
        var ends = await db.Set<Snapshot>()
            .VisibleTo(currentUser)
            .GroupBy(s => 1)
            .Select(g => new { First = g.Min(s => s.Period), Last = g.Max(s => s.Period) })
            .SingleOrDefaultAsync(ct);
        var current = Period.Of(clock.Today);
        var last = ends is not null && ends.Last > current.Number ? Period.FromNumber(ends.Last) : current;
        var oldest = ends is not null ? Period.FromNumber(ends.First) : current;
        var months = new List<Period>();
        for (var month = last; month.CompareTo(oldest) >= 0; month = month.AddMonths(-1))
            months.Add(month);
        return months;
    }

    /// <summary>Changes whenever an answer of this room may: with figures, with remarks, and at midnight, when ages do.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var versions = await db.DataVersionsAsync([ReceivablesImport.DataTopic, CustomerCommands.NotesTopic], ct);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{versions}.{clock.Today:yyyyMMdd}");
    }

    public async Task<ReceivablesDashboard> DashboardAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        return await answers.GetAsync(
            currentUser,
            ("dashboard", filter),
            token => ReadDashboardAsync(currentUser, filter, token),
            ct
        );
    }

    private async Task<ReceivablesDashboard> ReadDashboardAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var now = positions.At(filter.Period);
        var before = filter.Period.AddMonths(-1);
        var previous = positions.At(before);
        var terms = await TermsAsync(currentUser, filter, now, ct);
        // The chart compares the region asked for with the others; whoever asks for a region outside of their scope gets nothing.
        var departmentWide =
            filter.Region is not { } region || !Regions.Within(region).Any(currentUser.Scope.CoversRegion)
                ? positions
                : await Positions.LoadAsync(db, currentUser, filter.DepartmentId, null, ct);

        return new ReceivablesDashboard(
            filter.Period,
            terms.AsOf,
            Positions.Sum(now, filter.Period),
            Positions.Sum(previous, before),
            terms.Scheme,
            await AgeingAsync(db, now, terms, ct),
            [
                .. now.GroupBy(p => p.Region)
                    .Select(g => new RegionAmount(
                        g.Key,
                        new Money(g.Sum(p => p.OutstandingPaise)),
                        g.Sum(p => p.Customers)
                    ))
                    .OrderByDescending(r => r.Outstanding),
            ],
            Trend(departmentWide, filter.Period),
            Trend(positions, filter.Period),
            Positions.Coverage(now, filter.Period),
            previous.Count > 0,
            await DebtorsAsync(db, now, filter.Period, ct),
            await EngineersAsync(db, currentUser, now, filter.Period, ct),
            await FreshnessAsync(db, currentUser, now, filter.Period, ct)
        );
    }

    /// <summary>The invoice tracker: one line a month, newest first, over the months that have data (within the year when one is given).</summary>
    public async Task<IReadOnlyList<TrackerMonth>> TrackerAsync(
        CurrentUser currentUser,
        int? departmentId,
        string? region,
        FinancialYear? year,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = await Positions.LoadAsync(db, currentUser, departmentId, region, ct);
        var months = new List<TrackerMonth>();
        if (positions.First is not { } first || positions.Last is not { } last)
            return months;
        for (var month = last; month.CompareTo(first) >= 0; month = month.AddMonths(-1))
        {
            if (year is { } wanted && !wanted.Contains(month))
                continue;
            var now = Positions.Sum(positions.At(month), month);
            var before = Positions.Sum(positions.At(month.AddMonths(-1)), month.AddMonths(-1));
            months.Add(
                new TrackerMonth(
                    month,
                    before.Invoices,
                    before.Outstanding,
                    now.Invoices,
                    now.Outstanding,
                    now.Disputed
                )
            );
        }

        return months;
    }

    /// <summary>Which upload a month's figures rest on, for documents that need no more of the dashboard.</summary>
    public async Task<DataFreshness> FreshnessAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        return await FreshnessAsync(
            db,
            currentUser,
            (await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct)).At(filter.Period),
            filter.Period,
            ct
        );
    }

    /// <summary>How ages are counted: a single department may have its own edges and basis, several together use the standard edges.</summary>
    internal async Task<AgeingTerms> TermsAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        IReadOnlyList<Position> positions,
        CancellationToken ct
    )
    {
        var departments = await access.DepartmentsAsync(currentUser, ct);
        var scheme =
            filter.DepartmentId is { } id && !filter.StandardAges
                ? AgeingScheme.Parse(departments.FirstOrDefault(d => d.Id == id)?.BucketEdges)
                : AgeingScheme.Standard;
        var byDue = departments.Where(d => d.AgesByDueDate).Select(d => d.Id).ToHashSet();
        return new AgeingTerms(
            scheme,
            AsOf(filter),
            [.. positions.Where(p => byDue.Contains(p.DepartmentId)).Select(p => p.Id)]
        );
    }

    private DateOnly AsOf(ReceivablesFilter filter)
    {
        if (filter.AsOf is { } day)
            return day;
        var monthEnd = filter.Period.LastDay;
        return monthEnd < clock.Today ? monthEnd : clock.Today;
    }

    /// <summary>Which upload the positions rest on, and who is late.</summary>
    internal async Task<DataFreshness> FreshnessAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<Position> positions,
        Period month,
        CancellationToken ct
    )
    {
        var version = await db.DataVersionAsync(ReceivablesImport.DataTopic, ct);
        if (positions.Count == 0)
            return new DataFreshness(null, null, null, null, version, []) { Month = month };
        var file = (await imports.FilesAsync([.. positions.Select(p => p.BatchId).Distinct()], ct)).Values.MaxBy(f =>
            f.CommittedAt
        );
        var names = (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);
        var late = positions
            .Where(p => p.Period != month)
            .GroupBy(p => (p.DepartmentId, p.Period))
            .Select(g =>
                $"{names.GetValueOrDefault(g.Key.DepartmentId, "?")} ({g.Key.Period}{(g.Count() < positions.Count(p => p.DepartmentId == g.Key.DepartmentId) ? ": " + string.Join(", ", g.Select(p => Regions.Display(p.Region))) : "")})"
            );
        return new DataFreshness(
            file?.UploadId,
            file?.FileName,
            file?.UploadedByName,
            file?.CommittedAt,
            version,
            [.. late.Order(StringComparer.Ordinal)]
        )
        {
            Month = month,
        };
    }
}
