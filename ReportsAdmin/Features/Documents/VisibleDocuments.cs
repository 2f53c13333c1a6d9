using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Documents;

/// <summary>The generated reports that a user may see: their own, shared ones, and all for those who manage them.</summary>
internal static class VisibleDocuments
{
    /// <summary>The report, when the current user may see it: an unknown one is not found, another's forbidden.</summary>
    public static async Task<Document> FindAsync(ReportsDb db, CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(DocumentQueries.ReadPermission);
        if (await Of(db, currentUser).SingleOrDefaultAsync(r => r.Id == id, ct) is { } report)
            return report;
        throw await MissingAsync(db, id, ct);
    }

    public static async Task<DomainException> MissingAsync(ReportsDb db, int id, CancellationToken ct) =>
        await db.Set<Document>().AnyAsync(r => r.Id == id, ct)
            ? DomainException.Forbidden("This report belongs to somebody else.")
            : DomainException.NotFound("Report not found.");

    public static bool CanChange(CurrentUser currentUser, Document report) =>
        currentUser.Can(DocumentCommands.CreatePermission)
        && (report.OwnerId == currentUser.UserId || currentUser.Can(DocumentQueries.ManagePermission));

    public static void RequireChange(CurrentUser currentUser, Document report)
    {
        if (!CanChange(currentUser, report))
            throw DomainException.Forbidden("Only its owner changes this report.");
    }

    public static IQueryable<Document> Of(ReportsDb db, CurrentUser currentUser)
    {
        var (me, all) = (currentUser.UserId, currentUser.Can(DocumentQueries.ManagePermission));
        return db.Set<Document>().Where(r => all || r.OwnerId == me || r.Shared);
    }

    public static async Task<ReportVersion> VersionAsync(
        ReportsDb db,
        Document report,
        int? number,
        CancellationToken ct
    )
    {
        var wanted = number ?? report.Version;
        return await db.Set<ReportVersion>()
            .SingleOrDefaultAsync(v => v.ReportId == report.Id && v.Number == wanted, ct)
            ?? throw DomainException.NotFound("Version not found.");
    }
}
