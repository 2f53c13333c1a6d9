using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
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
    IReadOnlyDictionary<string, int>? Columns = null,
    IReadOnlyDictionary<string, string>? Answers = null,
    UploadSubject? Subject = null
);

/// <summary>Upload → preview → commit → undo. Nothing but the import tables changes before <see cref="CommitAsync"/>.</summary>
public sealed partial class ImportCommands(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    ImportWorker worker,
    ImportStaging staging,
    AccessQueries access,
    IEnumerable<IImportTarget> targets,
    ChangeNotifier notifier,
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
            ActivatorUtilities.CreateInstance<ImportStaging>(
                services,
                services.GetRequiredService<BusinessClock>().At(time)
            )
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
    public async Task<int> ReceiveAsync(CurrentUser currentUser, NewUpload upload, Stream content, CancellationToken ct)
    {
        var id = await StoreAsync(currentUser, upload, ImportState.Received, content, ct);
        worker.Wake();
        await notifier.PublishAsync(HistoryTopic);
        return id;
    }

    /// <summary>Stores and stages in one call, for callers that wait: the answer of a later preview is complete when this returns.</summary>
    /// <param name="answers">Questions that the caller has settled beforehand: question → option.</param>
    public async Task<int> StageNowAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        DateOrder dates,
        CancellationToken ct,
        IReadOnlyDictionary<string, string>? answers = null
    )
    {
        var id = await StoreAsync(currentUser, upload, ImportState.Staging, content, ct, dates, answers);
        await staging.StageAsync(currentUser, id, ct);
        return id;
    }

    /// <summary>Takes an answer and stages the file again. The columns a person matched are remembered for the next file with the same header.</summary>
    public async Task AnswerAsync(CurrentUser currentUser, int uploadId, UploadAnswer answer, CancellationToken ct)
    {
        currentUser.Require(UploadPermission);
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>()
            .AsTracking()
            .VisibleTo(currentUser, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        if (batch.State is not (ImportState.Asking or ImportState.Staged))
            throw DomainException.Conflict("This upload no longer takes answers.");
        if (answer.Password is { } password)
            batch.ProtectedPassword = files.Protect(password);
        if (answer.DateOrder is { } order)
            batch.DateOrder = order;
        if (answer.SheetIndex is { } sheet && sheet != batch.SheetIndex)
            (batch.SheetIndex, batch.HeaderRow, batch.Mapping, batch.DateOrder, batch.Questions, batch.Answers) = (
                sheet,
                null,
                null,
                DateOrder.Unknown,
                null,
                null
            );
        if (answer.HeaderRow is { } row && row != batch.HeaderRow)
            (batch.HeaderRow, batch.Mapping) = (row, null);
        if (answer.Subject is { } subject)
            SubjectChange.Apply(
                currentUser,
                await access.DepartmentsAsync(currentUser, ct),
                TargetOf(batch),
                batch,
                subject
            );
        if (answer.Columns is { } columns)
            await MatchColumnsAsync(db, currentUser, batch, columns, ct);
        if (answer.Answers is not null || answer.Columns is not null)
            await KeepAnswersAsync(db, currentUser, batch, answer, ct);
        (batch.State, batch.Question, batch.Failure, batch.Progress, batch.ClaimedUntil) = (
            ImportState.Received,
            ImportQuestion.None,
            null,
            0,
            null
        );
        await db.SaveChangesAsync(ct);
        worker.Wake();
        await notifier.PublishAsync(ImportStaging.TopicOf(uploadId));
    }

    /// <summary>Compares the staged rows anew, because the data has changed since the preview.</summary>
    public Task CompareAgainAsync(CurrentUser currentUser, int uploadId, CancellationToken ct) =>
        AnswerAsync(currentUser, uploadId, new UploadAnswer(), ct);

    /// <summary>
    /// Writes exactly what was previewed, in one transaction, once. A conflict when the upload is not staged, was committed
    /// already, or the data has changed since the preview; an invalid error when rows are in error and leaving them out was not asked for.
    /// </summary>
    public async Task CommitAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        ErrorRows errors,
        CancellationToken ct
    )
    {
        currentUser.Require(UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
            .SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw NoSuchUpload();
        var target = TargetOf(batch);
        if (missing is not null && target.Profile.Missing is { } options && options.Of(missing).Key != missing)
            throw DomainException.Invalid(
                "missing",
                $"missing is one of: {string.Join(", ", options.Options.Select(o => o.Key))}."
            );
        var choice = target.Profile.Missing?.Of(missing).Key;
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
        if (batch.RowsError > 0 && errors == ErrorRows.Refuse)
            throw DomainException.Invalid(
                "file",
                $"{batch.RowsError} rows have problems. Correct them, or commit without them."
            );
        if (batch.DataRows == batch.RowsError)
            throw DomainException.Invalid("file", "No row can be imported.");

        var now = time.GetUtcNow().UtcDateTime;
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
        await target.MergeAsync(db, new UploadToMerge(batch.Id, batch.Period, choice, now, currentUser), ct);
        await transaction.CommitAsync(ct);
        await AnnounceAsync(target, uploadId);
    }

    /// <summary>Gives an upload up before it was committed; its staged rows and its file go.</summary>
    public async Task DiscardAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        currentUser.Require(UploadPermission);
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
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
            throw DomainException.Conflict("This upload can no longer be discarded.");
        await StagedRows.ClearAsync(db, TargetOf(batch), uploadId, ct);
        await transaction.CommitAsync(ct);
        files.Delete(batch.FileKey);
        await notifier.PublishAsync(HistoryTopic);
        await notifier.PublishAsync(ImportStaging.TopicOf(uploadId));
    }

    /// <summary>Takes a committed upload back; answers what was kept because people had edited it since.</summary>
    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(
        CurrentUser currentUser,
        int uploadId,
        CancellationToken ct
    )
    {
        currentUser.Require(UploadPermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var batch = await db.Set<ImportBatch>()
            .VisibleTo(currentUser, targets)
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
                        .SetProperty(b => b.UndoneByName, currentUser.Name),
                ct
            );
        if (taken != 1)
            throw DomainException.Conflict($"Upload #{uploadId} is not committed.");
        var kept = await target.UndoAsync(
            db,
            new UploadToMerge(
                batch.Id,
                batch.Period,
                batch.Missing,
                batch.CommittedAt ?? batch.UploadedAt,
                currentUser
            ),
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
        CurrentUser currentUser,
        NewUpload upload,
        ImportState state,
        Stream content,
        CancellationToken ct,
        DateOrder dates = DateOrder.Unknown,
        IReadOnlyDictionary<string, string>? answers = null
    )
    {
        currentUser.Require(UploadPermission);
        var profile = (
            targets.FirstOrDefault(t => t.Kind == upload.Kind)
            ?? throw DomainException.Invalid("kind", $"'{upload.Kind}' cannot be imported.")
        ).Profile;
        if (profile.Permission is { } permission)
            currentUser.Require(permission);
        var name = SafeName(upload.FileName);
        if (!Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            throw new DomainException(
                ErrorKind.UnsupportedMedia,
                $"'{name}' is not a sheet. Upload .xlsx, .xlsm, .xls or .csv.",
                new Dictionary<string, string> { ["file"] = "Upload .xlsx, .xlsm, .xls or .csv." }
            );
        if (
            upload.DepartmentId is { } department
            && (await access.DepartmentsAsync(currentUser, ct)).All(d => d.Id != department)
        )
            throw DomainException.Invalid("department", "This department is not one of yours.");
        var stored = await files.SaveAsync(content, ct);
        if (stored.Size == 0)
        {
            files.Delete(stored.Key);
            throw DomainException.Invalid("file", "The file is empty.");
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
            Answers = answers is { Count: > 0 } ? ImportJson.Write(answers) : null,
            UploadedById = currentUser.UserId,
            UploadedByName = currentUser.Name,
            UploadedAt = now,
            ClaimedUntil = state == ImportState.Staging ? now + ImportWorker.Claim : null,
        };
        db.Add(batch);
        await db.SaveChangesAsync(ct);
        return batch.Id;
    }

    private async Task MatchColumnsAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportBatch batch,
        IReadOnlyDictionary<string, int> columns,
        CancellationToken ct
    )
    {
        var target = TargetOf(batch);
        var headers = ImportJson.Texts(batch.Headers);
        if (columns.Keys.FirstOrDefault(k => target.Fields.All.All(f => !Names(f, k))) is { } unknown)
            throw DomainException.Invalid("columns", $"Unknown field '{unknown}'.");
        if (columns.Values.Any(c => c < 0 || c >= 16_384) || columns.Values.Distinct().Count() != columns.Count)
            throw DomainException.Invalid("columns", "Each column can be matched once.");
        // Headings may give the fields of groups: staging finds out.
        if (target.MissingFields(ColumnKey.Fields(columns.Keys.Concat(target.GroupFields))) is { } lacking)
            throw DomainException.Invalid("columns", lacking);
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
                    ByName = currentUser.Name,
                }
            );
        (remembered.Mapping, remembered.ByName, remembered.At) = (
            batch.Mapping,
            currentUser.Name,
            time.GetUtcNow().UtcDateTime
        );
    }

    /// <summary>Several columns may hold a field that adds up: its further keys end in a number.</summary>
    private static bool Names(ImportField field, string key) =>
        field.Key == key || (field.Adds && ColumnKey.Field(key) == field.Key);

    /// <summary>Keeps the answers with the file, and those that hold for longer with the header or the kind.</summary>
    private async Task KeepAnswersAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportBatch batch,
        UploadAnswer answer,
        CancellationToken ct
    )
    {
        var open = ImportJson.Questions(batch.Questions);
        var given = new Dictionary<string, string>(
            answer.Answers ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        );
        foreach (var (key, option) in given)
        {
            var question = open.FirstOrDefault(q => q.Key == key)
                ?? throw DomainException.Invalid("answers", $"'{key}' is not a question of this upload.");
            if (question.Options.All(o => o.Key != option))
                throw DomainException.Invalid(
                    "answers",
                    $"{key} is one of: {string.Join(", ", question.Options.Select(o => o.Key))}."
                );
        }

        // Whoever matches columns by hand has seen those that are not used.
        if (answer.Columns is not null)
            given[ColumnDoubts.Question] = ColumnDoubts.LeaveOut;
        var all = ImportJson.Answers(batch.Answers);
        foreach (var (key, option) in given)
            all[key] = option;
        batch.Answers = ImportJson.Write(all);
        var hash = ImportStaging.HeaderHash(ImportJson.Texts(batch.Headers));
        foreach (var (key, option) in given)
        {
            var memory = open.FirstOrDefault(q => q.Key == key)?.Memory ?? AnswerMemory.Layout;
            if (memory != AnswerMemory.File)
                await RememberAsync(
                    db,
                    currentUser,
                    batch.Kind,
                    memory == AnswerMemory.Kind ? "" : hash,
                    key,
                    option,
                    ct
                );
        }
    }

    private async Task RememberAsync(
        ReportsDb db,
        CurrentUser currentUser,
        string kind,
        string hash,
        string question,
        string option,
        CancellationToken ct
    )
    {
        var known = await db.Set<RememberedAnswer>()
            .AsTracking()
            .SingleOrDefaultAsync(a => a.Kind == kind && a.HeaderHash == hash && a.Question == question, ct);
        if (known is null)
            db.Add(
                known = new RememberedAnswer
                {
                    Kind = kind,
                    HeaderHash = hash,
                    Question = question,
                    Answer = option,
                    ByName = currentUser.Name,
                }
            );
        (known.Answer, known.ByName, known.At) = (option, currentUser.Name, time.GetUtcNow().UtcDateTime);
    }

    private IImportTarget TargetOf(ImportBatch batch) => targets.Single(t => t.Kind == batch.Kind);

    private async Task AnnounceAsync(IImportTarget target, int uploadId)
    {
        await notifier.PublishAsync(target.Topic);
        await notifier.PublishAsync(HistoryTopic);
        await notifier.PublishAsync(ImportStaging.TopicOf(uploadId));
    }

    private static DomainException NoSuchUpload() => DomainException.NotFound("Upload not found.");

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
}
