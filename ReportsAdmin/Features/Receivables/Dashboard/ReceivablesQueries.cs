using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Dashboard;

/// <summary>The dashboard, the trend, the invoice tracker and the upload board, within the current user's scope.</summary>
public sealed class ReceivablesQueries(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    ImportQueries imports,
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
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var last = await db.Set<Snapshot>().VisibleTo(currentUser).MaxAsync(s => (int?)s.Period, ct);
        return last is { } number ? Period.FromNumber(number) : Period.Of(clock.Today);
    }

    /// <summary>The months that can be looked at, newest first: from the first upload to the current month.</summary>
    public async Task<IReadOnlyList<Period>> PeriodsAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var first = await db.Set<Snapshot>().VisibleTo(currentUser).MinAsync(s => (int?)s.Period, ct);
        var current = Period.Of(clock.Today);
        var last =
            await db.Set<Snapshot>().VisibleTo(currentUser).MaxAsync(s => (int?)s.Period, ct) is { } number
            && number > current.Number
                ? Period.FromNumber(number)
                : current;
        var oldest = first is { } start ? Period.FromNumber(start) : current;
        var months = new List<Period>();
        for (var month = last; month.CompareTo(oldest) >= 0; month = month.AddMonths(-1))
            months.Add(month);
        return months;
    }

    /// <summary>Changes whenever an answer of this room may: with figures, with remarks, and at midnight, when ages do.</summary>
    public async Task<string> VersionAsync(CancellationToken ct)
    {
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var (figures, notes) = (
            await db.DataVersionAsync(ReceivablesImport.DataTopic, ct),
            await db.DataVersionAsync(CustomerCommands.NotesTopic, ct)
        );
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{figures}.{notes}.{clock.Today:yyyyMMdd}"
        );
    }

    public async Task<ReceivablesDashboard> DashboardAsync(
        CurrentUser currentUser,
        ReceivablesFilter filter,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = await Positions.LoadAsync(db, currentUser, filter.DepartmentId, filter.Region, ct);
        var now = positions.At(filter.Period);
        var before = filter.Period.AddMonths(-1);
        var previous = positions.At(before);
        var terms = await TermsAsync(currentUser, filter, now, ct);
        var departmentWide = filter.Region is null
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
            new MonthCoverage(now.Count(p => p.Period == filter.Period), now.Count),
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

    /// <summary>Which region of which department has uploaded which month.</summary>
    public async Task<IReadOnlyList<UploadCalendarCell>> BoardAsync(
        CurrentUser currentUser,
        FinancialYear year,
        int? departmentId,
        CancellationToken ct
    )
    {
        currentUser.Require(ReadPermission);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var positions = await Positions.LoadAsync(db, currentUser, departmentId, null, ct);
        var cells = positions.All.Where(p => year.Contains(p.Period)).ToList();
        var files = await imports.FilesAsync([.. cells.Select(c => c.BatchId).Distinct()], ct);
        return
        [
            .. cells
                .Where(c => files.ContainsKey(c.BatchId))
                .Select(c => new UploadCalendarCell(
                    c.DepartmentId,
                    c.Region,
                    c.Period,
                    c.BatchId,
                    files[c.BatchId].UploadedAt
                )),
        ];
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

    private static async Task<IReadOnlyList<RegionAgeing>> AgeingAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        AgeingTerms terms,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var sums = await db.Set<InvoiceBalance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Aged(terms)
            .GroupBy(b => new { b.SnapshotId, b.Bucket })
            .Select(g => new
            {
                g.Key.SnapshotId,
                g.Key.Bucket,
                Paise = g.Sum(b => b.OutstandingPaise),
            })
            .ToListAsync(ct);
        var regionOf = positions.ToDictionary(p => p.Id, p => p.Region);
        return
        [
            .. sums.GroupBy(s => regionOf[s.SnapshotId])
                .Select(g => new RegionAgeing(g.Key, AgeingQuery.Fold(g.Select(s => (s.Bucket, s.Paise)))))
                .OrderBy(r => r.Region, StringComparer.Ordinal),
        ];
    }

    private static List<MonthFigures> Trend(Positions positions, Period last)
    {
        var months = new List<MonthFigures>();
        if (positions.First is not { } first)
            return months;
        for (var back = TrendMonths - 1; back >= 0; back--)
        {
            var month = last.AddMonths(-back);
            if (month.CompareTo(first) < 0)
                continue;
            var at = positions.At(month);
            var sum = Positions.Sum(at, month);
            months.Add(
                new MonthFigures(
                    month,
                    sum.Outstanding,
                    sum.New,
                    sum.Recovered,
                    at.GroupBy(p => p.Region)
                        .ToDictionary(
                            g => g.Key,
                            g => new Money(g.Sum(p => p.OutstandingPaise)),
                            StringComparer.Ordinal
                        )
                )
            );
        }

        return months;
    }

    private static async Task<IReadOnlyList<DebtorRow>> DebtorsAsync(
        ReportsDb db,
        IReadOnlyList<Position> positions,
        Period month,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var moved = positions.Where(p => p.Period == month).Select(p => p.Id).ToHashSet();
        var regionOf = positions.ToDictionary(p => p.Id, p => p.Region);
        var rows = await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Open(db)
            .Join(db.Set<Customer>(), b => b.CustomerId, c => c.Id, (b, c) => new { b, c })
            .OrderByDescending(x => x.b.OutstandingPaise)
            .ThenBy(x => x.c.Id)
            .Take(TopDebtors)
            .Select(x => new
            {
                x.c.Id,
                x.c.Code,
                x.c.Name,
                x.b.OutstandingPaise,
                x.b.NewPaise,
                x.b.RecoveredPaise,
                x.b.SnapshotId,
                x.c.Remark,
            })
            .ToListAsync(ct);
        return
        [
            .. rows.Select(r => new DebtorRow(
                r.Id,
                r.Code,
                r.Name,
                regionOf[r.SnapshotId],
                new Money(r.OutstandingPaise),
                moved.Contains(r.SnapshotId) ? new Money(r.NewPaise - r.RecoveredPaise) : Money.Zero,
                r.Remark
            )),
        ];
    }

    private async Task<IReadOnlyList<EngineerFigures>> EngineersAsync(
        ReportsDb db,
        CurrentUser currentUser,
        IReadOnlyList<Position> positions,
        Period month,
        CancellationToken ct
    )
    {
        var ids = positions.Select(p => p.Id).ToList();
        var moved = positions.Where(p => p.Period == month).Select(p => p.Id).ToList();
        var open = db.Set<InvoiceBalance>().Where(b => b.OutstandingPaise != 0);
        var rows = await db.Set<Balance>()
            .Where(b => ids.Contains(b.SnapshotId))
            .Join(
                db.Set<Customer>(),
                b => b.CustomerId,
                c => c.Id,
                (b, c) =>
                    new
                    {
                        c.EngineerId,
                        b.OutstandingPaise,
                        Open = open.Any(o => o.SnapshotId == b.SnapshotId && o.CustomerId == b.CustomerId),
                        New = moved.Contains(b.SnapshotId) ? b.NewPaise : 0,
                        Recovered = moved.Contains(b.SnapshotId) ? b.RecoveredPaise : 0,
                    }
            )
            .GroupBy(x => x.EngineerId)
            .Select(g => new
            {
                g.Key,
                Customers = g.Sum(x => x.Open ? 1 : 0),
                Outstanding = g.Sum(x => x.OutstandingPaise),
                New = g.Sum(x => x.New),
                Recovered = g.Sum(x => x.Recovered),
            })
            .ToListAsync(ct);
        var names = (await access.EngineersAsync(currentUser, ct)).ToDictionary(e => e.Id);
        // Everybody's share is there, so that the lines add up to the whole.
        return
        [
            .. rows.GroupBy(r =>
                    r.Key is not { } id ? (Id: (int?)0, Name: EngineerFigures.Nobody, Region: "")
                    : names.TryGetValue(id, out var engineer) ? (id, engineer.Name, engineer.Region ?? "")
                    : (null, EngineerFigures.Others, "")
                )
                .Select(g => new EngineerFigures(
                    g.Key.Id,
                    g.Key.Name,
                    g.Key.Region,
                    g.Sum(r => r.Customers),
                    new Money(g.Sum(r => r.Outstanding)),
                    new Money(g.Sum(r => r.Recovered)),
                    new Money(g.Sum(r => r.New))
                ))
                .Where(e => e.Customers > 0 || e.Collected.Paise != 0 || e.NewlyAssigned.Paise != 0)
                .OrderBy(e => e.EngineerId is null or 0)
                .ThenByDescending(e => e.Collected)
                .ThenBy(e => e.Name, StringComparer.Ordinal),
        ];
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
