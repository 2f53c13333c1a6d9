using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Retention;

namespace ReportsAdmin.Platform.Audit;

/// <summary>Cuts old entries off the start of the chain and leaves an anchor with the last hash, from which the rest is still verified.</summary>
internal sealed class AuditRetention(IDbContextFactory<ReportsDb> contexts, TimeProvider time) : IRetention
{
    private const int Chunk = 5_000;

    public string Kind => "audit";

    public string Title => "Audit log";

    public string Description => "Who did what and when. The rest stays verifiable, and the cut itself is recorded.";

    public int DefaultDays => 1_825;

    public int MinDays => 90;

    internal static string RecordIdOf(AuditAnchor anchor) => FormattableString.Invariant($"{anchor.Seq}:{anchor.Hash}");

    public async Task<RetentionDue> DueAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var last = await LastAsync(db, before, ct);
        if (last == 0)
            return RetentionDue.None;
        var due = db.Set<AuditEntry>().Where(e => e.Seq <= last);
        var count = await due.CountAsync(ct);
        return count == 0
            ? RetentionDue.None
            : new RetentionDue(count, 0, await due.MinAsync(e => (DateTime?)e.At, ct), []);
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var last = await LastAsync(db, before, ct);
        var anchored = await db.Set<AuditAnchor>().MaxAsync(a => (long?)a.Seq, ct) ?? 0;
        if (last > anchored)
        {
            var hash = await db.Set<AuditEntry>().Where(e => e.Seq == last).Select(e => e.Hash!).SingleAsync(ct);
            var anchor = new AuditAnchor
            {
                Seq = last,
                Hash = hash,
                CutAt = time.GetUtcNow().UtcDateTime,
            };
            db.Add(anchor);
            db.Record(AuditActions.LogCut, "audit", RecordIdOf(anchor), null, AuditField.Fact("Before", before));
            await db.SaveChangesAsync(ct);
        }

        // In chunks, as a crash in between only leaves rows that the next night deletes.
        var deleted = 0;
        while (true)
        {
            var chunk = db.Set<AuditEntry>()
                .Where(e => e.Seq <= last)
                .OrderBy(e => e.Seq)
                .Take(Chunk)
                .Select(e => e.Id);
            var now = await db.Set<AuditEntry>().Where(e => chunk.Contains(e.Id)).ExecuteDeleteAsync(ct);
            deleted += now;
            if (now < Chunk)
                return deleted;
        }
    }

    /// <summary>The last position before which nothing is younger; 0 when nothing is old enough. Entries follow each other only nearly in time.</summary>
    private static async Task<long> LastAsync(ReportsDb db, DateTime before, CancellationToken ct)
    {
        var kept = await db.Set<AuditEntry>().Where(e => e.Seq != null && e.At >= before).MinAsync(e => e.Seq, ct);
        return kept - 1 ?? await db.Set<AuditEntry>().MaxAsync(e => e.Seq, ct) ?? 0;
    }
}
