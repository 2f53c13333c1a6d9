using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Imports;

/// <summary>Upload → preview → commit → undo. Nothing but the import tables changes before <see cref="CommitAsync"/>.</summary>
public sealed class ImportCommands(
    UploadStore store,
    UploadReading reading,
    UploadAnswers replies,
    UploadDiscards discards,
    UploadCommits commits
)
{
    public const string UploadPermission = "imports:upload";

    /// <summary>Topic of the signal that the upload history changed.</summary>
    public const string HistoryTopic = "imports";

    /// <summary>The same commands by another clock, for filling a demo company whose uploads lie in the past.</summary>
    public static ImportCommands At(IServiceProvider services, TimeProvider time)
    {
        var sheets = Make<SheetStaging>(services.GetRequiredService<BusinessClock>().At(time));
        var store = Make<UploadStore>(time);
        return Make<ImportCommands>(
            store,
            Make<UploadReading>(store, Make<ImportStaging>(sheets)),
            Make<UploadAnswers>(time),
            Make<UploadCommits>(time)
        );

        T Make<T>(params object[] parts) => ActivatorUtilities.CreateInstance<T>(services, parts);
    }

    /// <inheritdoc cref="UploadStore.PeriodWithout"/>
    public int? PeriodWithout(string kind) => store.PeriodWithout(kind);

    /// <summary>Stores the file and queues the job that reads it; answers the upload's key at once.</summary>
    public Task<int> ReceiveAsync(CurrentUser currentUser, NewUpload upload, Stream content, CancellationToken ct) =>
        reading.ReceiveAsync(currentUser, upload, content, ct);

    /// <summary>The same, and waits until the file is read or asks something.</summary>
    /// <param name="answers">Questions that the caller has settled beforehand: question → option.</param>
    public Task<int> ReceiveAndWaitAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        DateOrder dates,
        CancellationToken ct,
        IReadOnlyDictionary<string, string>? answers = null
    ) => reading.ReceiveAndWaitAsync(currentUser, upload with { Dates = dates, Answers = answers }, content, ct);

    /// <summary>Stores and stages in one call, without the queue: the answer of a later preview is complete when this returns.</summary>
    /// <param name="answers">Questions that the caller has settled beforehand: question → option.</param>
    public Task<int> StageNowAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        DateOrder dates,
        CancellationToken ct,
        IReadOnlyDictionary<string, string>? answers = null
    ) => reading.StageNowAsync(currentUser, upload with { Dates = dates, Answers = answers }, content, ct);

    /// <summary>Takes an answer and has the file read again. The columns a person matched are remembered for the next file with the same header.</summary>
    public Task AnswerAsync(CurrentUser currentUser, int uploadId, UploadAnswer answer, CancellationToken ct) =>
        replies.TakeAsync(currentUser, uploadId, answer, ct);

    /// <summary>Compares the staged rows anew, because the data has changed since the preview.</summary>
    public Task CompareAgainAsync(CurrentUser currentUser, int uploadId, CancellationToken ct) =>
        AnswerAsync(currentUser, uploadId, new UploadAnswer(), ct);

    /// <summary>The same, and waits until they are compared.</summary>
    public async Task CompareAgainAndWaitAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        await CompareAgainAsync(currentUser, uploadId, ct);
        await reading.WaitAsync(uploadId, ct);
    }

    /// <summary>
    /// Writes exactly what was previewed, in one transaction, once. A conflict when the upload is not staged, was committed
    /// already, or the data has changed since the preview; an invalid error when rows are in error and leaving them out was not asked for.
    /// </summary>
    public Task CommitAsync(
        CurrentUser currentUser,
        int uploadId,
        string? missing,
        ErrorRows errors,
        CancellationToken ct
    ) => commits.CommitAsync(currentUser, uploadId, missing, errors, ct);

    /// <summary>Gives an upload up before it was committed, also while it is read: its staged rows and its file go, its job stops.</summary>
    public Task DiscardAsync(CurrentUser currentUser, int uploadId, CancellationToken ct) =>
        discards.DiscardAsync(currentUser, uploadId, ct);

    /// <summary>Takes a committed upload back; answers what was kept because people had edited it since.</summary>
    public Task<IReadOnlyList<PreservedEdit>> UndoAsync(CurrentUser currentUser, int uploadId, CancellationToken ct) =>
        commits.UndoAsync(currentUser, uploadId, ct);
}
