using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Jobs;

/// <summary>The report runs that a user may see.</summary>
internal static class VisibleRuns
{
    /// <summary>The run, when the current user may see it: an unknown one is not found, another's private one forbidden.</summary>
    public static async Task<ReportRun> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReportCatalog catalog,
        long id,
        CancellationToken ct
    )
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        if (await (await OfAsync(db, currentUser, catalog, ct)).SingleOrDefaultAsync(r => r.Id == id, ct) is { } run)
            return run;
        throw await db.Set<ReportRun>().AnyAsync(r => r.Id == id, ct)
            ? DomainException.Forbidden("This report belongs to somebody else.")
            : DomainException.NotFound("Report job not found.");
    }

    /// <summary>The user's own runs, those shared with them, and those open to their department or to everyone whose scope and type they cover.</summary>
    public static async Task<IQueryable<ReportRun>> OfAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReportCatalog catalog,
        CancellationToken ct
    )
    {
        var me = currentUser.UserId;
        var covered = await CoveredScopesAsync(db, currentUser, ct);
        var types = catalog.Of(currentUser).Select(t => t.Info.Key).ToList();
        var manages = currentUser.Can(ReportJobQueries.ManagePermission);
        var departments = currentUser.Scope.DepartmentIds;
        return db.Set<ReportRun>()
            .Where(r =>
                r.OwnerId == me
                || (
                    covered.Contains(r.Scope)
                    && types.Contains(r.ReportType)
                    && (
                        manages
                        || r.Visibility == Visibility.Organization
                        || (
                            r.Visibility == Visibility.Department
                            && r.DepartmentId != null
                            && (departments == null || departments.Contains(r.DepartmentId.Value))
                        )
                        || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == me)
                    )
                )
            );
    }

    /// <summary>Scopes are few, runs are many: which scopes the current user covers is settled first, so that the filter stays in the query.</summary>
    private static async Task<List<string>> CoveredScopesAsync(
        ReportsDb db,
        CurrentUser currentUser,
        CancellationToken ct
    )
    {
        var me = currentUser.UserId;
        var manages = currentUser.Can(ReportJobQueries.ManagePermission);
        var scopes = await db.Set<ReportRun>()
            .Where(r =>
                r.OwnerId != me
                && (
                    r.Visibility != Visibility.Private
                    || manages
                    || db.Set<ReportShare>().Any(s => s.RunId == r.Id && s.UserId == me)
                )
            )
            .Select(r => r.Scope)
            .Distinct()
            .ToListAsync(ct);
        return [.. scopes.Where(s => currentUser.Scope.Contains(FrozenScope.Parse(s)))];
    }
}
