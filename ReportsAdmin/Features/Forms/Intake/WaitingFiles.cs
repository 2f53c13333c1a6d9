using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Deletes files that were sent for a form and never submitted, or whose form was deleted, when they have waited long enough.</summary>
public sealed class WaitingFiles(
    IDbContextFactory<ReportsDb> contexts,
    FileStore store,
    FormOptions options,
    TimeProvider time,
    ILogger<WaitingFiles> log
) : BackgroundService
{
    private const int Batch = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database or the store may be away: the next round finds the same files.
                log.LogError(e, "Files without a submission could not be deleted");
            }
        }
    }

    /// <returns>How many were deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow().UtcDateTime - options.Waiting;
        var done = 0;
        while (true)
        {
            await using var db = contexts.CreateDbContext();
            var gone = await db.Set<SubmissionFile>()
                .Where(f => f.SubmissionId == null && f.UploadedAt < before)
                .OrderBy(f => f.Id)
                .Take(Batch)
                .Select(f => new { f.Id, f.FileKey })
                .ToListAsync(ct);
            foreach (var file in gone)
            {
                // The row first and only while nobody has submitted it: a file that a submission names must stay.
                if (
                    await db.Set<SubmissionFile>()
                        .Where(f => f.Id == file.Id && f.SubmissionId == null)
                        .ExecuteDeleteAsync(ct) == 0
                )
                    continue;
                await store.DeleteAsync(file.FileKey, ct);
                done++;
            }

            if (gone.Count < Batch)
                return done;
        }
    }
}
