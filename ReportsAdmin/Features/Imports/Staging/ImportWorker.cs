using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.Identity;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Features.Imports.Staging;

/// <summary>
/// Stages uploads one after the other, outside any request or circuit. The database says what is to be done, the channel
/// only says that something is; at start it takes up what a killed process left behind.
/// </summary>
public sealed class ImportWorker(
    IDbContextFactory<ReportsDb> contexts,
    ImportStaging staging,
    CurrentUserAccessor viewers,
    FileStore files,
    TimeProvider time,
    ILogger<ImportWorker> log
) : BackgroundService
{
    /// <summary>How long a node may stay silent on a batch before another may take it.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Says that a batch waits to be staged.</summary>
    public void Wake() => wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        files.RemoveUnfinished(time.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await NextAsync(stoppingToken) is { } next)
                    await StageAsync(next.BatchId, next.UserId, stoppingToken);
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                pause.CancelAfter(Poll);
                await wake.Reader.ReadAsync(pause.Token);
            }
            catch (OperationCanceledException)
            {
                // Time to look again, or to stop.
            }
            catch (Exception e)
            {
                log.LogError(e, "The import worker failed; it goes on in {Pause}", Poll);
                await Task.Delay(Poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(int BatchId, int UserId)?> NextAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = await db.Set<ImportBatch>()
            .Where(b =>
                b.State == ImportState.Received
                || (b.State == ImportState.Staging && (b.ClaimedUntil == null || b.ClaimedUntil < now))
            )
            .OrderBy(b => b.Id)
            .Select(b => new { b.Id, b.UploadedById })
            .FirstOrDefaultAsync(ct);
        if (waiting is null)
            return null;
        var taken = await db.Set<ImportBatch>()
            .Where(b =>
                b.Id == waiting.Id
                && (
                    b.State == ImportState.Received
                    || (b.State == ImportState.Staging && (b.ClaimedUntil == null || b.ClaimedUntil < now))
                )
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(b => b.State, ImportState.Staging)
                        .SetProperty(b => b.Progress, 0)
                        .SetProperty(b => b.ClaimedUntil, now + Claim),
                ct
            );
        return taken == 1 ? (waiting.Id, waiting.UploadedById) : await NextAsync(ct);
    }

    private async Task StageAsync(int batchId, int userId, CancellationToken ct)
    {
        try
        {
            await staging.StageAsync(await viewers.OfUserAsync(userId, ct), batchId, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Staging upload {BatchId} failed", batchId);
            await using var db = contexts.CreateDbContext();
            await db.Set<ImportBatch>()
                .Where(b => b.Id == batchId && b.State == ImportState.Staging)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(b => b.State, ImportState.Refused)
                            .SetProperty(
                                b => b.Failure,
                                "Something went wrong while reading the file. It was logged; upload it again or tell your administrator."
                            ),
                    ct
                );
        }
    }
}
