using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Documents;

namespace ReportsAdmin.Features.ReportJobs;

/// <summary>Saved report settings: one's own, and those open to one's department or to everyone. A template holds no figures, so no scope applies; running it does.</summary>
public sealed class TemplateQueries(IDbContextFactory<ReportsDb> contexts, ReportCatalog catalog, AccessQueries access)
{
    public async Task<Page<TemplateRow>> ListAsync(Viewer viewer, PageRequest page, CancellationToken ct)
    {
        viewer.Demand(ReportJobQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        var query = Visible(db, viewer, catalog);
        var total = await query.CountAsync(ct);
        return new Page<TemplateRow>(
            await DressAsync(
                viewer,
                await query.OrderBy(t => t.Name).ThenBy(t => t.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct),
                ct
            ),
            total,
            page
        );
    }

    public async Task<TemplateRow> DetailsAsync(Viewer viewer, int id, CancellationToken ct)
    {
        viewer.Demand(ReportJobQueries.ReadPermission);
        await using var db = contexts.CreateDbContext();
        return (await DressAsync(viewer, [await FindAsync(db, viewer, catalog, id, ct)], ct))[0];
    }

    internal static async Task<ReportTemplate> FindAsync(
        ReportsDb db,
        Viewer viewer,
        ReportCatalog catalog,
        int id,
        CancellationToken ct
    ) =>
        await Visible(db, viewer, catalog).SingleOrDefaultAsync(t => t.Id == id, ct)
        ?? throw Refusal.NotFound("There is no such template.");

    internal static bool MayChange(Viewer viewer, int ownerId) =>
        ownerId == viewer.UserId
            ? viewer.May(ReportJobCommands.CreatePermission)
            : viewer.May(ReportJobQueries.ManagePermission);

    private static IQueryable<ReportTemplate> Visible(ReportsDb db, Viewer viewer, ReportCatalog catalog)
    {
        var me = viewer.UserId;
        var departments = viewer.Scope.DepartmentIds;
        var types = catalog.Of(viewer).Select(t => t.Info.Key).ToList();
        return db.Set<ReportTemplate>()
            .Where(t =>
                types.Contains(t.ReportType)
                && (
                    t.OwnerId == me
                    || viewer.May(ReportJobQueries.ManagePermission)
                    || t.Visibility == Visibility.Organization
                    || (
                        t.Visibility == Visibility.Department
                        && t.DepartmentId != null
                        && (departments == null || departments.Contains(t.DepartmentId.Value))
                    )
                )
            );
    }

    private async Task<IReadOnlyList<TemplateRow>> DressAsync(
        Viewer viewer,
        IReadOnlyList<ReportTemplate> rows,
        CancellationToken ct
    )
    {
        var people = await access.PeopleAsync([.. rows.Select(t => t.OwnerId).Distinct()], ct);
        return
        [
            .. rows.Select(t => new TemplateRow(
                t.Id,
                t.Name,
                t.Description,
                t.ReportType,
                catalog.Find(t.ReportType)?.Info.Title ?? t.ReportType,
                ReportRequests.Read(t.Parameters),
                t.Format,
                ReportStatus.PriorityName(t.Priority),
                ReportStatus.NameOf(t.Visibility),
                t.DepartmentId,
                t.OwnerId,
                people.TryGetValue(t.OwnerId, out var owner) ? owner.Name : "",
                t.CreatedAt,
                t.UpdatedAt,
                MayChange(viewer, t.OwnerId)
            )),
        ];
    }
}
