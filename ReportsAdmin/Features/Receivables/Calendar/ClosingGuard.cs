using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Calendar;

/// <summary>Refuses what would change the sheets of a closed month.</summary>
internal static class ClosingGuard
{
    /// <summary>Looks at every position that an upload wrote, or would take back, in the caller's transaction.</summary>
    /// <exception cref="DomainException">A conflict that names the months and regions.</exception>
    public static async Task RequireOpenAsync(ReportsDb db, int uploadId, DateTime utc, CancellationToken ct)
    {
        var closed = await db.Set<SnapshotWrite>()
            .Where(w => w.BatchId == uploadId)
            .Join(db.Set<Snapshot>(), w => w.SnapshotId, s => s.Id, (_, s) => s)
            .Where(s =>
                db.Set<ClosedMonths>().Any(c => c.DepartmentId == s.DepartmentId && s.Period <= c.Through)
                && !db.Set<ClosingException>()
                    .Any(e =>
                        e.DepartmentId == s.DepartmentId
                        && e.Period == s.Period
                        && (e.Region == "" || e.Region == s.Region)
                        && e.Until > utc
                    )
            )
            .Select(s => new { s.Region, s.Period })
            .Distinct()
            .OrderBy(s => s.Period)
            .ThenBy(s => s.Region)
            .ToListAsync(ct);
        if (closed.Count == 0)
            return;
        var months = string.Join(", ", closed.Select(c => Period.FromNumber(c.Period).ToLongText()).Distinct());
        var regions = closed.Select(c => Regions.Display(c.Region)).Distinct().ToList();
        throw DomainException.Conflict(
            $"{months} is closed for {string.Join(", ", regions.Take(3))}{(regions.Count > 3 ? $" and {regions.Count - 3} more" : "")}. Ask who closes months to allow this upload."
        );
    }

    /// <summary>Refuses a sheet before it is read when its month is closed for the whole department and nothing is allowed in it.</summary>
    /// <exception cref="DomainException">Invalid, for the month.</exception>
    public static async Task RequireOpenAsync(
        ReportsDb db,
        int departmentId,
        Period month,
        DateTime utc,
        CancellationToken ct
    )
    {
        var number = month.Number;
        var closed = await db.Set<ClosedMonths>()
            .Where(c =>
                c.DepartmentId == departmentId
                && number <= c.Through
                && !db.Set<ClosingException>()
                    .Any(e => e.DepartmentId == departmentId && e.Period == number && e.Until > utc)
            )
            .SingleOrDefaultAsync(ct);
        if (closed is not null)
            throw DomainException.Invalid(
                "month",
                $"{month.ToLongText()} is closed: {closed.ByName} closed the months up to {Period.FromNumber(closed.Through).ToLongText()}. Ask who closes months to allow this upload."
            );
    }
}
