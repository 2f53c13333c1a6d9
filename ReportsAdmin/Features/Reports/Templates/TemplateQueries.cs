using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Reports.Templates;

/// <summary>Whose templates a list shows.</summary>
public enum TemplateOwner
{
    Anyone,
    CurrentUser,

    /// <summary>Of others, as far as they share them with everyone.</summary>
    Others,
}

/// <summary>Saved report settings: one's own, and those open to one's department or to everyone. A template holds no figures, so no scope applies; running it does.</summary>
public sealed class TemplateQueries(IDbContextFactory<ReportsDb> contexts, ReportCatalog catalog, AccessQueries access)
{
    public async Task<Page<TemplateRow>> ListAsync(
        CurrentUser currentUser,
        TemplateOwner owner,
        PageRequest page,
        CancellationToken ct
    )
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        await using var db = contexts.Reader();
        var query = Visible(db, currentUser, catalog);
        if (owner == TemplateOwner.CurrentUser)
            query = query.Where(t => t.OwnerId == currentUser.UserId);
        else if (owner == TemplateOwner.Others)
            query = query.Where(t => t.OwnerId != currentUser.UserId && t.Visibility == Visibility.Organization);
        var total = await query.CountAsync(ct);
        return new Page<TemplateRow>(
            await EnrichAsync(
                currentUser,
                await query.OrderBy(t => t.Name).ThenBy(t => t.Id).Skip(page.Skip).Take(page.Size).ToListAsync(ct),
                ct
            ),
            total,
            page
        );
    }

    public async Task<TemplateRow> DetailsAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ReportJobQueries.ReadPermission);
        await using var db = contexts.Reader();
        return (await EnrichAsync(currentUser, [await FindAsync(db, currentUser, catalog, id, ct)], ct))[0];
    }

    internal static async Task<JobTemplate> FindAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ReportCatalog catalog,
        int id,
        CancellationToken ct
    ) =>
        await Visible(db, currentUser, catalog).SingleOrDefaultAsync(t => t.Id == id, ct)
        ?? throw DomainException.NotFound("Template not found.");

    internal static bool MayChange(CurrentUser currentUser, int ownerId) =>
        ownerId == currentUser.UserId
            ? currentUser.Can(ReportJobCommands.CreatePermission)
            : currentUser.Can(ReportJobQueries.ManagePermission);

    private static IQueryable<JobTemplate> Visible(ReportsDb db, CurrentUser currentUser, ReportCatalog catalog)
    {
        var me = currentUser.UserId;
        var departments = currentUser.Scope.DepartmentIds;
        var types = catalog.Of(currentUser).Select(t => t.Info.Key).ToList();
        return db.Set<JobTemplate>()
            .Where(t =>
                types.Contains(t.ReportType)
                && (
                    t.OwnerId == me
                    || currentUser.Can(ReportJobQueries.ManagePermission)
                    || t.Visibility == Visibility.Organization
                    || (
                        t.Visibility == Visibility.Department
                        && t.DepartmentId != null
                        && (departments == null || departments.Contains(t.DepartmentId.Value))
                    )
                )
            );
    }

    private async Task<IReadOnlyList<TemplateRow>> EnrichAsync(
        CurrentUser currentUser,
        IReadOnlyList<JobTemplate> rows,
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
                MayChange(currentUser, t.OwnerId)
            )),
        ];
    }
}
