using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Forms.Intake;

/// <summary>Files that were sent for a form and never submitted, or whose form was deleted.</summary>
public sealed class AnswerFilesRetention(IDbContextFactory<ReportsDb> contexts, FileStore store) : IRetention
{
    private const int Batch = 200;
    private const int MaxExamples = 5;

    public string Kind => "form-files";

    public string Title => "Files without a submission";

    public string Description =>
        "Files that somebody chose in a form and never sent off, and those of deleted forms. Files of submissions stay.";

    public int DefaultDays => 1;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var sums = await Due(db, before)
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Bytes = g.Sum(f => f.Size),
                Oldest = g.Min(f => f.UploadedAt),
            })
            .SingleOrDefaultAsync(ct);
        return sums is null
            ? RetentionDue.None
            : new RetentionDue(
                sums.Count,
                sums.Bytes,
                sums.Oldest,
                await Due(db, before).OrderBy(f => f.Id).Select(f => f.FileName).Take(MaxExamples).ToListAsync(ct)
            );
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        var done = 0;
        while (true)
        {
            await using var db = contexts.CreateDbContext();
            var gone = await Due(db, before)
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
                        .ExecuteDeleteAsync(ct) == 1
                )
                    store.Delete(file.FileKey);
            }

            done += gone.Count;
            if (gone.Count < Batch)
                return done;
        }
    }

    private static IQueryable<SubmissionFile> Due(ReportsDb db, DateTime before) =>
        db.Set<SubmissionFile>().Where(f => f.SubmissionId == null && f.UploadedAt < before);
}
