using System.Text.Json;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Jobs;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>What the job of an upload is to do.</summary>
internal sealed record StagingWork(int UploadId);

/// <summary>Puts uploads into the one queue of jobs.</summary>
public sealed class StagingQueue(JobQueue queue, ChangeNotifier notifier)
{
    /// <summary>
    /// Adds the job that reads the file, in the caller's transaction, and names it in the batch. Call <see cref="AnnounceAsync"/>
    /// after the commit.
    /// </summary>
    public async Task EnqueueAsync(ReportsDb db, ImportBatch batch, CancellationToken ct)
    {
        batch.JobId = await queue.EnqueueAsync(
            db,
            new NewJob(
                StagingHandler.JobKind,
                batch.FileName,
                JsonSerializer.Serialize(new StagingWork(batch.Id), JsonSerializerOptions.Web),
                batch.UploadedById
            )
            {
                // Somebody waits for the preview.
                Priority = JobPriority.High,
                // The upload counts its own attempts: those that began to read it.
                MaxAttempts = short.MaxValue,
            },
            ct
        );
        (batch.State, batch.Progress, batch.StagingFence, batch.Attempts) = (ImportState.Received, 0, 0, 0);
    }

    /// <summary>Wakes the workers and those who look at uploads.</summary>
    public async Task AnnounceAsync(ImportBatch batch)
    {
        await queue.AnnounceAsync(batch.JobId!.Value, batch.UploadedById);
        await TellAsync(batch);
    }

    /// <summary>Stops the job of an upload that was given up; a running attempt hears of it at once.</summary>
    public async Task CancelAsync(ImportBatch batch, string byName, CancellationToken ct)
    {
        if (batch.JobId is { } job)
            await queue.CancelAsync(job, byName, "The upload was discarded.", ct);
        await TellAsync(batch);
    }

    private async Task TellAsync(ImportBatch batch)
    {
        await notifier.PublishAsync(ImportCommands.HistoryTopic);
        await notifier.PublishAsync(ImportStaging.TopicOf(batch.Id));
    }
}
