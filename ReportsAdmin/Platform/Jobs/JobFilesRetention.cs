using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Jobs.Sql;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Jobs;

/// <summary>Files that jobs of some kind made.</summary>
/// <param name="Kind">Of the retention: <c>report-files</c>.</param>
/// <param name="JobKinds">Whose files these are.</param>
public sealed record JobFilesKept(
    string Kind,
    string Title,
    string Description,
    int Days,
    IReadOnlyList<string> JobKinds
);

/// <summary>Removes files of jobs when their time is over. Their rows stay and say that the file is no longer kept.</summary>
public sealed class JobFilesRetention(JobFilesKept kept, JobTable table, JobQueue queue, FileStore files) : IRetention
{
    private const int Batch = 200;
    private const int MaxExamples = 5;

    public string Kind => kept.Kind;

    public string Title => kept.Title;

    public string Description => kept.Description;

    public int DefaultDays => kept.Days;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = table.Open();
        var due = Due(db, before);
        var sums = await due.GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Bytes = g.Sum(a => a.Size),
                Oldest = g.Min(a => a.CreatedAt),
            })
            .SingleOrDefaultAsync(ct);
        return sums is null
            ? RetentionDue.None
            : new RetentionDue(
                sums.Count,
                sums.Bytes,
                sums.Oldest,
                await due.OrderBy(a => a.CreatedAt)
                    .ThenBy(a => a.Id)
                    .Select(a => a.FileName)
                    .Take(MaxExamples)
                    .ToListAsync(ct)
            );
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        var done = 0;
        while (true)
        {
            await using var db = table.Open();
            var gone = await Due(db, before)
                .OrderBy(a => a.Id)
                .Take(Batch)
                .Join(
                    db.Set<Job>(),
                    a => a.JobId,
                    j => j.Id,
                    (a, j) =>
                        new
                        {
                            a.Id,
                            a.FileKey,
                            JobId = j.Id,
                            j.OwnerId,
                            j.State,
                        }
                )
                .ToListAsync(ct);
            foreach (var file in gone)
            {
                await RemoveAsync(db, file.Id, file.FileKey, ct);
                await queue.ChangedAsync(file.JobId, file.OwnerId, file.State);
            }

            done += gone.Count;
            if (gone.Count < Batch)
                return done;
        }
    }

    private async Task RemoveAsync(Data.ReportsDb db, long id, string fileKey, CancellationToken ct)
    {
        // The file first: a row that still names a deleted file is met again, a file without a row is not.
        await files.DeleteAsync(fileKey, ct);
        await table.WriteAsync(
            db,
            $"""
            UPDATE artifacts
            SET removed_at = {table.Sql.Now}
            WHERE id = @id AND removed_at IS NULL
            """,
            [("id", id)],
            ct
        );
    }

    private IQueryable<Artifact> Due(Data.ReportsDb db, DateTime before)
    {
        var kinds = kept.JobKinds;
        return db.Set<Artifact>()
            .Where(a =>
                a.RemovedAt == null
                && a.CreatedAt < before
                && db.Set<Job>().Any(j => j.Id == a.JobId && kinds.Contains(j.Kind))
            );
    }
}

public static class JobFilesRetentionSetup
{
    /// <summary>Lets the files of some jobs be cleaned up.</summary>
    public static IServiceCollection AddJobFilesRetention(this IServiceCollection services, JobFilesKept kept) =>
        services.AddSingleton<IRetention>(provider =>
            ActivatorUtilities.CreateInstance<JobFilesRetention>(provider, kept)
        );
}
