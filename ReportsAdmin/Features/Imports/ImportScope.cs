using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

internal static class ImportScope
{
    /// <summary>
    /// Uploads of the current user's departments, and their own. Of kinds that concern the whole company, a user of some
    /// regions sees their own uploads alone: the rows hold every region. Kinds with a permission of their own are hidden
    /// from users without it.
    /// </summary>
    public static IQueryable<ImportBatch> VisibleTo(
        this IQueryable<ImportBatch> batches,
        CurrentUser currentUser,
        IEnumerable<IImportTarget> targets
    )
    {
        var hidden = targets
            .Where(t => t.Profile.Permission is { } p && !currentUser.Can(p))
            .Select(t => t.Kind)
            .ToList();
        if (hidden.Count > 0)
            batches = batches.Where(b => !hidden.Contains(b.Kind));
        if (currentUser.Scope.Regions is not null)
        {
            var whole = targets.Where(t => !t.Profile.AsksDepartment).Select(t => t.Kind).ToList();
            batches = batches.Where(b => !whole.Contains(b.Kind) || b.UploadedById == currentUser.UserId);
        }

        if (currentUser.Scope.DepartmentIds is not { } departments)
            return batches;
        return batches.Where(b =>
            (b.DepartmentId != null && departments.Contains(b.DepartmentId.Value))
            || b.UploadedById == currentUser.UserId
        );
    }

    /// <summary>The upload with its kind, for those who may see it.</summary>
    public static async Task<(ImportBatch Batch, IImportTarget Target)> FindUploadAsync(
        this ReportsDb db,
        CurrentUser currentUser,
        IEnumerable<IImportTarget> targets,
        int uploadId,
        CancellationToken ct
    )
    {
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw DomainException.NotFound("Upload not found.");
        return (batch, targets.Single(t => t.Kind == batch.Kind));
    }
}
