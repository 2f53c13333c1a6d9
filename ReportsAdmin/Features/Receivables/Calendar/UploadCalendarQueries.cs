using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>That a region of a department has the sheet of a month.</summary>
/// <param name="UploadId">The upload that stands.</param>
/// <param name="UploadedAt">UTC; of the upload that stands.</param>
/// <param name="FirstAt">UTC; of the first upload that still counts.</param>
/// <param name="Uploads">How many have written the month: more than one when it was corrected.</param>
public sealed record UploadCalendarCell(
    int DepartmentId,
    string Region,
    Period Period,
    int UploadId,
    DateTime UploadedAt,
    DateTime FirstAt,
    int Uploads
);

/// <summary>A region of a department that uploads, and since which month.</summary>
public sealed record UploadingPlace(int DepartmentId, string DepartmentName, string Region, Period Since);

/// <param name="Through">The last closed month.</param>
/// <param name="At">UTC.</param>
public sealed record ClosedRow(int DepartmentId, string DepartmentName, Period Through, string ByName, DateTime At);

/// <param name="Region">Null for all regions.</param>
/// <param name="Until">UTC.</param>
public sealed record ExceptionRow(
    int Id,
    int DepartmentId,
    string DepartmentName,
    string? Region,
    Period Month,
    DateTime Until,
    string Reason,
    string ByName
);

/// <summary>The sheets of a financial year, and which months are closed.</summary>
/// <param name="DueDay">Day of the next month by which a sheet is due.</param>
/// <param name="Exceptions">Those that have not ended.</param>
public sealed record UploadCalendar(
    IReadOnlyList<UploadingPlace> Places,
    IReadOnlyList<UploadCalendarCell> Cells,
    int DueDay,
    IReadOnlyList<ClosedRow> Closed,
    IReadOnlyList<ExceptionRow> Exceptions
)
{
    /// <summary>The last day on which the sheet of a month is in time.</summary>
    public static DateOnly DueOn(Period month, int dueDay) => month.LastDay.AddDays(dueDay);
}

/// <summary>Which region of which department has uploaded which month, when it was due, and which months are closed.</summary>
public sealed class UploadCalendarQueries(
    IDbContextFactory<ReportsDb> contexts,
    ImportQueries imports,
    AccessQueries access,
    Limits limits,
    BusinessClock clock
)
{
    internal const string DueLimit = "Uploads:DueDay";

    /// <summary>The day by which sheets are due, as administrators can change it.</summary>
    internal static readonly Limit Due = new(
        DueLimit,
        "Uploads",
        "Day of the next month by which outstanding sheets are due",
        "day",
        10
    )
    {
        Most = 28,
    };

    public async Task<UploadCalendar> ReadAsync(
        CurrentUser currentUser,
        FinancialYear year,
        int? departmentId,
        string? region,
        CancellationToken ct
    )
    {
        currentUser.Require(ReceivablesQueries.ReadPermission);
        var names = (await access.DepartmentsAsync(currentUser, ct)).ToDictionary(d => d.Id, d => d.Name);
        await using var snapshot = await contexts.SnapshotAsync(ct);
        var db = snapshot.Db;
        var all = await Positions.LoadAsync(db, currentUser, departmentId, region, ct);
        return new UploadCalendar(
            [
                .. all
                    .All.GroupBy(p => (p.DepartmentId, p.Region))
                    .Select(g => new UploadingPlace(
                        g.Key.DepartmentId,
                        names.GetValueOrDefault(g.Key.DepartmentId, ""),
                        g.Key.Region,
                        g.Min(p => p.Period)
                    ))
                    .OrderBy(p => p.DepartmentName, StringComparer.Ordinal)
                    .ThenBy(p => p.Region, StringComparer.Ordinal),
            ],
            await CellsAsync(db, [.. all.All.Where(p => year.Contains(p.Period))], ct),
            limits.Of(DueLimit),
            [
                .. (await db.Set<ClosedMonths>().ToListAsync(ct))
                    .Where(c => names.ContainsKey(c.DepartmentId) && (departmentId ?? c.DepartmentId) == c.DepartmentId)
                    .Select(c => new ClosedRow(
                        c.DepartmentId,
                        names[c.DepartmentId],
                        Period.FromNumber(c.Through),
                        c.ByName,
                        c.At
                    ))
                    .OrderBy(c => c.DepartmentName, StringComparer.Ordinal),
            ],
            await ExceptionsAsync(db, currentUser, names, ct)
        );
    }

    private async Task<IReadOnlyList<UploadCalendarCell>> CellsAsync(
        ReportsDb db,
        List<Position> positions,
        CancellationToken ct
    )
    {
        var ids = positions.ConvertAll(p => p.Id);
        var writes = (await db.Set<SnapshotWrite>().Where(w => ids.Contains(w.SnapshotId)).ToListAsync(ct)).ToLookup(
            w => w.SnapshotId,
            w => w.BatchId
        );
        var files = await imports.FilesAsync([.. writes.SelectMany(w => w).Distinct()], ct);
        return
        [
            .. positions
                .Where(p => files.ContainsKey(p.BatchId))
                .Select(p => new UploadCalendarCell(
                    p.DepartmentId,
                    p.Region,
                    p.Period,
                    p.BatchId,
                    files[p.BatchId].UploadedAt,
                    writes[p.Id].Where(files.ContainsKey).Min(b => files[b].UploadedAt),
                    writes[p.Id].Count()
                )),
        ];
    }

    private async Task<IReadOnlyList<ExceptionRow>> ExceptionsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        Dictionary<int, string> names,
        CancellationToken ct
    )
    {
        var now = clock.UtcNow;
        var rows = await db.Set<ClosingException>()
            .Where(e => e.Until > now)
            .OrderBy(e => e.Until)
            .ThenBy(e => e.Id)
            .ToListAsync(ct);
        return
        [
            .. rows.Where(e =>
                    names.ContainsKey(e.DepartmentId)
                    && (e.Region.Length == 0 || currentUser.Scope.CoversRegion(e.Region))
                )
                .Select(e => new ExceptionRow(
                    e.Id,
                    e.DepartmentId,
                    names[e.DepartmentId],
                    e.Region.Length == 0 ? null : e.Region,
                    Period.FromNumber(e.Period),
                    e.Until,
                    e.Reason,
                    e.ByName
                )),
        ];
    }
}
