using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>An upload at the moment it is written or taken back.</summary>
/// <param name="Since">When it was committed; edits after that are people's.</param>
/// <param name="By">Who commits or undoes it, who need not be who uploaded it.</param>
public sealed record UploadToMerge(int Id, int Period, string? Missing, DateTime Since, CurrentUser By)
{
    /// <summary>The keys of the rows that this commit creates.</summary>
    public NewKeys Keys { get; } = new();
}

/// <summary>What is staged for an upload, in the preview and in the tables of its kind.</summary>
internal static class StagedRows
{
    /// <summary>Removes all of it, in the caller's transaction when there is one.</summary>
    public static async Task ClearAsync(ReportsDb db, IImportTarget target, int uploadId, CancellationToken ct)
    {
        await db.Set<ImportRow>().Where(r => r.BatchId == uploadId).ExecuteDeleteAsync(ct);
        foreach (var table in target.Tables)
            await table.ClearAsync(db, uploadId, ct);
    }
}

/// <summary>A committed upload with its place in the order of commits, which need not be the order of uploading.</summary>
public sealed record CommittedUpload
{
    public int Id { get; init; }

    public long Order { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? CommittedAt { get; init; }

    public string FileName { get; init; } = "";
}

/// <summary>The order in which uploads of a kind were committed.</summary>
public static class UploadOrder
{
    /// <summary>The uploads that are committed now, for joins. Each commit raises the data version it was compared with, so that version orders them.</summary>
    public static IQueryable<CommittedUpload> Of(ReportsDb db, string kind) =>
        db.Set<ImportBatch>()
            .Where(b => b.Kind == kind && b.State == ImportState.Committed)
            .Select(b => new CommittedUpload
            {
                Id = b.Id,
                Order = b.BaseVersion,
                CommittedAt = b.CommittedAt,
                FileName = b.FileName,
            });

    /// <summary>The uploads committed after this one.</summary>
    public static IQueryable<int> CommittedAfter(ReportsDb db, string kind, int uploadId) =>
        Of(db, kind)
            .Where(u =>
                u.Order > db.Set<ImportBatch>().Where(b => b.Id == uploadId).Select(b => b.BaseVersion).Single()
            )
            .Select(u => u.Id);
}
