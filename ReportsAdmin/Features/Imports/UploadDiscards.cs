using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>Gives uploads up before they are committed.</summary>
public sealed class UploadDiscards(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    StagingQueue queue,
    IEnumerable<IImportTarget> targets
)
{
    /// <summary>Removes the staged rows and the file, and stops the job that reads it. A conflict once the upload is committed.</summary>
    public async Task DiscardAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        currentUser.Require(ImportCommands.UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (batch, target) = await db.FindUploadAsync(currentUser, targets, uploadId, ct);
        var taken = await db.Set<ImportBatch>()
            .Where(b =>
                b.Id == uploadId
                && (
                    b.State == ImportState.Received
                    || b.State == ImportState.Staging
                    || b.State == ImportState.Asking
                    || b.State == ImportState.Staged
                    || b.State == ImportState.Refused
                )
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Discarded)
                        .SetProperty(b => b.ProtectedPassword, (string?)null),
                ct
            );
        if (taken != 1)
            throw DomainException.Conflict("This upload can no longer be discarded.");
        await StagedRows.ClearAsync(db, target, uploadId, ct);
        await db.RecordUploadAsync(ImportsAudit.Discarded, batch, ct);
        await transaction.CommitAsync(ct);
        await files.DeleteAsync(batch.FileKey, ct);
        await queue.CancelAsync(batch, currentUser.Name, ct);
    }
}
