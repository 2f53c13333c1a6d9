using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// Reads an uploaded file into staged rows and judges each against what is stored. Nothing outside the import tables is
/// written. Staging again from the start is always safe, so a killed process costs only the time.
/// </summary>
public sealed class ImportStaging(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    ChangeNotifier notifier,
    IEnumerable<IImportTarget> targets,
    SheetStaging sheets,
    ILogger<ImportStaging> log
)
{
    public static string TopicOf(int batchId) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"import:{batchId}");

    /// <summary>Stages an upload in the place of its job, for callers that wait. Ends in staged, asking or refused; only a bug or a cancellation throws.</summary>
    public async Task StageAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        var (job, _) = await StandingAsync(uploadId, ct);
        var hold = new StagingHold(uploadId, job, 1);
        if (!await TakeAsync(hold, ct))
            throw DomainException.Conflict($"Upload #{uploadId} is staged already.");
        await StageAsync(currentUser, hold, null, ct);
    }

    /// <summary>The upload's job, and how many attempts began to read the file and came to no end.</summary>
    public async Task<(long? JobId, int Attempts)> StandingAsync(int uploadId, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var found = await db.Set<ImportBatch>()
            .Where(b => b.Id == uploadId)
            .Select(b => new { b.JobId, b.Attempts })
            .SingleOrDefaultAsync(ct);
        return (found?.JobId, found?.Attempts ?? 0);
    }

    /// <summary>Begins an attempt; false when the upload does not wait for it.</summary>
    public async Task<bool> TakeAsync(StagingHold hold, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await hold.TakeAsync(db, ct);
    }

    /// <summary>Ends an attempt as if it had not begun.</summary>
    public async Task ReleaseAsync(StagingHold hold)
    {
        await using var db = contexts.CreateDbContext();
        await hold.ReleaseAsync(db);
    }

    /// <summary>Ends the upload with words for a person.</summary>
    public async Task RefuseAsync(StagingHold hold, string why, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>().AsTracking().SingleAsync(b => b.Id == hold.UploadId, ct);
        Refuse(batch, why);
        await EndAsync(db, hold, batch, ct);
    }

    /// <summary>Stages as the current user sees the data; the upload is held by the caller.</summary>
    public async Task StageAsync(CurrentUser currentUser, StagingHold hold, JobContext? job, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var batch = await db.Set<ImportBatch>().AsTracking().SingleAsync(b => b.Id == hold.UploadId, ct);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var file = await files.OpenAsync(batch, ct);
            var upload = new StagedUpload(
                hold,
                batch,
                targets.Single(t => t.Kind == batch.Kind),
                currentUser,
                file.Workbook
            )
            {
                Job = job,
            };
            await sheets.StageAsync(db, upload, ct);
            log.LogInformation(
                "Upload {BatchId}: {State} with {Rows} rows in {Elapsed} ms",
                batch.Id,
                batch.State,
                batch.DataRows,
                (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds
            );
        }
        catch (Exception e) when (Explain(batch, e))
        {
            // The batch says what is wrong.
        }

        await EndAsync(db, hold, batch, ct);
    }

    private async Task EndAsync(ReportsDb db, StagingHold hold, ImportBatch batch, CancellationToken ct)
    {
        batch.Attempts = 0;
        await hold.WriteAsync(db, batch.Progress, () => db.SaveChangesAsync(ct), ct);
        await notifier.PublishAsync(TopicOf(batch.Id));
    }

    /// <summary>Tells a person what is wrong with a file; false for what is no fault of the file.</summary>
    private static bool Explain(ImportBatch batch, Exception e)
    {
        switch (e)
        {
            case SheetException { Fault: SheetFault.Encrypted or SheetFault.WrongPassword } locked:
                (batch.State, batch.Question) = (ImportState.Asking, ImportQuestion.Password);
                batch.Failure =
                    locked.Fault == SheetFault.WrongPassword ? "That is not the password of this workbook." : null;
                batch.ProtectedPassword = null;
                return true;
            case SheetException or DomainException { Kind: not ErrorKind.Unavailable }:
                Refuse(batch, e.Message);
                return true;
            case OverflowException:
                Refuse(
                    batch,
                    "The amounts of this sheet are too large to add up. Look whether the right columns hold the amounts."
                );
                return true;
            default:
                return false;
        }
    }

    private static void Refuse(ImportBatch batch, string why) =>
        (batch.State, batch.Failure, batch.Question) = (ImportState.Refused, why, ImportQuestion.None);
}

/// <summary>An upload while it is staged.</summary>
/// <param name="CurrentUser">As who the data is seen.</param>
internal sealed record StagedUpload(
    StagingHold Hold,
    ImportBatch Batch,
    IImportTarget Target,
    CurrentUser CurrentUser,
    IWorkbook Workbook
)
{
    /// <summary>The job that does it; null without the queue.</summary>
    public JobContext? Job { get; init; }

    /// <summary>Lets a person answer before the rows can be read.</summary>
    public void Ask(ImportQuestion question) => (Batch.State, Batch.Question) = (ImportState.Asking, question);

    /// <summary>Removes what is staged so far, if the upload is still held.</summary>
    public Task ClearAsync(ReportsDb db, CancellationToken ct) =>
        Hold.WriteAsync(db, Batch.Progress, () => StagedRows.ClearAsync(db, Target, Batch.Id, ct), ct);
}
