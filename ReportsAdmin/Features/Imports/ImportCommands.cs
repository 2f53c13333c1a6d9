using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Imports;

/// <summary>What an upload is about.</summary>
/// <param name="Period">The month, as <c>yyyymm</c>.</param>
public sealed record NewUpload(string Kind, string FileName, int Period, int? DepartmentId);

/// <summary>A person's answer to what the upload asked, or a correction of what was found; null leaves a setting as it is.</summary>
public sealed record UploadAnswer(
    string? Password = null,
    DateOrder? DateOrder = null,
    int? SheetIndex = null,
    int? HeaderRow = null,
    IReadOnlyDictionary<string, int>? Columns = null
);

/// <summary>Upload → preview → commit → undo. Nothing but the import tables changes before <see cref="CommitAsync"/>.</summary>
public sealed partial class ImportCommands(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    ImportWorker worker,
    ImportStaging staging,
    AccessQueries access,
    IEnumerable<IImportTarget> targets,
    Signals signals,
    TimeProvider time
)
{
    public const string UploadPermission = "imports:upload";

    /// <summary>Topic of the signal that the upload history changed.</summary>
    public const string HistoryTopic = "imports";

    private static readonly string[] Extensions = [".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"];

    /// <summary>The same commands by another clock, for filling a demo company whose uploads lie in the past.</summary>
    public static ImportCommands At(IServiceProvider services, TimeProvider time) =>
        ActivatorUtilities.CreateInstance<ImportCommands>(
            services,
            time,
            ActivatorUtilities.CreateInstance<ImportStaging>(services, time)
        );

    /// <summary>This month, for kinds whose sheets speak of no month; null for the others, which must name one.</summary>
    public int? PeriodWithout(string kind) =>
        targets.FirstOrDefault(t => t.Kind == kind)?.Profile.AsksMonth == true
            ? null
            : int.Parse(
                time.GetUtcNow().ToString("yyyyMM", CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture
            );

    /// <summary>Stores the file and hands it to the worker; answers the upload's key at once.</summary>
    public async Task<int> ReceiveAsync(Viewer viewer, NewUpload upload, Stream content, CancellationToken ct)
    {
        var id = await StoreAsync(viewer, upload, ImportState.Received, content, ct);
        worker.Wake();
        await signals.PublishAsync(HistoryTopic);
        return id;
    }

    /// <summary>Stores and stages in one call, for callers that wait: the answer of a later preview is complete when this returns.</summary>
    public async Task<int> StageNowAsync(
        Viewer viewer,
        NewUpload upload,
        Stream content,
        DateOrder dates,
        CancellationToken ct
    )
    {
        var id = await StoreAsync(viewer, upload, ImportState.Staging, content, ct, dates);
        await staging.StageAsync(viewer, id, ct);
        return id;
    }

    /// <summary>Takes an answer and stages the file again. The columns a person matched are remembered for the next file with the same header.</summary>
    public async Task AnswerAsync(Viewer viewer, int uploadId, UploadAnswer answer, CancellationToken ct)
    {
        viewer.Demand(UploadPermission);
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>()
            .AsTracking()
            .VisibleTo(viewer, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        if (batch.State is not (ImportState.Asking or ImportState.Staged))
            throw Refusal.Conflict("This upload no longer takes answers.");
        if (answer.Password is { } password)
            batch.ProtectedPassword = files.Protect(password);
        if (answer.DateOrder is { } order)
            batch.DateOrder = order;
        if (answer.SheetIndex is { } sheet && sheet != batch.SheetIndex)
            (batch.SheetIndex, batch.HeaderRow, batch.Mapping, batch.DateOrder) = (
                sheet,
                null,
                null,
                DateOrder.Unknown
            );
        if (answer.HeaderRow is { } row && row != batch.HeaderRow)
            (batch.HeaderRow, batch.Mapping) = (row, null);
        if (answer.Columns is { } columns)
            await MatchColumnsAsync(db, viewer, batch, columns, ct);
        (batch.State, batch.Question, batch.Failure, batch.Progress, batch.ClaimedUntil) = (
            ImportState.Received,
            ImportQuestion.None,
            null,
            0,
            null
        );
        await db.SaveChangesAsync(ct);
        worker.Wake();
        await signals.PublishAsync(ImportStaging.SignalOf(uploadId));
    }

    /// <summary>Compares the staged rows anew, because the data has changed since the preview.</summary>
    public Task CompareAgainAsync(Viewer viewer, int uploadId, CancellationToken ct) =>
        AnswerAsync(viewer, uploadId, new UploadAnswer(), ct);

    /// <summary>
    /// Writes exactly what was previewed, in one transaction, once. A conflict when the upload is not staged, was committed
    /// already, or the data has changed since the preview; an invalid refusal when rows are in error and leaving them out was not asked for.
    /// </summary>
    public async Task CommitAsync(
        Viewer viewer,
        int uploadId,
        MissingChoice missing,
        ErrorRows errors,
        CancellationToken ct
    )
    {
        viewer.Demand(UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(viewer, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        var target = TargetOf(batch);
        await db.RaiseDataVersionAsync(target.Topic, ct);
        if (batch.State != ImportState.Staged)
            throw Refusal.Conflict(
                batch.State == ImportState.Committed
                    ? $"Upload #{uploadId} is already committed."
                    : $"Upload #{uploadId} is not ready to be committed."
            );
        if (await db.DataVersionAsync(target.Topic, ct) != batch.BaseVersion + 1)
            throw Refusal.Conflict(
                "The data has changed since this preview. Compare again, look at the effect, and commit then."
            );
        if (batch.RowsError > 0 && errors == ErrorRows.Refuse)
            throw Refusal.Invalid(
                "file",
                $"{batch.RowsError} rows have problems. Correct them, or commit without them."
            );
        if (batch.DataRows == batch.RowsError)
            throw Refusal.Invalid("file", "No row can be imported.");

        var now = time.GetUtcNow().UtcDateTime;
        var taken = await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId && b.State == ImportState.Staged)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Committed)
                        .SetProperty(b => b.Missing, missing)
                        .SetProperty(b => b.CommittedAt, now)
                        .SetProperty(b => b.CommittedByName, viewer.Name)
                        .SetProperty(b => b.ProtectedPassword, (string?)null),
                ct
            );
        if (taken != 1)
            throw Refusal.Conflict($"Upload #{uploadId} is already being committed.");
        await target.MergeAsync(db, new UploadToMerge(batch.Id, batch.Period, missing, now, viewer), ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(target, uploadId);
    }

    /// <summary>Gives an upload up before it was committed; its staged rows and its file go.</summary>
    public async Task DiscardAsync(Viewer viewer, int uploadId, CancellationToken ct)
    {
        viewer.Demand(UploadPermission);
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(viewer, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var taken = await db.Set<ImportBatch>()
            .Where(b =>
                b.Id == uploadId
                && (
                    b.State == ImportState.Received
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
            throw Refusal.Conflict("This upload can no longer be discarded.");
        await db.Set<ImportRow>().Where(r => r.BatchId == uploadId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        files.Delete(batch.FileKey);
        await signals.PublishAsync(HistoryTopic);
        await signals.PublishAsync(ImportStaging.SignalOf(uploadId));
    }

    /// <summary>Takes a committed upload back; answers what was kept because people had edited it since.</summary>
    public async Task<IReadOnlyList<KeptEdit>> UndoAsync(Viewer viewer, int uploadId, CancellationToken ct)
    {
        viewer.Demand(UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(viewer, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        var target = TargetOf(batch);
        await db.RaiseDataVersionAsync(target.Topic, ct);
        var now = time.GetUtcNow().UtcDateTime;
        var taken = await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId && b.State == ImportState.Committed)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Undone)
                        .SetProperty(b => b.UndoneAt, now)
                        .SetProperty(b => b.UndoneByName, viewer.Name),
                ct
            );
        if (taken != 1)
            throw Refusal.Conflict($"Upload #{uploadId} is not committed.");
        var kept = await target.UndoAsync(
            db,
            new UploadToMerge(batch.Id, batch.Period, batch.Missing, batch.CommittedAt ?? batch.UploadedAt, viewer),
            ct
        );
        var json = ImportJson.Write(kept);
        await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Kept, json), ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(target, uploadId);
        return kept;
    }

    private async Task<int> StoreAsync(
        Viewer viewer,
        NewUpload upload,
        ImportState state,
        Stream content,
        CancellationToken ct,
        DateOrder dates = DateOrder.Unknown
    )
    {
        viewer.Demand(UploadPermission);
        var profile = (
            targets.FirstOrDefault(t => t.Kind == upload.Kind)
            ?? throw Refusal.Invalid("kind", $"'{upload.Kind}' cannot be imported.")
        ).Profile;
        if (profile.Permission is { } permission)
            viewer.Demand(permission);
        var name = SafeName(upload.FileName);
        if (!Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            throw new Refusal(
                RefusalKind.UnsupportedMedia,
                $"'{name}' is not a sheet. Upload .xlsx, .xlsm, .xls or .csv.",
                new Dictionary<string, string> { ["file"] = "Upload .xlsx, .xlsm, .xls or .csv." }
            );
        if (
            upload.DepartmentId is { } department
            && (await access.DepartmentsAsync(viewer, ct)).All(d => d.Id != department)
        )
            throw Refusal.Invalid("department", "This department is not one of yours.");
        var stored = await files.SaveAsync(content, ct);
        if (stored.Size == 0)
        {
            files.Delete(stored.Key);
            throw Refusal.Invalid("file", "The file is empty.");
        }

        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        var batch = new ImportBatch
        {
            Kind = upload.Kind,
            FileName = name,
            FileKey = stored.Key,
            FileSize = stored.Size,
            FileHash = stored.Hash,
            Period = upload.Period,
            DepartmentId = profile.AsksDepartment ? upload.DepartmentId : null,
            State = state,
            DateOrder = dates,
            UploadedById = viewer.UserId,
            UploadedByName = viewer.Name,
            UploadedAt = now,
            ClaimedUntil = state == ImportState.Staging ? now + ImportWorker.Claim : null,
        };
        db.Add(batch);
        await db.SaveChangesAsync(ct);
        return batch.Id;
    }

    private async Task MatchColumnsAsync(
        ReportsDb db,
        Viewer viewer,
        ImportBatch batch,
        IReadOnlyDictionary<string, int> columns,
        CancellationToken ct
    )
    {
        var target = TargetOf(batch);
        var headers = ImportJson.Texts(batch.Headers);
        if (columns.Keys.FirstOrDefault(k => target.Fields.All(f => f.Key != k)) is { } unknown)
            throw Refusal.Invalid("columns", $"There is no field '{unknown}'.");
        if (columns.Values.Any(c => c < 0 || c >= 16_384) || columns.Values.Distinct().Count() != columns.Count)
            throw Refusal.Invalid("columns", "Each column can be matched once.");
        if (target.Lacking(columns.Keys.ToHashSet(StringComparer.Ordinal)) is { } lacking)
            throw Refusal.Invalid("columns", lacking);
        batch.Mapping = ImportJson.Write(columns);
        var hash = ImportStaging.HeaderHash(headers);
        var remembered = await db.Set<RememberedMapping>()
            .AsTracking()
            .SingleOrDefaultAsync(m => m.Kind == batch.Kind && m.HeaderHash == hash, ct);
        if (remembered is null)
            db.Add(
                remembered = new RememberedMapping
                {
                    Kind = batch.Kind,
                    HeaderHash = hash,
                    Mapping = batch.Mapping,
                    ByName = viewer.Name,
                }
            );
        (remembered.Mapping, remembered.ByName, remembered.At) = (
            batch.Mapping,
            viewer.Name,
            time.GetUtcNow().UtcDateTime
        );
    }

    private IImportTarget TargetOf(ImportBatch batch) => targets.Single(t => t.Kind == batch.Kind);

    private async Task AnnounceAsync(IImportTarget target, int uploadId)
    {
        await signals.PublishAsync(target.Topic);
        await signals.PublishAsync(HistoryTopic);
        await signals.PublishAsync(ImportStaging.SignalOf(uploadId));
    }

    private static Refusal NoSuchUpload() => Refusal.NotFound("There is no such upload.");

    /// <summary>The name for showing only: no folders, no control characters, at most 200 characters. It never becomes a path.</summary>
    private static string SafeName(string fileName)
    {
        var name = Controls().Replace(fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..], "").Trim();
        return name.Length == 0 ? "upload"
            : name.Length <= 200 ? name
            : name[..180] + Path.GetExtension(name);
    }

    [GeneratedRegex(@"[\p{C}]")]
    private static partial Regex Controls();
}

/// <summary>What becomes of rows in error at a commit.</summary>
public enum ErrorRows
{
    Refuse,
    LeaveOut,
}

internal static class ImportScope
{
    /// <summary>
    /// Uploads of the viewer's departments, and his own. Of kinds that are the whole company's, who sees only some regions sees his own
    /// alone: their rows speak of every region. Kinds with a permission of their own are there for those who carry it.
    /// </summary>
    public static IQueryable<ImportBatch> VisibleTo(
        this IQueryable<ImportBatch> batches,
        Viewer viewer,
        IEnumerable<IImportTarget> targets
    )
    {
        var hidden = targets.Where(t => t.Profile.Permission is { } p && !viewer.May(p)).Select(t => t.Kind).ToList();
        if (hidden.Count > 0)
            batches = batches.Where(b => !hidden.Contains(b.Kind));
        if (viewer.Scope.Regions is not null)
        {
            var whole = targets.Where(t => !t.Profile.AsksDepartment).Select(t => t.Kind).ToList();
            batches = batches.Where(b => !whole.Contains(b.Kind) || b.UploadedById == viewer.UserId);
        }

        if (viewer.Scope.DepartmentIds is not { } departments)
            return batches;
        return batches.Where(b =>
            (b.DepartmentId != null && departments.Contains(b.DepartmentId.Value)) || b.UploadedById == viewer.UserId
        );
    }
}
