using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Imports;

/// <summary>Takes files in and has them read.</summary>
public sealed class UploadReading(
    IDbContextFactory<ReportsDb> contexts,
    UploadStore store,
    StagingQueue queue,
    ImportStaging staging,
    ChangeNotifier notifier
)
{
    // A signal may be lost with the connection that brings it.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Stores the file with the job that reads it.</summary>
    public async Task<int> ReceiveAsync(CurrentUser currentUser, NewUpload upload, Stream content, CancellationToken ct)
    {
        var batch = await store.AddAsync(
            currentUser,
            upload,
            content,
            (db, added) => queue.EnqueueAsync(db, added, ct),
            ct
        );
        await queue.AnnounceAsync(batch);
        return batch.Id;
    }

    /// <summary>The same, and waits until the file is read or a person has to answer. When the caller no longer waits, reading goes on.</summary>
    public async Task<int> ReceiveAndWaitAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        CancellationToken ct
    )
    {
        var id = await ReceiveAsync(currentUser, upload, content, ct);
        await WaitAsync(id, ct);
        return id;
    }

    /// <summary>Waits until the file is read or a person has to answer.</summary>
    public async Task WaitAsync(int id, CancellationToken ct)
    {
        using var changed = new SemaphoreSlim(0);
        using var listening = notifier.Subscribe(ImportStaging.TopicOf(id), () =>
        {
            changed.Release();
            return Task.CompletedTask;
        });
        while (await IsReadAsync(id, ct))
            await changed.WaitAsync(Look, ct);
    }

    /// <summary>Stores and reads in one call, without the queue: for filling a demo company.</summary>
    public async Task<int> StageNowAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        CancellationToken ct
    )
    {
        var batch = await store.AddAsync(currentUser, upload, content, null, ct);
        await staging.StageAsync(currentUser, batch.Id, ct);
        return batch.Id;
    }

    private async Task<bool> IsReadAsync(int id, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await db.Set<ImportBatch>()
            .AnyAsync(b => b.Id == id && (b.State == ImportState.Received || b.State == ImportState.Staging), ct);
    }
}
