using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// The right to write what is staged for an upload. One attempt at a time has it: each write names it and is refused when a
/// newer attempt has begun, when a person has answered meanwhile, or when the upload was discarded.
/// </summary>
/// <param name="JobId">Null when the caller stages without the queue.</param>
/// <param name="Fence">Which claim of the job it is.</param>
public sealed record StagingHold(int UploadId, long? JobId, long Fence)
{
    /// <summary>Begins an attempt; false when the upload does not wait for it.</summary>
    public async Task<bool> TakeAsync(ReportsDb db, CancellationToken ct) =>
        await Mine(db)
            .Where(b => (b.State == ImportState.Received || b.State == ImportState.Staging) && b.StagingFence < Fence)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Staging)
                        .SetProperty(b => b.Progress, 0)
                        .SetProperty(b => b.StagingFence, Fence)
                        .SetProperty(b => b.Attempts, b => b.Attempts + 1),
                ct
            ) == 1;

    /// <summary>Does the writes in one transaction; a <see cref="StagingLostException"/> when this attempt has lost the right.</summary>
    /// <param name="progress">0 to 100.</param>
    public async Task WriteAsync(ReportsDb db, int progress, Func<Task> write, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The row stays locked until the commit, so nobody discards the upload or begins another attempt between.
        var held = await Held(db).ExecuteUpdateAsync(s => s.SetProperty(b => b.Progress, progress), ct);
        if (held == 0)
            throw new StagingLostException();
        await write();
        await transaction.CommitAsync(ct);
    }

    /// <summary>Puts the upload back to wait as if this attempt had not begun: the process stops, the file is not to blame.</summary>
    public Task ReleaseAsync(ReportsDb db) =>
        Held(db)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Received).SetProperty(b => b.Attempts, b => b.Attempts - 1),
                CancellationToken.None
            );

    private IQueryable<ImportBatch> Mine(ReportsDb db) =>
        db.Set<ImportBatch>().Where(b => b.Id == UploadId && b.JobId == JobId);

    private IQueryable<ImportBatch> Held(ReportsDb db) =>
        Mine(db).Where(b => b.State == ImportState.Staging && b.StagingFence == Fence);
}

/// <summary>Another attempt, an answer or a discard took the upload from this attempt; there is nothing left for it to do.</summary>
public sealed class StagingLostException() : Exception("The upload is no longer staged by this attempt.");
