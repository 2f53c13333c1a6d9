using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Webhooks;

namespace ReportsAdmin.Features.Imports;

/// <summary>What becomes of rows in error at a commit.</summary>
public enum ErrorRows
{
    Refuse,
    LeaveOut,
}

/// <summary>Commits staged uploads and takes committed ones back.</summary>
public sealed class UploadCommits(
    IDbContextFactory<ReportsDb> contexts,
    IEnumerable<IImportTarget> targets,
    ChangeNotifier notifier,
    WebhookOutbox webhooks,
    TimeProvider time
)
{
    /// <summary>Writes exactly what was previewed, in one transaction, once.</summary>
    public async Task CommitAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        ErrorRows errors,
        CancellationToken ct
    )
    {
        currentUser.Require(ImportCommands.UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (batch, target) = await db.FindUploadAsync(currentUser, targets, uploadId, ct);
        var choice = ChoiceOf(target, missing);
        await db.RaiseDataVersionAsync(target.Topic, ct);
        if (batch.State != ImportState.Staged)
            throw DomainException.Conflict(
                batch.State == ImportState.Committed
                    ? $"Upload #{uploadId} is already committed."
                    : $"Upload #{uploadId} is not ready to be committed."
            );
        if (await db.DataVersionAsync(target.Topic, ct) != batch.BaseVersion + 1)
            throw DomainException.Conflict(
                "The data has changed since this preview. Compare again, look at the effect, and commit then."
            );
        RequireRows(batch, errors);
        var now = time.GetUtcNow().UtcDateTime;
        await MarkCommittedAsync(db, currentUser, uploadId, choice, now, ct);
        await target.MergeAsync(db, new UploadToMerge(batch.Id, batch.Period, choice, now, currentUser), ct);
        await db.RecordUploadAsync(
            ImportsAudit.Committed,
            batch,
            ct,
            AuditField.Fact("Rows", batch.DataRows),
            AuditField.Fact("Rows left out", batch.RowsError),
            AuditField.Fact("Missing records", choice)
        );
        await webhooks.WriteAsync(db, "upload.committed", UploadEvents.Of(batch), ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(target, uploadId);
    }

    /// <summary>Takes a committed upload back; answers what was kept because people had edited it since.</summary>
    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        CurrentUser currentUser,
        int uploadId,
        CancellationToken ct
    )
    {
        currentUser.Require(ImportCommands.UploadPermission);
        currentUser.RequireConfirmed();
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (batch, target) = await db.FindUploadAsync(currentUser, targets, uploadId, ct);
        await db.RaiseDataVersionAsync(target.Topic, ct);
        await MarkUndoneAsync(db, currentUser, uploadId, ct);
        var upload = new UploadToMerge(
            batch.Id,
            batch.Period,
            batch.Missing,
            batch.CommittedAt ?? batch.UploadedAt,
            currentUser
        );
        var kept = await target.UndoAsync(db, upload, ct);
        var json = ImportJson.Write(kept);
        await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Kept, json), ct);
        await db.RecordUploadAsync(ImportsAudit.Undone, batch, ct, AuditField.Fact("Kept edits", kept.Count));
        await webhooks.WriteAsync(db, "upload.undone", UploadEvents.Of(batch), ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(target, uploadId);
        return kept;
    }

    private static string? ChoiceOf(IImportTarget target, string? missing)
    {
        var choice = target.Profile.Missing?.Of(missing).Key;
        if (missing is not null && target.Profile.Missing is { } options && choice != missing)
            throw DomainException.Invalid(
                "missing",
                $"missing is one of: {string.Join(", ", options.Options.Select(o => o.Key))}."
            );
        return choice;
    }

    private static void RequireRows(ImportBatch batch, ErrorRows errors)
    {
        if (batch.RowsError > 0 && errors == ErrorRows.Refuse)
            throw DomainException.Invalid(
                "file",
                $"{batch.RowsError} rows have problems. Correct them, or commit without them."
            );
        if (batch.DataRows == batch.RowsError)
            throw DomainException.Invalid("file", "No row can be imported.");
    }

    private static async Task MarkCommittedAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int uploadId,
        string? choice,
        DateTime now,
        CancellationToken ct
    )
    {
        var taken = await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId && b.State == ImportState.Staged)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Committed)
                        .SetProperty(b => b.Missing, choice)
                        .SetProperty(b => b.CommittedAt, now)
                        .SetProperty(b => b.CommittedByName, currentUser.Name)
                        .SetProperty(b => b.ProtectedPassword, (string?)null),
                ct
            );
        if (taken != 1)
            throw DomainException.Conflict($"Upload #{uploadId} is already being committed.");
    }

    private async Task MarkUndoneAsync(ReportsDb db, CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var taken = await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId && b.State == ImportState.Committed)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Undone)
                        .SetProperty(b => b.UndoneAt, now)
                        .SetProperty(b => b.UndoneByName, currentUser.Name),
                ct
            );
        if (taken != 1)
            throw DomainException.Conflict($"Upload #{uploadId} is not committed.");
    }

    private async Task AnnounceAsync(IImportTarget target, int uploadId)
    {
        await notifier.PublishAsync(target.Topic);
        await notifier.PublishAsync(ImportCommands.HistoryTopic);
        await notifier.PublishAsync(ImportStaging.TopicOf(uploadId));
    }
}
