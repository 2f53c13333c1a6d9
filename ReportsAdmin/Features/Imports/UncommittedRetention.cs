using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Features.Imports;

/// <summary>Uploads that were never committed: their staged rows and files go, their line in the history stays as discarded.</summary>
public sealed class UncommittedRetention(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    IEnumerable<IImportTarget> targets
) : IRetention
{
    private const int MaxExamples = 5;

    public string Kind => "uncommitted-uploads";

    public string Title => "Uploads that were never committed";

    public string Description =>
        "Uploads that were never committed. Committed uploads and their files are kept: figures refer to them.";

    public int DefaultDays => 60;

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var sums = await Due(db, before)
            .GroupBy(x => 1)
            .Select(g => new
            {
                Count = g.Count(),
                Bytes = g.Sum(b => b.FileSize),
                Oldest = g.Min(b => b.UploadedAt),
            })
            .SingleOrDefaultAsync(ct);
        return sums is null
            ? RetentionDue.None
            : new RetentionDue(
                sums.Count,
                sums.Bytes,
                sums.Oldest,
                await Due(db, before).OrderBy(b => b.Id).Select(b => b.FileName).Take(MaxExamples).ToListAsync(ct)
            );
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var done = 0;
        foreach (
            var upload in await Due(db, before)
                .Select(b => new
                {
                    b.Id,
                    b.Kind,
                    b.FileKey,
                    b.State,
                })
                .ToListAsync(ct)
        )
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Somebody may be committing it at this very moment: then it stays.
            if (
                await db.Set<ImportBatch>()
                    .Where(b => b.Id == upload.Id && b.State == upload.State)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(b => b.State, ImportState.Discarded)
                                .SetProperty(b => b.ProtectedPassword, (string?)null),
                        ct
                    ) == 0
            )
                continue;
            await StagedRows.ClearAsync(db, targets.Single(t => t.Kind == upload.Kind), upload.Id, ct);
            await transaction.CommitAsync(ct);
            await files.DeleteAsync(upload.FileKey, ct);
            done++;
        }

        return done;
    }

    private static IQueryable<ImportBatch> Due(ReportsDb db, DateTime before) =>
        db.Set<ImportBatch>()
            .Where(b =>
                b.UploadedAt < before
                && (
                    b.State == ImportState.Asking
                    || b.State == ImportState.Staged
                    || b.State == ImportState.Refused
                    || b.State == ImportState.Received
                    || b.State == ImportState.Staging
                )
            );
}
