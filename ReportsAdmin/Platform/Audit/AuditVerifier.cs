using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>What a check of the chain found.</summary>
/// <param name="Checked">How many entries were right.</param>
/// <param name="Seq">Position of the last one that was right.</param>
/// <param name="Hash">Its hash: whoever noted it elsewhere can prove later that nothing before it was changed.</param>
/// <param name="Unsealed">Entries that were written a moment ago and are not in the chain yet.</param>
/// <param name="Break">The first fault in words; null when there is none.</param>
public sealed record AuditVerdict(long Checked, long Seq, string Hash, int Unsealed, string? Break);

/// <summary>Walks the chain from its anchor to its end, without a lock: it goes as far as the chain was when the walk started.</summary>
public sealed class AuditVerifier(IDbContextFactory<ReportsDb> contexts)
{
    private const int Page = 2_000;

    /// <param name="known">A position with the hash that was noted for it elsewhere, to be compared; null for none.</param>
    public async Task<AuditVerdict> VerifyAsync((long Seq, string Hash)? known, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var end = await db.Set<AuditChain>().SingleOrDefaultAsync(ct);
        var anchor = await db.Set<AuditAnchor>().OrderByDescending(a => a.Seq).FirstOrDefaultAsync(ct);
        var unsealed = await db.Set<AuditEntry>().CountAsync(e => e.Seq == null, ct);
        var walk = new Walk(anchor?.Seq ?? 0, anchor?.Hash ?? AuditModel.Genesis) { Known = known };
        if (end is null)
            walk.Fail("The end of the chain is missing: its row was deleted.");
        else
            await WalkAsync(db, walk, end, ct);
        if (walk.Break is null && anchor is not null && !await IsNotedAsync(db, anchor, ct))
            walk.Fail(Text($"The cut after entry {anchor.Seq} is not in the log: it was not made by the clean-up."));
        return new AuditVerdict(walk.Count, walk.Seq, walk.Hash, unsealed, walk.Break);
    }

    private static async Task WalkAsync(ReportsDb db, Walk walk, AuditChain end, CancellationToken ct)
    {
        while (walk.Break is null && walk.Seq < end.Seq)
        {
            var (from, to) = (walk.Seq, end.Seq);
            var entries = await db.Set<AuditEntry>()
                .Where(e => e.Seq > from && e.Seq <= to)
                .OrderBy(e => e.Seq)
                .Take(Page)
                .ToListAsync(ct);
            if (entries.Count == 0)
                walk.Fail(Range("are missing at the end", from + 1, to));
            foreach (var entry in entries)
            {
                if (!walk.Step(entry))
                    break;
            }
        }

        if (walk.Break is not null)
            return;
        if (walk.Hash != end.Hash)
            walk.Fail(Text($"Entry {walk.Seq} is not the one that the chain ended with."));
        else if (await db.Set<AuditEntry>().Where(e => e.Seq > end.Seq).MinAsync(e => e.Seq, ct) is { } beyond)
            walk.FailUnlessSealed(beyond, await db.Set<AuditChain>().Select(c => c.Seq).SingleAsync(ct));
    }

    // The clean-up notes each cut in the log, after the entries that it cuts.
    private static async Task<bool> IsNotedAsync(ReportsDb db, AuditAnchor anchor, CancellationToken ct)
    {
        var cut = AuditRetention.RecordIdOf(anchor);
        return await db.Set<AuditEntry>().AnyAsync(e => e.Action == AuditActions.LogCut && e.RecordId == cut, ct);
    }

    private static string Range(string what, long from, long to) =>
        from == to
            ? Text($"Entry {from} {what.Replace("are", "is", StringComparison.Ordinal)}.")
            : Text($"Entries {from} to {to} {what}.");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private sealed class Walk(long seq, string hash)
    {
        public long Seq { get; private set; } = seq;

        public string Hash { get; private set; } = hash;

        public long Count { get; private set; }

        public string? Break { get; private set; }

        public (long Seq, string Hash)? Known { get; init; }

        public void Fail(string words) => Break ??= words;

        public bool Step(AuditEntry entry)
        {
            if (entry.Seq != Seq + 1)
                Fail(Range("are missing", Seq + 1, entry.Seq!.Value - 1));
            else if (AuditHash.Of(Hash, Seq + 1, entry) != entry.Hash)
                Fail(
                    Text(
                        $"Entry {entry.Seq} ({entry.Action}, {entry.At:yyyy-MM-dd HH:mm:ss} UTC) does not match its hash: it was changed, moved or inserted afterwards."
                    )
                );
            else if (Known is { } known && known.Seq == entry.Seq && known.Hash != entry.Hash)
                Fail(
                    Text($"Entry {entry.Seq} has another hash than the one that was noted: the chain was written anew.")
                );
            else
            {
                (Seq, Hash) = (entry.Seq.Value, entry.Hash!);
                Count++;
                return true;
            }

            return false;
        }

        /// <summary>What lies beyond the end is right only if it was sealed during the walk.</summary>
        public void FailUnlessSealed(long beyond, long end)
        {
            if (beyond > end)
                Fail(Text($"Entry {beyond} lies beyond the end of the chain: it was inserted."));
        }
    }
}
