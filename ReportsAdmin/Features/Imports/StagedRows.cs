using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>A staged row as its target wrote it.</summary>
public sealed record StagedRow(int RowNumber, RowEffect Effect, string Payload);

/// <summary>An upload at the moment it is written or taken back.</summary>
/// <param name="Since">When it was committed; edits after that are people's.</param>
/// <param name="By">Who commits or undoes it, who need not be who uploaded it.</param>
public sealed record UploadToMerge(int Id, int Period, MissingChoice Missing, DateTime Since, CurrentUser By);

/// <summary>Reads the staged rows of an upload back, for the room that merges or undoes them.</summary>
public static class StagedRows
{
    private const int ChunkRows = 2_000;

    /// <summary>The rows that count (new, changed, unchanged, missing), in the order of their numbers, in chunks, on the caller's context and transaction.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<StagedRow>> ReadAsync(
        ReportsDb db,
        int uploadId,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var last = int.MinValue;
        while (true)
        {
            var chunk = await db.Set<ImportRow>()
                .Where(r => r.BatchId == uploadId && r.RowNumber > last && r.Payload != null)
                .OrderBy(r => r.RowNumber)
                .Take(ChunkRows)
                .Select(r => new StagedRow(r.RowNumber, r.Effect, r.Payload!))
                .ToListAsync(ct);
            if (chunk.Count == 0)
                yield break;
            last = chunk[^1].RowNumber;
            yield return chunk;
        }
    }

    /// <summary>What one row of an upload wrote; null when it wrote nothing.</summary>
    public static Task<string?> PayloadAsync(ReportsDb db, int uploadId, int rowNumber, CancellationToken ct) =>
        db.Set<ImportRow>()
            .Where(r => r.BatchId == uploadId && r.RowNumber == rowNumber)
            .Select(r => r.Payload)
            .SingleOrDefaultAsync(ct);
}

/// <summary>A committed upload with its place in the order of commits, which need not be the order of uploading.</summary>
public sealed record CommittedUpload
{
    public int Id { get; init; }

    public long Order { get; init; }
}

/// <summary>The order in which uploads of a kind were committed.</summary>
public static class UploadOrder
{
    /// <summary>The uploads that are committed now, for joins. Each commit raises the data version it was compared with, so that version orders them.</summary>
    public static IQueryable<CommittedUpload> Of(ReportsDb db, string kind) =>
        db.Set<ImportBatch>()
            .Where(b => b.Kind == kind && b.State == ImportState.Committed)
            .Select(b => new CommittedUpload { Id = b.Id, Order = b.BaseVersion });

    /// <summary>The uploads committed after this one.</summary>
    public static IQueryable<int> CommittedAfter(ReportsDb db, string kind, int uploadId) =>
        Of(db, kind)
            .Where(u =>
                u.Order > db.Set<ImportBatch>().Where(b => b.Id == uploadId).Select(b => b.BaseVersion).Single()
            )
            .Select(u => u.Id);
}
