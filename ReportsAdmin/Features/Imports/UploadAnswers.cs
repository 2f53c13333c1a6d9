using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

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

/// <summary>Takes the answers of people, has the file read again with them, and remembers them for the next one.</summary>
public sealed class UploadAnswers(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    StagingQueue queue,
    IEnumerable<IImportTarget> targets,
    AccessQueries access,
    TimeProvider time
)
{
    /// <summary>Keeps the answer with the job that reads the file again.</summary>
    public async Task TakeAsync(CurrentUser currentUser, int uploadId, UploadAnswer answer, CancellationToken ct)
    {
        currentUser.Require(ImportCommands.UploadPermission);
        // Before the transaction: the first protection of all stores its key on a connection of its own.
        var password = answer.Password is { } given ? files.Protect(given) : null;
        var departments = answer.Subject is null ? [] : await access.DepartmentsAsync(currentUser, ct);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, _) = await db.FindUploadAsync(currentUser, targets, uploadId, ct);
        // Whoever commits, discards or answers at this moment waits, and then sees another state.
        var taken = await db.Set<ImportBatch>()
            .Where(b => b.Id == found.Id && (b.State == ImportState.Asking || b.State == ImportState.Staged))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.State, ImportState.Received), ct);
        if (taken != 1)
            throw DomainException.Conflict("This upload no longer takes answers.");
        var batch = await db.Set<ImportBatch>().AsTracking().SingleAsync(b => b.Id == uploadId, ct);
        if (password is not null)
            batch.ProtectedPassword = password;
        Apply(batch, answer);
        if (answer.Subject is { } subject)
            SubjectChange.Apply(currentUser, departments, TargetOf(batch), batch, subject);
        if (answer.Columns is { } columns)
            await MatchColumnsAsync(db, currentUser, batch, columns, ct);
        if (answer.Answers is not null || answer.Columns is not null)
            await KeepAnswersAsync(db, currentUser, batch, answer, ct);
        (batch.Question, batch.Failure) = (ImportQuestion.None, null);
        await queue.EnqueueAsync(db, batch, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await queue.AnnounceAsync(batch);
    }

    private static void Apply(ImportBatch batch, UploadAnswer answer)
    {
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
    }

    private IImportTarget TargetOf(ImportBatch batch) => targets.Single(t => t.Kind == batch.Kind);

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
        var hash = HeaderMemory.HashOf(headers);
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
        var given = Given(answer, open);
        var all = ImportJson.Answers(batch.Answers);
        foreach (var (key, option) in given)
            all[key] = option;
        batch.Answers = ImportJson.Write(all);
        var hash = HeaderMemory.HashOf(ImportJson.Texts(batch.Headers));
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

    /// <summary>The answers as they are kept; an invalid error when one is to no open question or none of its options.</summary>
    private static Dictionary<string, string> Given(UploadAnswer answer, UploadQuestion[] open)
    {
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
        return given;
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
}
